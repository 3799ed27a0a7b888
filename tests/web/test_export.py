"""Markdown from which nothing is eaten: read back by a Markdown reader, every quote is as it stood."""
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from qa.types import Locator, Span
from qa.web.export import literal, markdown
from qa.web.texts import DUTCH, ENGLISH
from qa.web.turns import Turn, turn_of
from tests.web.samples import PAYLOADS, SECOND, SENTENCE, Parsed, Store, reply_of

TURN = turn_of(reply_of(Store(), SECOND, SENTENCE, locator=Locator(page=9)), Store())
READERS = [MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False})]
TRICKY = [
    *PAYLOADS, "1. eerst\n2) dan\n- en\n+ of\n* ook\n# kop\n> citaat", "regel\n===\nregel\n---", "    ingesprongen\n\tgetab",
    "`code` en ~~weg~~",
    "| a | b |\n|---|---|", "slot\\", "&amp; &lt;", "a  b", "$x^2$ en $$y$$", "Kosten: $5 en $6 _samen_ **11**",
    "https://example.org <x@y.nl>",
]


@pytest.mark.parametrize("text", TRICKY)
def test_text_is_read_back_to_the_letter(text: str) -> None:
    for reader in READERS:
        html = reader.render(literal(text))
        assert html.startswith("<p>")
        assert html.rstrip().endswith("</p>")
        assert set(Parsed(html).tags) <= {"p", "br"}
        assert Parsed(html).text.removesuffix("\n") == text
        assert Parsed(reader.render(f"> {literal(text)}".replace("\n", "\n> "))).text.strip("\n") == text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_conversation_keeps_every_quote(payload: str) -> None:
    quote = replace(TURN.answers[0][0], sentence=f"Zo: {payload}.", mark=Span(4, 4 + len(payload)), document=replace(
        TURN.answers[0][0].document, title=payload, id=f"{payload}.txt"))
    turn = replace(TURN, question=payload, understood_as=f"{payload}?", answers=((quote,),))
    text = Parsed(READERS[0].render(markdown([turn], DUTCH))).text
    assert f"Zo: {payload}." in text
    assert text.count(payload) == 6  # question, understood as, answer, sentence, title, file


def test_a_sentence_that_is_near_is_exported_once() -> None:
    quote = TURN.answers[0][0]
    turn = replace(TURN, found=False, answers=((quote,), (replace(quote, mark=Span(0, 2)),)))
    assert markdown([turn], DUTCH).count(quote.sentence) == 1


def test_what_an_export_says() -> None:
    text = markdown([TURN, replace(TURN, found=False), Turn("Dank u"), Turn("?", error="X", message="kan niet")], DUTCH)
    html = Parsed(READERS[0].render(text))
    assert html.tags.count("h2") == 4
    assert html.tags.count("blockquote") == 2
    for said in ("— Titel, september 2020, map/stuk.txt, bladzijde 9", "Zeker. Naar schatting 90 %", DUTCH.not_found, DUTCH.nothing_asked,
                 "kan niet"):
        assert said in html.text
    assert "September 2020" in markdown([TURN], ENGLISH)
    assert DUTCH.disagree in markdown([replace(TURN, opposed=TURN.answers[0] * 2)], DUTCH)
