"""Replies as HTML: every text literal, every mark where the offsets say."""
from dataclasses import fields, replace
from html.parser import HTMLParser

import pytest

from qa.errors import QuestionError, StoreError
from qa.types import Answer, Document, Hit, Locator, Passage, Reply, Source, Span
from qa.web.examples import examples
from qa.web.render import copy_text, marked, report_html, turn_html, welcome_html
from qa.web.texts import DUTCH, ENGLISH, TEXTS, Language, date_in_words, preferred_language
from qa.web.turns import Quote, Turn, belongs, turn_of

PAYLOADS = [
    """<img src=x onerror="document.title='x'">""", "<style>*{display:none}</style>", "<select><option>A</option></select>",
    "[klik](javascript:alert(1))", '"><svg onload=alert(1)>', "{{7*7}}", "${7*7}", "$$x$$", "<script>alert(1)</script>", "' onmouseover='x",
    r"a < b & c > d; 5 \* 3 \* 2; snake_case_naam; # 1; \<b\>vet\</b\>",
]
TEXT = "👨‍👩‍👧 Inleiding hier.\n\nIn 35 dagen gingen 35 militairen. Daarna niets.\n\nSlot."
DOCUMENT = Document("map/stuk.txt", "Titel", "2020-09", "nl", None)


class Store:
    """One document; one passage for each paragraph."""

    def __init__(self, text: str = TEXT, document: Document = DOCUMENT, heading: str | None = None) -> None:
        starts = [0] + [n + 2 for n in range(len(text)) if text.startswith("\n\n", n)]
        spans = [Span(start, (text + "\n\n").index("\n\n", start)) for start in starts]
        self.passages = [Passage(n, document.id, span, (span,), heading, "nl") for n, span in enumerate(spans)]
        self.documents = {document.id: document}
        self._text = text

    def text(self, document_id: str) -> str:
        return self._text


def span_of(text: str, piece: str, after: int = 0) -> Span:
    start = text.index(piece, after)
    return Span(start, start + len(piece))


def reply_of(store: Store, answer: Span, sentence: Span, *, found: bool = True, confidence: float = 0.9, language: str = "nl") -> Reply:
    document, passage = next(iter(store.documents.values())), next(p for p in store.passages if p.span.contains(sentence))
    text = store.text(document.id)
    one = Answer(answer.of(text), answer, sentence.of(text), sentence, document, 1.0, (Source(answer, sentence, document, Locator()),))
    hit = Hit(passage, document, passage.span.of(text), 1.0, 1, {}, sentence, Locator())
    return Reply("Hoeveel?", "Hoeveel?", language, found, confidence, (one,), (hit,), {})


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


SENTENCE = span_of(TEXT, "In 35 dagen gingen 35 militairen.")
SECOND = span_of(TEXT, "35", after=TEXT.index("gingen"))


def test_mark_is_placed_by_offset_behind_an_emoji() -> None:
    html = turn_html(turn_of("Hoeveel?", reply_of(Store(), SECOND, SENTENCE), Store()), DUTCH)
    assert html.count("In 35 dagen gingen <mark>35</mark> militairen.") == 2  # the quote, and in its context
    assert html.count("<mark>") == 2


def test_context_is_the_passage_with_its_neighbours_to_the_letter() -> None:
    turn = turn_of("Hoeveel?", reply_of(Store(), SECOND, SENTENCE), Store())
    quote = turn.answers[0][0]
    assert quote.before + quote.sentence + quote.after == TEXT


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_from_outside_is_literal_everywhere(payload: str) -> None:
    sentence = f"{payload} zei {payload} tegen {payload}."
    text = f"Voor {payload}.\n\n{sentence}\n\nNa {payload}."
    document = Document(f"map/{payload}.txt", payload, "2020", "nl", payload, {"k": payload})
    store = Store(text, document, heading=payload)
    whole, middle = span_of(text, sentence), span_of(text, payload, after=text.index(" zei "))
    plain = turn_html(turn_of("vraag", reply_of(Store(), SECOND, SENTENCE), Store()), DUTCH)
    for reply in (reply_of(store, middle, whole), reply_of(store, middle, whole, found=False)):
        html = turn_html(turn_of(payload, reply, store), DUTCH)
        parsed = Parsed(html)
        assert set(parsed.tags) <= set(Parsed(plain).tags)
        assert {name for name, _ in parsed.attributes} <= {name for name, _ in Parsed(plain).attributes}
        assert sentence in parsed.text
        assert parsed.text.count(payload) >= 6  # question, title, file name and three times in the sentence
        assert not reply.found or text in parsed.text  # the context
        assert (parsed.text.count(payload) >= 12) is reply.found  # with that: heading, before, the sentence again, after
    assert payload in Parsed(turn_html(Turn("vraag", error=StoreError(payload)), DUTCH)).text
    assert payload in Parsed(welcome_html([(Language.NL, payload)], "corpus", True, DUTCH)).text
    report = {"seconds": 1.0, "documents": 1, "passages": 1, "added": [], "changed": [], "removed": [],
              "skipped": [{"name": payload, "reason": payload}]}
    assert Parsed(report_html(report, DUTCH)).text.count(payload) == 2


