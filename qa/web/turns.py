"""What one turn of the conversation shows: quotes taken from the store at the time of asking, so that a rebuild moves no old mark."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from qa.answers.conversation import Said
from qa.answers.cues import is_courtesy
from qa.answers.disagreement import disagreeing
from qa.embeddings.store import Places
from qa.types import Document, Hit, Locator, Passage, Reply, Source, Span
from qa.web.matching import Informing, matched

NOWHERE = Locator()
_NEAREST = 3


class Texted(Protocol):
    """What is needed of a store."""

    @property
    def documents(self) -> Mapping[str, Document]: ...
    @property
    def passages(self) -> Sequence[Passage]: ...
    @property
    def terms(self) -> Informing: ...
    def text(self, document_id: str) -> str: ...
    def places(self, document_id: str) -> Places: ...


class Standing(StrEnum):
    """How a saved quote stands to the documents of today."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as it stood at `span` of its document. `mark` is in the sentence's own offsets."""

    document: Document
    sentence: str
    span: Span
    language: str
    locator: Locator = NOWHERE
    mark: Span | None = None

    @property
    def place(self) -> tuple[str, Span]:
        return self.document.id, self.span

    @property
    def marked(self) -> str:
        return self.mark.of(self.sentence) if self.mark else self.sentence

    def standing(self, store: Texted) -> Standing:
        if self.document.id not in store.documents:
            return Standing.GONE
        return Standing.SAME if self.span.of(store.text(self.document.id)) == self.sentence else Standing.CHANGED


@dataclass(frozen=True, slots=True)
class Found:
    """A hit by its best sentence, with what speaks for it."""

    quote: Quote
    parts: Mapping[str, float]
    words: tuple[tuple[str, str], ...]      # of the question, and how it stands in the passage


@dataclass(frozen=True, slots=True)
class Turn:
    """A question; then what came of it: what was found, or the reason why there is nothing."""

    question: str
    understood_as: str = ""
    language: str = "nl"
    found: bool = False
    confidence: float = 0.0
    answers: tuple[tuple[Quote, ...], ...] = ()     # for each answer the places that give it, its own first
    opposed: tuple[Quote, ...] = ()                 # answers of documents that contradict each other, newest first
    hits: tuple[Found, ...] = ()
    said: Said | None = None
    error: str = ""                                 # the name of the error's type
    message: str = ""

    @property
    def asked_nothing(self) -> bool:
        """Thanks or a greeting: there was nothing to look for."""
        return not (self.error or self.answers or self.hits) and is_courtesy(self.question)

    @property
    def places(self) -> tuple[Quote, ...]:
        """Every place that the turn shows, once: those of answers with their mark, then the hits in other sentences."""
        places = {(*quote.place, quote.mark): quote for quotes in (*self.answers, self.opposed) for quote in quotes}
        taken = {quote.place for quote in places.values()}
        return (*places.values(), *(hit.quote for hit in self.hits if hit.quote.place not in taken))

    @property
    def nearest(self) -> tuple[Quote, ...]:
        """The first sentences of those, without their marks: for a question that they do not answer."""
        return tuple({quote.place: replace(quote, mark=None) for quote in self.places}.values())[:_NEAREST]

    def place_of(self, quote: Quote) -> int:
        same = [n for n, place in enumerate(self.places) if place.place == quote.place]
        return next((n for n in same if self.places[n].mark == quote.mark), same[0])


def belongs(reply: Reply, store: Texted) -> bool:
    """Whether every offset of the reply points to the same text in this store: it may have been built anew since."""
    pieces = [(hit.document.id, hit.span, hit.text) for hit in reply.hits]
    pieces += [(answer.document.id, answer.sentence_span, answer.sentence) for answer in reply.answers]
    return all(name in store.documents and span.of(store.text(name)) == text for name, span, text in pieces)


def turn_of(reply: Reply, store: Texted, said: Said | None = None) -> Turn:
    """The turn of a reply made from this store."""
    answers = tuple(tuple(_quote(store, reply.hits, source) for source in answer.sources) for answer in reply.answers)
    opposed = [_quote(store, reply.hits, answer.sources[0]) for answer in disagreeing(reply)]
    hits = tuple(Found(_best(hit), dict(hit.parts), matched(reply.understood_as, hit.text, hit.passage.language, store.terms))
                 for hit in reply.hits)
    return Turn(reply.question, reply.understood_as, reply.language, reply.found, reply.confidence, answers,
                tuple(sorted(opposed, key=lambda quote: quote.document.date or "", reverse=True)), hits, said)


def _best(hit: Hit) -> Quote:
    return Quote(_light(hit.document), hit.sentence, hit.sentence_span, hit.passage.language, hit.locator)


def _quote(store: Texted, hits: Sequence[Hit], source: Source) -> Quote:
    sentence, document = source.sentence_span, source.document
    passage = next((hit.passage for hit in hits if hit.document.id == document.id and hit.span.contains(sentence)), None)
    return Quote(_light(document), sentence.of(store.text(document.id)), sentence, passage.language if passage else document.language,
                 source.locator, source.span.shifted(-sentence.start))


def _light(document: Document) -> Document:
    """Without its metadata, which is not shown and would fill the history."""
    return replace(document, metadata={})
