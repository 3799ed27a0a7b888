"""What a person at a terminal reads of a reply. Marks are placed by offset: the sentence of the samples has "35" twice."""
from dataclasses import replace

import pytest

from qa.terminal import reply_text
from qa.types import Answer, Reply
from tests.web.samples import SECOND, SENTENCE, Store, reply_of

REPLY = reply_of(Store(), SECOND, SENTENCE)
QUOTE = "  “In 35 dagen gingen [35] militairen.”\n   Titel · 2020-09 · map/stuk.txt"
(ANSWER,) = REPLY.answers


def another(text: str, document: str, date: str | None = "2021-01") -> Answer:
    return replace(ANSWER, text=text, document=replace(ANSWER.document, id=document, date=date))


def shown(reply: Reply) -> str:
    return reply_text(reply, colour=False)


def test_an_answer_with_its_sentence() -> None:
    assert shown(REPLY) == f"35  (zeker, 90%)\n{QUOTE}"


def test_colours_mark_the_same_place() -> None:
    assert "In 35 dagen gingen \x1b[1m35\x1b[0m militairen." in reply_text(REPLY, colour=True)


def test_what_was_not_found_is_shown_as_no_answer() -> None:
    assert shown(replace(REPLY, found=False)) == f"Niet gevonden. Het dichtst in de buurt, maar geen antwoord:\n{QUOTE}"


def test_nothing_at_all_and_thanks() -> None:
    assert shown(replace(REPLY, answers=())) == "Niets gevonden."
    assert shown(replace(REPLY, answers=(), hits=())) == "Niets gevonden."
    assert shown(replace(REPLY, question="Bedankt!", understood_as="Bedankt!", answers=(), hits=())).startswith("Graag gedaan.")


def test_what_it_was_understood_as_comes_first() -> None:
    assert shown(replace(REPLY, understood_as="Hoeveel gingen er?")).startswith("Begrepen als: Hoeveel gingen er?\n35  (zeker")


def test_a_question_in_another_language_is_told() -> None:
    first, answer, *_ = shown(replace(REPLY, language="de")).splitlines()
    assert first.startswith("The question is in a language other than Dutch or English")
    assert answer == "35  (sure, 90%)"


def test_other_answers_and_other_places() -> None:
    other = another("dagen", "map/ander.txt")
    same = replace(ANSWER, sources=(*ANSWER.sources, replace(ANSWER.sources[0], document=other.document)))
    lines = shown(replace(REPLY, answers=(same, other))).splitlines()
    assert lines[3:5] == ["  Staat ook in: map/ander.txt", "Ook mogelijk:"]
    assert lines[6] == "   Titel · 2021-01 · map/ander.txt"


def test_documents_that_disagree() -> None:
    other = another("40", "map/ander.txt")
    other = replace(other, sources=(replace(ANSWER.sources[0], document=other.document),))
    assert "De documenten spreken elkaar tegen: 35 (2020-09) · 40 (2021-01)" in shown(replace(REPLY, answers=(ANSWER, other))).splitlines()


@pytest.mark.parametrize("text", ["a\x1b[31mb", "a\nb", "a\x07b"])
def test_nothing_of_a_document_steers_the_terminal(text: str) -> None:
    document = replace(ANSWER.document, title=text, id=text)
    printed = shown(replace(REPLY, answers=(replace(ANSWER, text=text, document=document),)))
    assert "\x1b" not in printed
    assert "\x07" not in printed
    assert len(printed.splitlines()) == 3
