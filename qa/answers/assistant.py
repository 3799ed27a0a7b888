"""The answer line: question → hits → spans → answers with their sources → reply."""
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.answers.agreement import agreement
from qa.answers.candidates import Candidate, answer_of, apart, candidates_of, merged
from qa.answers.confidence import Calibration, evidence
from qa.answers.filters import Filters
from qa.answers.question import clean, shortened
from qa.answers.reader import OnnxReader, Reader
from qa.answers.retriever import Retriever
from qa.answers.searcher import Searcher, check_count
from qa.embeddings.store import Store
from qa.settings import Settings
from qa.text.language import detect_language
from qa.types import Hit, Reply


class Assistant:
    """Answers questions about one store. One instance may be shared by threads."""

    def __init__(self, retriever: Retriever, reader: Reader, calibration: Calibration, settings: Settings | None = None) -> None:
        self._retriever = retriever
        self._reader = reader
        self._calibration = calibration
        self._settings = settings or Settings()

    @classmethod
    def open(cls, store: str | Path, settings: Settings | None = None) -> "Assistant":
        """Open a store with the encoder it was built with, and the bundled reader.

        Raises:
            StoreMissing, StoreDamaged, StoreMismatch, ModelError: as their names say.
        """
        settings = settings or Settings()
        return cls(Retriever.open(store, settings), OnnxReader.open(settings=settings.reader), Calibration.open(), settings)

    @property
    def store(self) -> Store:
        return self._retriever.store

    @property
    def retriever(self) -> Retriever:
        return self._retriever

    def ask(self, question: str, k: int = 10, filters: Filters | None = None) -> Reply:
        """The answers to a question, best first, with the k best passages. Not to find one is a reply, not an error.

        Raises:
            QuestionError: the question is empty or too long.
            RequestError: k is below 1, or a filter names what is not there.
        """
        return self.ask_in_forms([question], k, filters)

    def ask_in_forms(self, forms: Sequence[str], k: int = 10, filters: Filters | None = None, near: str | None = None,
                     answered: str = "") -> Reply:
        """The answers to one question put in several ways: what several find goes before what one finds.

        Args:
            forms: at least one; the first that finds the answer is what the question was understood as.
            near: the document that is talked about, whose passages come before others that fit as well.
            answered: what was answered just before; it is seldom asked for again.

        Raises:
            QuestionError, RequestError: as `ask`.
        """
        check_count(k)
        began = time.perf_counter()
        searcher = self._retriever.latest()
        found = [self._found(form, searcher, k, filters, near) for form in forms]
        agreed = agreement([one.groups for one in found], answered, self._settings.reader)
        best = found[agreed.form]
        confidence = self._calibration.probability(evidence(agreed.groups)) if agreed.groups else 0.0
        among = filters.select(searcher.store.documents) if filters else searcher.store.documents
        answers = tuple(answer_of(group, searcher.store, among) for group in apart(agreed.groups))
        whole, retrieved = 1000 * (time.perf_counter() - began), sum(one.ms for one in found)
        return Reply(
            question=forms[0], understood_as=found[agreed.understood].question, language=detect_language(best.question),
            found=confidence >= self._settings.confidence.found, confidence=confidence, answers=answers, hits=tuple(best.hits[:k]),
            ms={"retrieve": retrieved, "read": whole - retrieved, "total": whole})

    def _found(self, question: str, searcher: Searcher, k: int, filters: Filters | None, near: str | None) -> "_Found":
        began = time.perf_counter()
        reading, cleaned = self._settings.reader, clean(question)
        understood = shortened(cleaned, searcher.encoder.count_tokens)
        hits = searcher.search(understood, max(k, reading.passages), filters, near)
        retrieved = time.perf_counter()
        to_read = hits[:reading.passages]
        readings = self._reader.read(understood, [hit.text for hit in to_read])
        groups = merged(candidates_of(understood, to_read, readings, reading.retrieval_weight, searcher.store))
        return _Found(question if understood == cleaned else understood, hits, groups[:reading.alternatives], 1000 * (retrieved - began))


@dataclass(frozen=True, slots=True)
class _Found:
    """What one form of a question finds."""

    question: str               # as it was understood
    hits: list[Hit]
    groups: list[list[Candidate]]
    ms: float                   # of retrieving
