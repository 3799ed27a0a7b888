"""What one turn of the conversation shows, taken from the store at the time of asking, so that a rebuild moves no old mark."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from qa.types import Document, Hit, Passage, Reply, Span


class Texted(Protocol):
    """What is needed of a store."""

    @property
    def documents(self) -> Mapping[str, Document]: ...
    @property
    def passages(self) -> Sequence[Passage]: ...
    def text(self, document_id: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as it stands, with what surrounds it. `mark` is in the sentence's own offsets."""

    document: Document
    sentence: str
    language: str
    mark: Span | None = None
    heading: str | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question; then what came of it: a reply with its quotes, or the reason why there is none."""

    question: str
    reply: Reply | None = None
    answers: tuple[tuple[Quote, ...], ...] = ()     # for each answer of the reply the places that give it, its own first
    closest: tuple[Quote, ...] = ()
    error: Exception | None = None


def belongs(reply: Reply, store: Texted) -> bool:
    """Whether every offset of the reply points to the same text in this store: it may have been built anew since."""
    pieces = [(hit.document.id, hit.span, hit.text) for hit in reply.hits]
    pieces += [(answer.document.id, answer.sentence_span, answer.sentence) for answer in reply.answers]
    return all(name in store.documents and span.of(store.text(name)) == text for name, span, text in pieces)


def turn_of(question: str, reply: Reply, store: Texted, closest: int = 3) -> Turn:
    """The turn of a reply made from this store, with the `closest` sentences for a reply without an answer."""
    answers = tuple(tuple(_quote(store, reply.hits, source.document, source.sentence_span, source.span) for source in answer.sources)
                    for answer in reply.answers)
    places = [(a.document, a.sentence_span) for a in reply.answers] + [(hit.document, hit.sentence_span) for hit in reply.hits]
    near = {(document.id, sentence): _quote(store, reply.hits, document, sentence) for document, sentence in places}
    return Turn(question, reply, answers, tuple(near.values())[:closest])


def _quote(store: Texted, hits: Sequence[Hit], document: Document, sentence: Span, mark: Span | None = None) -> Quote:
    text = store.text(document.id)
    inside = mark.shifted(-sentence.start) if mark else None
    passage = next((hit.passage for hit in hits if hit.document.id == document.id and hit.span.contains(sentence)), None)
    if passage is None:
        return Quote(document, sentence.of(text), document.language, inside)
    around = [p.span for p in store.passages[max(0, passage.number - 1):passage.number + 2] if p.document_id == document.id]
    before = Span(min(span.start for span in around), sentence.start).of(text)
    after = Span(sentence.end, max(span.end for span in around)).of(text)
    return Quote(document, sentence.of(text), passage.language, inside, passage.heading, before, after)
