"""What the reader found in all passages, as one ranked list, and grouped by what it says."""
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from qa.answers.reader import Reading
from qa.answers.spans import whole_answer
from qa.embeddings.store import Store
from qa.text.normalising import normalised
from qa.types import Answer, Hit, Passage, Source, Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """One span. `margin` is over no answer, in logits; `score` adds what its passage's retrieval score is worth."""

    text: str
    span: Span          # in the document
    hit: Hit
    margin: float
    score: float

    @property
    def says(self) -> str:
        """Equal for candidates that say the same."""
        return normalised(self.text) or self.text


def candidates_of(question: str, hits: Sequence[Hit], readings: Sequence[Sequence[Reading]], weight: float,
                  store: Store) -> list[Candidate]:
    """Spans of all hits in one list, best first, their ends snapped to words and amounts."""
    found = []
    for hit, read in zip(hits, readings, strict=True):
        text = store.text(hit.passage.document_id)
        for reading in read:
            span = whole_answer(text, reading.span.shifted(hit.span.start), question, hit.passage.language)
            if span.start < span.end:
                found.append(Candidate(span.of(text), span, hit, reading.score, reading.score + weight * hit.score))
    return sorted(found, key=lambda c: (-c.score, c.hit.rank, c.span))


def merged(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Groups that say the same, best first: equal after normalisation. What overlaps a better span of its document is dropped."""
    groups: dict[str, list[Candidate]] = {}
    taken: dict[str, list[Span]] = {}
    for candidate in candidates:
        spans = taken.setdefault(candidate.hit.document.id, [])
        if all(_between(candidate.span, other) >= 0 for other in spans):
            spans.append(candidate.span)
            groups.setdefault(candidate.says, []).append(candidate)
    return list(groups.values())


def apart(groups: Sequence[Sequence[Candidate]]) -> Iterator[Sequence[Candidate]]:
    """Without those right beside a better answer, as "zo'n" is beside "35 militairen": they are of the same phrase."""
    best: list[Candidate] = []
    for group in groups:
        if all(group[0].hit.document.id != better.hit.document.id or _between(group[0].span, better.span) > 1 for better in best):
            best.append(group[0])
            yield group


def _between(one: Span, other: Span) -> int:
    """Characters from one to the other; negative where they overlap."""
    return max(one.start, other.start) - min(one.end, other.end)


def answer_of(group: Sequence[Candidate], store: Store, among: Container[str]) -> Answer:
    """The answer of a group that says one thing, with every place among these documents that says it."""
    sources = list({(s.document.id, s.span): s for candidate in group for s in _sources(candidate, store, among)}.values())
    best, text, sentence = group[0], store.text(group[0].hit.document.id), sources[0].sentence_span
    return Answer(best.text, best.span, sentence.of(text), sentence, best.hit.document, best.score, tuple(sources))


def _sources(candidate: Candidate, store: Store, among: Container[str]) -> Iterator[Source]:
    """The place itself first, then the same place in every copy of its passage."""
    home = candidate.hit.passage
    for passage in (home, *(copy for copy in store.copies(home) if copy.number != home.number and copy.document_id in among)):
        span = candidate.span.shifted(passage.span.start - home.span.start)
        yield Source(span, _sentence_of(span, passage), store.documents[passage.document_id], store.locator(passage, span))


def _sentence_of(span: Span, passage: Passage) -> Span:
    """The sentence a span stands in; from the first to the last one where it crosses their ends."""
    touched = [s for s in passage.sentences if s.start < span.end and span.start < s.end]
    return Span(min(touched[0].start, span.start), max(touched[-1].end, span.end)) if touched else span
