"""The words of the project as types. Offsets are half-open and count Python code points of a document's text."""
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start:self.end]

    def shifted(self, by: int) -> "Span":
        return Span(self.start + by, self.end + by)

    def stripped(self, text: str) -> "Span":
        """Without the blanks at either end of what it covers."""
        covered = self.of(text)
        if not covered.strip():
            return Span(self.start, self.start)
        return Span(self.end - len(covered.lstrip()), self.start + len(covered.rstrip()))

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus, without its text: `Store.text(document.id)` has that."""

    id: str                     # path relative to the corpus, "/"-separated
    title: str
    date: str | None            # ISO text of any precision: "2020", "2020-09", "2020-09-04"
    language: str               # "nl" or "en"
    source: str | None          # where the text comes from, as its front matter says
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences of one document."""

    number: int                 # row in the index
    document_id: str
    span: Span
    sentences: tuple[Span, ...]
    heading: str | None
    language: str               # of the passage itself: documents may mix


@dataclass(frozen=True, slots=True)
class Locator:
    """Where in its file a span is found back: whatever its format has of these. Pages and rows count from 1."""

    page: int | None = None
    heading: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question. `score` is higher for better; `parts` is what it is made of."""

    passage: Passage
    document: Document
    text: str
    score: float
    rank: int                   # from 1
    parts: Mapping[str, float]
    sentence_span: Span         # the sentence that fits the question best
    locator: Locator            # of that sentence

    @property
    def span(self) -> Span:
        return self.passage.span

    @property
    def sentence(self) -> str:
        return self.sentence_span.shifted(-self.span.start).of(self.text)


@dataclass(frozen=True, slots=True)
class Source:
    """A place that gives an answer."""

    span: Span
    sentence_span: Span
    document: Document
    locator: Locator


@dataclass(frozen=True, slots=True)
class Answer:
    """A verbatim span, the sentence it stands in, and every place that says the same (the first one is its own)."""

    text: str
    span: Span
    sentence: str
    sentence_span: Span
    document: Document
    score: float
    sources: tuple[Source, ...]

    @property
    def locator(self) -> Locator:
        return self.sources[0].locator


@dataclass(frozen=True, slots=True)
class Reply:
    """All there is to say to one question. `answers` is best first, and kept when `found` is false."""

    question: str
    understood_as: str
    language: str               # of the question: "nl", "en" or the code of another language
    found: bool
    confidence: float           # probability that `answers[0]` is right; 0.0 without answers
    answers: tuple[Answer, ...]
    hits: tuple[Hit, ...]
    ms: Mapping[str, float]     # milliseconds by stage
