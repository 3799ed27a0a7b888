"""Where an answer begins and ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answers.spans import snapped
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
