"""Where an answer begins and ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answers.spans import snapped, whole_answer
from qa.types import Span


def grown(text: str, marked: str) -> str:
    """What `marked` becomes; in `text` it stands between bars."""
    before, inside, after = marked.split("|")
    assert before + inside + after == text
    return snapped(text, Span(len(before), len(before) + len(inside))).of(text)


@pytest.mark.parametrize(
    ("marked", "answer"),
    [
        ("kost € |3,2| mln. extra", "€ 3,2 mln."),
        ("kost €|12|.500 extra", "€12.500"),
        ("kost $|3.2| million", "$3.2"),
        ("een korting van |15| % op", "15 %"),
        ("van 1.2|50|.000 euro", "1.250.000"),
        ("om |14|.00 uur", "14.00"),
        ("de F|-16|’s vliegen", "F-16’s"),
        ("de |F|-16's vliegen", "F-16's"),
        ("een |35|-jarige man", "35-jarige"),
        ("in 2019–|2020| was", "2020"),
        ("stuurt zo|’n 35| militairen", "zo’n 35"),
        ("1\u202f|250| bezoekers", "1\u202f250"),
        ("|1|\u00a0250 bezoekers", "1\u00a0250"),
        ("naar Jordani|e|\u0308 toe", "Jordanie\u0308"),
        ("naar Jord|an|ië toe", "Jordanië"),
        ("de bezoe|\u00adkers| van", "bezoe\u00adkers"),
        ("met 👨|\u200d|👩 mee", "👨\u200d👩"),
        ("zegt: “|Wij gaan.”| Daarna", "Wij gaan"),
        ("zegt: |“Wij gaan”| Daarna", "“Wij gaan”"),
        ("minister (|Defensie)| zei", "Defensie"),
        ("in | oktober, | gaan zij", "oktober"),
        ("\r\n|\n 35 \t|\n", "35"),
        ("Er gaan |35.| Klaar", "35"),
        ("ongeveer |een jaar.| Klaar", "een jaar"),
        ("heet |drs. J. Jansen| en", "drs. J. Jansen"),
        ("kost |€ 3,2 mln.| extra", "€ 3,2 mln."),
        ("om |2 p.m.| It", "2 p.m."),
        ("zie | ... |", ""),
    ],
)
def test_snapped(marked: str, answer: str) -> None:
    assert grown(marked.replace("|", ""), marked) == answer


PIECES = st.sampled_from(
    [
        "35",
        "militairen",
        " ",
        "\n",
        "€ ",
        "1.250",
        "F-16’s",
        "“",
        "”",
        "(",
        ")",
        ".",
        ",",
        "e\u0308",
        "\u00ad",
        "🚲",
        "\u200d",
        "mln.",
        "%",
        "'",
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=15).map("".join), st.data())
def test_any_span_stays_inside_and_without_blanks(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    result = snapped(text, Span(start, end))
    assert 0 <= result.start <= result.end <= len(text)
    assert result.of(text) == result.of(text).strip()
    assert snapped(text, result) == result


def whole(text: str, found: str, question: str, language: str = "nl") -> str:
    start = text.index(found)
    return whole_answer(text, Span(start, start + len(found)), question, language).of(text)


LANDS = "Aan de oefening doen België, Polen en Litouwen mee, en in 2021 ook De Noren."


@pytest.mark.parametrize("found", ["België", "Polen", "Litouwen", "België, Polen"])
def test_one_of_a_list_of_names_becomes_the_list(found: str) -> None:
    assert whole(LANDS, found, "Welke landen doen mee aan de oefening?") == "België, Polen en Litouwen"


def test_a_list_is_left_alone_where_one_thing_is_asked_for_or_the_answer_is_more_than_an_item() -> None:
    assert whole(LANDS, "België", "Waar ligt Brussel?") == "België"
    assert whole(LANDS, "Aan de oefening doen België", "Welke landen?") == "Aan de oefening doen België"
    assert whole("Zij heet Anna de Wit en Bert is haar broer.", "Wit", "Wie is haar broer?") == "Wit"


def test_a_reason_comes_with_its_conjunction() -> None:
    text = "De brug is dicht omdat de kabel brak. The bridge is closed because of the storm."
    assert whole(text, "de kabel brak", "Waarom is de brug dicht?") == "omdat de kabel brak"
    assert whole(text, "the storm", "Why is the bridge closed?", "en") == "because of the storm"
    assert whole(text, "de kabel brak", "Wat brak er?") == "de kabel brak"


def test_a_counted_noun_that_was_asked_for_comes_along() -> None:
    assert whole("Er gaan zo'n 35 militairen.", "35", "Hoeveel militairen gaan er?") == "35 militairen"
    assert whole("Er gaan zo'n 35 militairen.", "35", "Hoeveel mensen gaan er?") == "35"
