"""The words of the page in both languages."""
import ast
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from qa.types import Locator
from qa.web.languages import Language, known_language, preferred_language
from qa.web.texts import DUTCH, ENGLISH, TEXTS
from qa.web.turns import Quote
from qa.web.wording import citation, date_in_words, reason_in_words
from tests.web.samples import DOCUMENT, SENTENCE, TEXT

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("iso", "dutch", "english"), [
    ("2020", "2020", "2020"), ("2020-09", "september 2020", "September 2020"), ("2021-03-04", "4 maart 2021", "4 March 2021")])
def test_dates_in_words(iso: str, dutch: str, english: str) -> None:
    assert (date_in_words(iso, DUTCH), date_in_words(iso, ENGLISH)) == (dutch, english)


@pytest.mark.parametrize(("header", "language"), [
    ("", "nl"), ("en-US,en;q=0.9", "en"), ("nl-NL,nl;q=0.9,en;q=0.8", "nl"), ("de,en;q=0.5,nl;q=0.3", "en"), ("*", "nl")])
def test_the_language_of_the_browser(header: str, language: str) -> None:
    assert preferred_language(header) == language
    assert known_language("", header) == known_language({"no": 1}, header) == language
    assert known_language("en", header) == "en"


def test_both_tables_fill_the_same_blanks() -> None:
    for field in fields(DUTCH):
        dutch, english = (getattr(TEXTS[language], field.name) for language in Language)
        if isinstance(dutch, str):
            assert blanks(dutch) == blanks(english), field.name
        elif isinstance(dutch, dict):
            assert {key: blanks(text) for key, text in dutch.items()} == {key: blanks(text) for key, text in english.items()}, field.name


def blanks(text: str) -> set[str]:
    return set(re.findall(r"{(\w*)", text))


def test_a_citation_has_sentence_title_date_file_and_page() -> None:
    quote = Quote(replace(DOCUMENT, id="a\nb.txt"), "Zin <b> & zo.", SENTENCE, "nl", Locator(page=3))
    assert citation(quote, DUTCH) == "“Zin <b> & zo.”\n\nTitel, september 2020, a\\nb.txt, bladzijde 3"
    assert citation(Quote(replace(DOCUMENT, date=None), TEXT, SENTENCE, "nl"), ENGLISH).endswith("”\n\nTitel, map/stuk.txt")


def reasons_given() -> set[str]:
    """Every reason that the code gives for a file, with 1,000 for what it fills in."""
    found = set()
    for path in (ROOT / "qa" / "corpus").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("UnreadableDocument", "UnavailableDocument", "Skipped"):
                parts = [getattr(part, "value", None) if isinstance(part, ast.Constant) else "1,000"
                         for part in (call.args[-1].values if isinstance(call.args[-1], ast.JoinedStr) else [call.args[-1]])]
                found.add("".join(map(str, parts)))
    return {reason for reason in found if reason != "1,000"}  # what a parser says, or was said before


@pytest.mark.parametrize("reason", sorted(reasons_given()))
def test_every_reason_has_its_dutch(reason: str) -> None:
    assert reason_in_words(reason, DUTCH) != reason


def test_a_parser_that_fails_is_no_matter_of_permissions() -> None:
    said = reason_in_words("cannot be read: its parser fails (KeyError); make it anew", DUTCH)
    assert said == "kan niet worden gelezen; maak het opnieuw"
    assert "rechten" in reason_in_words("cannot be read (Permission denied); check its permissions and the disk", DUTCH)
    assert reason_in_words("has 3,001 pages; the limit is 3,000; split it", DUTCH) == "telt 3.001 bladzijden; de grens is 3.000; splits het"


def test_known_reasons_are_told_in_dutch() -> None:
    assert reason_in_words("has the ending '.exe'; only .md and .txt are read", DUTCH) == "heeft een bestandssoort die niet wordt gelezen"
    assert reason_in_words("is empty", ENGLISH) == "is empty"
    assert reason_in_words("is odd", DUTCH) == "is odd"
    assert "OCR" in reason_in_words("has no text, only pictures (scanned); recognise its text (OCR) first", DUTCH)
