"""The whole document with exactly one strong mark."""
import pytest

from qa.types import Document, Locator, Span
from qa.web.texts import DUTCH
from qa.web.turns import Turn, turn_of
from qa.web.viewer import viewer_html
from tests.web.samples import FIRST, PAYLOADS, SECOND, SENTENCE, TEXT, Parsed, Store, reply_of, span_of

SLOT = span_of(TEXT, "Slot.")


def viewed(store: Store, answer: Span, sentence: Span, number: int = 0, **how: object) -> str:
    return viewer_html(turn_of(reply_of(store, answer, sentence, **how), store), number, store, DUTCH)  # type: ignore[arg-type]


def text_of(html: str) -> str:
    return Parsed(html[html.index('<div class="bz-text"'):]).text


def test_the_text_is_whole_and_the_occurrence_that_is_meant_is_marked() -> None:
    for span, shown in ((FIRST, "In <mark>35</mark> dagen gingen 35 "), (SECOND, "In 35 dagen gingen <mark>35</mark> ")):
        html = viewed(Store(), span, SENTENCE)
        assert shown in html
        assert html.count("<mark>") == 1
        assert text_of(html) == TEXT


def test_other_places_are_marked_lighter_and_can_be_stepped_to() -> None:
    html = viewed(Store(), SECOND, SENTENCE, also=[SLOT])
    assert html.count('<span class="bz-also">Slot.</span>') == html.count("bz-also") == html.count("<mark>") == 1
    assert 'data-place="1" aria-label="Volgende vindplaats">' in html
    assert 'data-place="-1" aria-label="Vorige vindplaats" disabled>' in html
    second = viewed(Store(), SECOND, SENTENCE, 1, also=[SLOT])
    assert "<mark>Slot.</mark>" in second  # a hit has no span of an answer: its sentence is marked
    assert second.count("<mark>") == second.count("bz-also") == 1
    assert "Vindplaats 2 van 2" in second


def test_the_page_stands_above_and_in_the_citation() -> None:
    html = viewed(Store(), SECOND, SENTENCE, locator=Locator(page=9))
    assert ">bladzijde 9</span>" in html
    copied = dict(Parsed(html).attributes)["data-copy"]
    assert copied == "“In 35 dagen gingen 35 militairen.”\n\nTitel, september 2020, map/stuk.txt, bladzijde 9"


def test_pages_are_numbered_beside_the_text() -> None:
    store = Store()
    store.pages = (0, 1, SENTENCE.start, 2)
    html = viewed(store, SECOND, SENTENCE)
    assert '<i class="bz-page" data-page="bladzijde 2"></i><span class="bz-here">In 35' in html
    assert text_of(html) == TEXT


def test_after_a_change_nothing_else_is_marked_and_the_quote_stands_as_it_was() -> None:
    turn = turn_of(reply_of(Store(), SECOND, SENTENCE), Store())
    moved = Store("Vooraf 35. " + TEXT)
    html = viewer_html(turn, 0, moved, DUTCH)
    assert "Dit document is sindsdien gewijzigd" in html
    assert "gingen <mark>35</mark> militairen" in html
    assert html.count("<mark>") == 1
    assert html.index("<mark>") < html.index("Het document zoals het nu is")
    assert text_of(html) == moved.text("")
    for gone in (Store(document=Document("ander.txt", "Ander", None, "nl", None)), None):
        html = viewer_html(turn, 0, gone, DUTCH)
        assert "Dit document is er niet meer" in html
        assert html.count("<mark>") == 1


def test_what_belongs_to_no_passage_is_set_apart() -> None:
    store = Store()
    del store.passages[0]
    html = viewed(store, SECOND, SENTENCE)
    assert '<span class="bz-gap">👨‍👩‍👧 Inleiding hier.</span>' in html
    assert text_of(html) == TEXT


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_document_is_text(payload: str) -> None:
    text = f"Voor {payload}.\n\n{payload} staat hier.\n\nNa {payload}."
    store = Store(text, Document(f"map/{payload}.txt", payload, "2020", "nl", payload))
    usual = Parsed(viewed(Store(), SECOND, SENTENCE, also=[SLOT]))
    html = viewed(store, span_of(text, payload, after=text.index(" staat") - len(payload)), span_of(text, f"{payload} staat hier."))
    assert set(Parsed(html).tags) <= set(usual.tags)
    assert {name for name, _ in Parsed(html).attributes} <= {name for name, _ in usual.attributes}
    assert text_of(html) == text
    assert Parsed(html).text.count(payload) == 6  # three times in the text; title, file and source above it


@pytest.mark.parametrize(("source", "host"), [
    ("https://nieuws.example/a?b=1&c=2", "nieuws.example"), ("HTTP://Nieuws.Example:8080", "Nieuws.Example"),
    ("javascript:alert(1)", None), ("https://nieuws.example@kwaad.example/", None), ("https://kwaad.example\\@nieuws.example/", None),
    ("https://nieuws.example /x", None), ("//nieuws.example", None), ("file:///etc/passwd", None), ("https://nіeuws.example", None),
    ('https://nieuws.example/"onmouseover="x', "nieuws.example"), ("uitgave 3", None)])
def test_only_an_address_with_one_host_to_any_reader_is_a_link(source: str, host: str | None) -> None:
    html = Parsed(viewed(Store(document=Document("map/stuk.txt", "Titel", None, "nl", source)), SECOND, SENTENCE))
    attributes = dict(html.attributes)
    assert attributes.get("href") == (source if host else None)
    assert (attributes.get("rel") == "noopener noreferrer") is (host is not None)
    assert f" · {host or source}" in html.text
    assert "onmouseover" not in attributes


def test_a_place_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        viewer_html(Turn("x"), 0, Store(), DUTCH)
