"""A small store, replies to it, and text that must stay text."""
from collections.abc import Sequence
from html.parser import HTMLParser

from qa.embeddings.store import Places
from qa.text.terms import terms
from qa.types import Answer, Document, Hit, Locator, Passage, Reply, Source, Span

IMAGE = """<img src=x onerror="document.title='x'">"""
HARMLESS = r"a < b & c > d; 5 \* 3 \* 2; snake_case_naam; # 1; \<b\>vet\</b\>"
PAYLOADS = [
    IMAGE, "<style>*{display:none}</style>", "<select><option>A</option></select>", "[klik](javascript:alert(1))",
    '"><svg onload=alert(1)>', "{{7*7}}", "${7*7}", "$$x$$", "<script>alert(1)</script>", "' onmouseover='x", "</textarea><img src=x>",
    HARMLESS,
]
TEXT = "👨‍👩‍👧 Inleiding hier.\n\nIn 35 dagen gingen 35 militairen. Daarna niets.\n\nSlot."
DOCUMENT = Document("map/stuk.txt", "Titel", "2020-09", "nl", None)


class Informed:
    """Every term tells as much, save those of one letter."""

    def information(self, term: str, language: str) -> float:
        return 0.0 if len(term) == 1 else 1.0

    def meanings(self, word: str, language: str) -> dict[str, float]:
        return dict.fromkeys(terms(word, language), 1.0)


class Store:
    """Documents in which each paragraph is a passage."""

    terms = Informed()

    def __init__(self, text: str = TEXT, document: Document = DOCUMENT, heading: str | None = None) -> None:
        starts = [0] + [n + 2 for n in range(len(text)) if text.startswith("\n\n", n)]
        spans = [Span(start, (text + "\n\n").index("\n\n", start)) for start in starts]
        self.passages = [Passage(n, document.id, span, (span,), heading, "nl") for n, span in enumerate(spans)]
        self.documents = {document.id: document}
        self._text = text
        self.pages: tuple[int, ...] = ()

    def places(self, document_id: str) -> Places:
        return Places(self.pages)

    def text(self, document_id: str) -> str:
        return self._text


def span_of(text: str, piece: str, after: int = 0) -> Span:
    start = text.index(piece, after)
    return Span(start, start + len(piece))


SENTENCE = span_of(TEXT, "In 35 dagen gingen 35 militairen.")
FIRST = span_of(TEXT, "35")
SECOND = span_of(TEXT, "35", after=TEXT.index("gingen"))


def reply_of(store: Store, answer: Span, sentence: Span, *, found: bool = True, confidence: float = 0.9, language: str = "nl",
             question: str = "Hoeveel?", understood_as: str = "", locator: Locator | None = None, also: Sequence[Span] = ()) -> Reply:
    """One answer in a sentence; hits at that sentence and at those of `also`."""
    document, passage = next(iter(store.documents.values())), next(p for p in store.passages if p.span.contains(sentence))
    text, where = store.text(document.id), locator or Locator()
    one = Answer(answer.of(text), answer, sentence.of(text), sentence, document, 1.0, (Source(answer, sentence, document, where),))
    hits = [Hit(passage, document, passage.span.of(text), 1.0, 1, {"cosine": 0.9, "terms": 0.25, "language": 0.0}, sentence, where)]
    for rank, span in enumerate(also, 2):
        other = next(p for p in store.passages if p.span.contains(span))
        hits.append(Hit(other, document, other.span.of(text), 0.9, rank, {"cosine": 0.8, "terms": 0.0, "language": 0.019}, span, where))
    return Reply(question, understood_as or question, language, found, confidence, (one,), tuple(hits), {})


class Parsed(HTMLParser):
    """The tags, and all text of a fragment as a reader would see it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data
