"""`.md`: front matter and the text with its markup removed, every other character kept."""


import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.markdown import read
from qa.errors import UnreadableDocument
from tests.fakes import steps


def contents(text: str) -> list[tuple[str, bool]]:
    extraction = read(text)
    return [(block.span.of(extraction.text), block.is_heading) for block in extraction.blocks]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Er gaan zo’n **35** militairen.", "Er gaan zo’n 35 militairen."),
        ("*schuin*, __vet__ en `code()`", "schuin, vet en code()"),
        ("[de kaart](https://example.org/kaart) van ![de brug](brug.png)", "de kaart van de brug"),
        (
            "a < b & c > d; 5 \\* 3 \\* 2; snake_case_naam; # 1; \\<b\\>vet\\</b\\>",
            "a < b & c > d; 5 * 3 * 2; snake_case_naam; # 1; <b>vet</b>",
        ),
        ("<b>vet</b> en <script>alert(1)</script>", "<b>vet</b> en <script>alert(1)</script>"),
        ("$$x$$ {{7*7}}", "$$x$$ {{7*7}}"),
        ("&euro; 3 &amp; meer", "€ 3 & meer"),
        ("hard  \nafgebroken\nregels", "hard\nafgebroken\nregels"),
        ("<https://example.org/a_b_c>", "https://example.org/a_b_c"),
    ],
)
def test_markup_goes_and_every_other_character_stays(markup: str, text: str) -> None:
    assert contents(markup) == [(text, False)]


def test_headings_lists_tables_and_code_are_blocks() -> None:
    assert contents(
        "# Kop **een**\n\nTekst.\n\nKop twee\n--------\n\n- punt\n- ander\n  punt\n\n1. eerste\n\n> gezegd\n\n```\nx = 1\n```\n\n"
        "| Land | Aantal |\n|---|---|\n| Jordanië | *35* |\n"
    ) == [
        ("Kop een", True),
        ("Tekst.", False),
        ("Kop twee", True),
        ("punt", False),
        ("ander\npunt", False),
        ("eerste", False),
        ("gezegd", False),
        ("x = 1", False),
        ("Land | Aantal", False),
        ("Jordanië | 35", False),
    ]


def test_front_matter() -> None:
    extraction = read(
        "---\ntitle: 'Over: de brug'\ndate: 2020-09\nlanguage: nl\nsource: example.org\ndepartment: Verkeer\npages: 3\n---\nTekst.\n"
    )
    assert (extraction.title, extraction.date, extraction.language, extraction.source) == (
        "Over: de brug",
        "2020-09",
        "nl",
        "example.org",
    )
    assert extraction.metadata == {"department": "Verkeer", "pages": "3"}
    assert extraction.text == "Tekst."


def test_characters_in_halves_are_put_together_in_front_matter() -> None:
    extraction = read('---\ntitle: "\\ud83d\\ude00 Feest"\nwie: "\\ud83d"\n---\nTekst.')
    assert (extraction.title, extraction.metadata) == ("😀 Feest", {"wie": "\ufffd"})


@pytest.mark.parametrize("front", ["", "# alleen een opmerking\n"])
def test_empty_front_matter(front: str) -> None:
    assert contents(f"---\n{front}---\nTekst.") == [("Tekst.", False)]


@pytest.mark.parametrize(
    ("front", "reason"),
    [("date: morgen", "date 'morgen'"), ("date: 2020-13", "date '2020-13'"), ("a: [", "not YAML"), ("- los\n- woord", "not a list of")],
)
def test_bad_front_matter_is_refused_with_the_reason(front: str, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        read(f"---\n{front}\n---\nTekst.")


def test_a_rule_is_not_front_matter() -> None:
    assert contents("Tekst.\n\n---\n\nMeer.") == [("Tekst.", False), ("Meer.", False)]
    assert contents("---\n\nTekst zonder einde.") == [("Tekst zonder einde.", False)]


@pytest.mark.parametrize(
    "front",
    [
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 7)),
        "a: " + "[" * 5000 + "\n",
    ],
    ids=["aliases", "nested"],
)
def test_a_front_matter_bomb_costs_one_file(front: str) -> None:
    with pytest.raises(UnreadableDocument, match="front matter"):
        read(f"---\n{front}---\nTekst.")


@pytest.mark.parametrize("unit", ["[", "![", ">", "*a_ ", "- ", "`", "|", "<", "a **", "[a](", "<!--"])
def test_work_grows_with_pathological_markup_and_no_faster(unit: str) -> None:
    assert steps(read, unit * 400) <= 2.2 * steps(read, unit * 200)


PIECES = st.sampled_from(
    [
        "# ",
        "## ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "**",
        "*",
        "_",
        "`",
        "[",
        "](",
        ")",
        "|",
        "|---|",
        "---",
        "\\",
        "&amp;",
        "<b>",
        "🚲",
        "e\u0308",
        "\u00ad",
        "\u2028",
        "\f",
        "woord ",
        "Een zin. ",
        "    ",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_blocks_cover_the_text_in_order(text: str) -> None:
    try:
        extraction = read(text)
    except UnreadableDocument:
        return  # its front matter is none
    assert "\n\n".join(block.span.of(extraction.text) for block in extraction.blocks) == extraction.text
    assert all(block.span.of(extraction.text).strip() for block in extraction.blocks)