def test_every_payload_would_be_seen_if_it_were_not_escaped() -> None:
    assert "img" in Parsed(f"<p>{PAYLOADS[0]}</p>").tags


def test_marked_keeps_every_character() -> None:
    text = "a<b ½ ﬁnale 1\u202f250 bezoe\u00adkers e\u0308 & ‘zo’n’"
    for start in range(len(text)):
        assert Parsed(marked(text, Span(start, start + 1))).text == text


@pytest.mark.parametrize(("confidence", "word"), [(0.9, "Zeker"), (0.7, "Waarschijnlijk"), (0.5, "Onzeker")])
def test_confidence_in_words(confidence: float, word: str) -> None:
    html = turn_html(turn_of("Hoeveel?", reply_of(Store(), SECOND, SENTENCE, confidence=confidence), Store()), DUTCH)
    assert f">{word}</b>" in html
    assert f"{round(100 * confidence)} %" in html


def test_not_found_says_so_and_marks_nothing() -> None:
    html = turn_html(turn_of("Hoeveel?", reply_of(Store(), SECOND, SENTENCE, found=False), Store()), DUTCH)
    assert DUTCH.not_found in html
    assert DUTCH.closest in html
    assert "In 35 dagen gingen 35 militairen." in html
    assert "<mark>" not in html


def test_a_question_in_another_language_is_named_as_such() -> None:
    for language, shown in (("de", True), ("und", True), ("nl", False), ("en", False)):
        html = turn_html(turn_of("?", reply_of(Store(), SECOND, SENTENCE, language=language), Store()), ENGLISH)
        assert (ENGLISH.other_question_language in html) is shown


def test_an_error_is_told_in_the_language_of_the_page_and_a_surprise_without_its_innards() -> None:
    assert DUTCH.errors[QuestionError] in turn_html(Turn("", error=QuestionError("x")), DUTCH)
    assert "bz-question" not in turn_html(Turn(" ", error=QuestionError("x")), DUTCH)
    surprise = turn_html(Turn("vraag", error=KeyError("innards")), ENGLISH)
    assert ENGLISH.unexpected in surprise
    assert "innards" not in surprise
    assert DUTCH.errors.keys() == ENGLISH.errors.keys()


def test_the_other_places_are_folded_with_their_number() -> None:
    reply = reply_of(Store(), SECOND, SENTENCE)
    own = reply.answers[0].sources[0]
    twice = replace(reply, answers=(replace(reply.answers[0], sources=(own, replace(own, span=span_of(TEXT, "35")))), reply.answers[0]))
    html = turn_html(turn_of("Hoeveel?", twice, Store()), DUTCH)
    assert DUTCH.same.format(count=1) in html
    assert DUTCH.others.format(count=1) in html
    assert "In <mark>35</mark> dagen gingen 35 militairen." in html


def test_a_reply_does_not_belong_to_a_store_that_was_built_since() -> None:
    reply = reply_of(Store(), SECOND, SENTENCE)
    assert belongs(reply, Store())
    assert not belongs(reply, Store("Nieuw. " + TEXT))
    gone = Store()
    gone.documents = {}
    assert not belongs(reply, gone)


def test_copied_text_has_answer_sentence_title_date_and_file() -> None:
    quote = Quote(replace(DOCUMENT, id="a\nb.txt"), "Zin <b> & zo.", "nl")
    assert copy_text("zo", quote, DUTCH) == "zo\n\n“Zin <b> & zo.”\n\nTitel, september 2020, a\\nb.txt"


@pytest.mark.parametrize(("iso", "dutch", "english"), [
    ("2020", "2020", "2020"), ("2020-09", "september 2020", "September 2020"), ("2021-03-04", "4 maart 2021", "4 March 2021")])
def test_dates_in_words(iso: str, dutch: str, english: str) -> None:
    assert (date_in_words(iso, DUTCH), date_in_words(iso, ENGLISH)) == (dutch, english)


@pytest.mark.parametrize(("header", "language"), [
    ("", "nl"), ("en-US,en;q=0.9", "en"), ("nl-NL,nl;q=0.9,en;q=0.8", "nl"), ("de,en;q=0.5,nl;q=0.3", "en"), ("*", "nl")])
def test_the_language_of_the_browser(header: str, language: str) -> None:
    assert preferred_language(header) == language


def test_both_tables_fill_the_same_blanks() -> None:
    for name in (field.name for field in fields(DUTCH) if isinstance(getattr(DUTCH, field.name), str)):
        dutch, english = (getattr(TEXTS[language], name) for language in Language)
        assert blanks(dutch) == blanks(english), name


def blanks(text: str) -> set[str]:
    return {piece.partition("}")[0] for piece in text.split("{")[1:]}


def test_examples_are_the_headings_that_ask_and_else_the_titles() -> None:
    assert examples(Store(heading="Hoe krijg ik een pas?"), Language.EN) == [(Language.NL, "Hoe krijg ik een pas?")]
    assert examples(Store(), Language.EN) == [(Language.NL, "Titel")]
