"""The answer line: question → hits → spans → answers with their sources → reply."""
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.answers.confidence import features, probability
from qa.answers.filters import Filters
from qa.answers.question import clean, shortened
from qa.answers.reader import OnnxReader, Reader
from qa.answers.retriever import Retriever
from qa.answers.spans import snapped
from qa.embeddings.store import Store
from qa.errors import RequestError
from qa.settings import Settings
from qa.text.language import detect_language
from qa.text.normalising import normalised
from qa.types import Answer, Hit, Passage, Reply, Source, Span


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span          # in the document
    hit: Hit
    margin: float       # over no answer, in logits
    score: float        # margin, and what the passage's place is worth


class Assistant:
    """Answers questions about one store. One instance may be shared by threads."""

    def __init__(self, retriever: Retriever, reader: Reader, settings: Settings | None = None) -> None:
        self._retriever = retriever
        self._reader = reader
        self._settings = settings or Settings()

    @classmethod
    def open(cls, store: str | Path, settings: Settings | None = None) -> "Assistant":
        """Open a store with the encoder it was built with, and the bundled reader.

        Raises:
            StoreMissing, StoreDamaged, StoreMismatch, ModelError: as their names say.
        """
        settings = settings or Settings()
        return cls(Retriever.open(store, settings), OnnxReader.open(settings=settings.reader), settings)

    @property
    def store(self) -> Store:
        return self._retriever.store

    def ask(self, question: str, k: int = 10, filters: Filters | None = None) -> Reply:
        """The answers to a question, best first, with the k best passages. Not to find one is a reply, not an error.

        Raises:
            QuestionError: the question is empty or too long.
            RequestError: k is below 1, or a filter names what is not there.
        """
        began = time.perf_counter()
        if k < 1:
            raise RequestError(f"{k} results were asked for; ask for at least 1")
        searcher = self._retriever.latest()
        understood = shortened(clean(question), searcher.encoder.count_tokens)
        hits = searcher.search(understood, max(k, self._settings.reader.passages), filters)
        retrieved = time.perf_counter()
        candidates = self._candidates(understood, hits[:self._settings.reader.passages], searcher.store)
        groups = list(_merged(candidates))[:self._settings.reader.alternatives]
        answers = [_answer(group, searcher.store) for group in groups]
        confidence = 0.0
        if answers:
            best = [group[0] for group in groups]
            values = features(answers, [c.margin for c in best], [c.hit.score for c in best])
            confidence = probability(values, self._settings.confidence)
        read = time.perf_counter()
        # contract: the question as it was typed, unless it had to be shortened
        understood = question if understood == clean(question) else understood
        return Reply(question, understood, detect_language(understood), confidence >= self._settings.confidence.found, confidence,
                     tuple(answers), tuple(hits[:k]),
                     {"retrieve": 1000 * (retrieved - began), "read": 1000 * (read - retrieved), "total": 1000 * (read - began)})

    def _candidates(self, question: str, hits: Sequence[Hit], store: Store) -> list[_Candidate]:
        """Spans of all passages in one list, best first."""
        weight = self._settings.reader.retrieval_weight
        found = []
        for hit, readings in zip(hits, self._reader.read(question, [hit.text for hit in hits]), strict=True):
            text = store.text(hit.passage.document_id)
            for reading in readings:
                span = snapped(text, reading.span.shifted(hit.span.start))
                if span.start < span.end:
                    found.append(_Candidate(span, hit, reading.score, reading.score + weight * hit.score))
        return sorted(found, key=lambda c: (-c.score, c.hit.rank, c.span))


def _merged(candidates: Sequence[_Candidate]) -> Iterator[list[_Candidate]]:
    """Groups that say the same, best first: equal after normalisation. What overlaps a better span of its document is dropped."""
    groups: dict[str, list[_Candidate]] = {}
    taken: list[tuple[str, Span]] = []
    for candidate in candidates:
        document = candidate.hit.document.id
        if any(document == d and candidate.span.start < s.end and s.start < candidate.span.end for d, s in taken):
            continue
        taken.append((document, candidate.span))
        text = candidate.span.shifted(-candidate.hit.span.start).of(candidate.hit.text)
        groups.setdefault(normalised(text) or text, []).append(candidate)
    yield from groups.values()


def _answer(group: Sequence[_Candidate], store: Store) -> Answer:
    sources = list({(s.document.id, s.span): s for candidate in group for s in _sources(candidate, store)}.values())
    best, text = group[0], store.text(group[0].hit.document.id)
    sentence = sources[0].sentence_span
    return Answer(best.span.of(text), best.span, sentence.of(text), sentence, best.hit.document, best.score, tuple(sources))


def _sources(candidate: _Candidate, store: Store) -> Iterator[Source]:
    """The place itself first, then the same place in every copy of its passage."""
    home = candidate.hit.passage
    for passage in (home, *(copy for copy in store.copies(home) if copy.number != home.number)):
        span = candidate.span.shifted(passage.span.start - home.span.start)
        yield Source(span, _sentence_of(span, passage), store.documents[passage.document_id])


def _sentence_of(span: Span, passage: Passage) -> Span:
    """The sentence a span stands in; from the first to the last one where it crosses their ends."""
    touched = [s for s in passage.sentences if s.start < span.end and span.start < s.end]
    return Span(min(touched[0].start, span.start), max(touched[-1].end, span.end)) if touched else span
