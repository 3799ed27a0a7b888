"""`.txt`: header line, paragraphs, headings; and offsets that hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.decoding import decode
from qa.corpus.extraction import Extraction
from qa.corpus.plain import read


def blocks(extraction: Extraction) -> list[tuple[str, bool]]:
    return [(block.span.of(extraction.text), block.is_heading) for block in extraction.blocks]


@pytest.mark.parametrize(
    ("first", "date"),
    [
        ("date 2020-09 Over de brug", "2020-09"),
        ("date 2020-09-04 Over de brug", "2020-09-04"),
        ("\n \n  date 2020 \t Over de brug  ", "2020"),
    ],
)
def test_header_line(first: str, date: str) -> None:
    text = f"{first}\n\nDe brug is open.\n"
    extraction = read(text)
    assert (extraction.title, extraction.date) == ("Over de brug", date)
    assert extraction.text == text  # the header stays in the text ...
    assert blocks(extraction) == [("De brug is open.", False)]  # ... and belongs to no passage


@pytest.mark.parametrize(
    "first",
    [
        "date 2020-13 Geen maand",
        "date 2020-02-30 Geen dag",
        "Date of birth",
        "date 2020-09",
        "dated 2020-09 Oud",
        "date 20-09 Kort",
        "update 2020-09 Later",
    ],
)
def test_what_only_looks_like_a_header_is_text(first: str) -> None:
    extraction = read(f"{first}\n\nDe brug is open.\n")
    assert (extraction.title, extraction.date) == (None, None)
    assert blocks(extraction)[0][0] == first


def test_headings_stand_alone_and_end_without_punctuation() -> None:
    text = (
        "De brug is open.\n\nOm en om\n\nHard\nafgebroken regels\nzijn één alinea.\n\nEen vraag?\n\n- een punt\n\n"
        + "x" * 90
        + "\n\n14 - 15\n \t\nTot slot\n\nHet einde."
    )
    assert [content for content, is_heading in blocks(read(text)) if is_heading] == ["Om en om", "Tot slot"]
    assert ("Hard\nafgebroken regels\nzijn één alinea.", False) in blocks(read(text))


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("Spellingcontrole leert Bildts: ‘Gyn roaie streepkes meer’", True),
        ("Hulp via de Wet maatschappelijke ondersteuning (Wmo)", True),
        ("Zij zei: ‘Dat is goed.’", False),
        ("„Dat is goed”", False),
        ("(foto: gemeente)", False),
    ],
)
def test_a_heading_may_end_in_quotation_marks_or_brackets(line: str, is_heading: bool) -> None:
    assert blocks(read(f"{line}\n\nDe brug is open.\n"))[0] == (line, is_heading)


def test_a_lone_heading_is_the_text() -> None:
    assert blocks(read("Alleen een kop\n")) == [("Alleen een kop", False)]


PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        " ",
        "\f",
        "\u2028",
        "\u2029",
        "\x85",
        "\u00a0",
        "\u202f",
        "\u00ad",
        "🚲",
        "👨‍👩‍👧",
        "e\u0308",
        "İ",
        "ﬁ",
        "Ĳ",
        "date 2020-09 ",
        "Kop",
        "Een zin. ",
        "Nog een? ",
        "„Ja”",
        "- ",
        "1) ",
        "€ 3,2 mln. ",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@given(TEXTS)
def test_blocks_are_in_order_apart_and_without_blanks(text: str) -> None:
    extraction = read(text)
    assert extraction.text == text
    end = 0
    for block in extraction.blocks:
        covered = block.span.of(text)
        assert covered == covered.strip() != ""
        assert block.span.start >= end
        end = block.span.end


@given(TEXTS)
def test_nothing_but_header_and_blanks_is_left_out(text: str) -> None:
    extraction = read(text)
    kept = "".join("".join(block.span.of(text).split()) for block in extraction.blocks)
    everything = "".join(text.split())
    assert everything.endswith(kept)
    if extraction.title is None:
        assert kept == everything


@pytest.mark.parametrize("end", ["\n", "\f", "\v", "\x85", "\u2028"], ids=ascii)
def test_every_kind_of_line_end_ends_the_header_and_makes_paragraphs(end: str) -> None:
    lines = ["date 2020-09 Over de brug", "", "De brug is open.", "", "Om en om", "", "Zij wisselen af.", ""]
    extraction = read(decode(end.join(lines).encode()))
    assert extraction.title == "Over de brug"
    assert blocks(extraction) == [("De brug is open.", False), ("Om en om", True), ("Zij wisselen af.", False)]
