"""The answer line: question → hits → spans → answers with their sources → reply."""
import time
from pathlib import Path

from qa.answers.candidates import answer_of, candidates_of, merged
from qa.answers.confidence import Calibration, evidence
from qa.answers.filters import Filters
from qa.answers.question import clean, shortened
from qa.answers.reader import OnnxReader, Reader
from qa.answers.retriever import Retriever
from qa.answers.searcher import check_count
from qa.embeddings.store import Store
from qa.settings import Settings
from qa.text.language import detect_language
from qa.text.normalising import normalised
from qa.types import Reply


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

    def ask(self, question: str, k: int = 10, filters: Filters | None = None, near: str | None = None,
            unlike: str = "") -> Reply:
        """The answers to a question, best first, with the k best passages. Not to find one is a reply, not an error.

        Args:
            near: the document that is talked about, whose passages come before others that fit as well.
            unlike: what is known not to be the answer, since something else was asked and got it.

        Raises:
            QuestionError: the question is empty or too long.
            RequestError: k is below 1, or a filter names what is not there.
        """
        check_count(k)
        began = time.perf_counter()
        reading = self._settings.reader
        searcher = self._retriever.latest()
        cleaned = clean(question)
        understood = shortened(cleaned, searcher.encoder.count_tokens)
        best = searcher.search(understood, max(k, reading.passages), filters, near)
        hits, to_read = best[:k], best[:reading.passages]
        retrieved = time.perf_counter()
        readings = self._reader.read(understood, [hit.text for hit in to_read])
        candidates = candidates_of(understood, to_read, readings, reading.retrieval_weight, searcher.store)
        groups = [group for group in merged(candidates) if not _says(group[0].text, unlike)][:reading.alternatives]
        confidence = self._calibration.probability(evidence(groups)) if groups else 0.0
        among = filters.select(searcher.store.documents) if filters else searcher.store.documents
        answers = tuple(answer_of(group, searcher.store, among) for group in groups)
        done = time.perf_counter()
        return Reply(
            question=question, understood_as=question if understood == cleaned else understood, language=detect_language(understood),
            found=confidence >= self._settings.confidence.found, confidence=confidence, answers=answers, hits=tuple(hits),
            ms={"retrieve": 1000 * (retrieved - began), "read": 1000 * (done - retrieved), "total": 1000 * (done - began)})


def _says(text: str, other: str) -> bool:
    """Whether one of two answers holds the other."""
    one, two = f" {normalised(text)} ", f" {normalised(other)} "
    return bool(other) and (one in two or two in one)
