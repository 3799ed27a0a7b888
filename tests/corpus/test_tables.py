"""`.csv`, `.tsv` and `.jsonl`: rows with their numbers, fields by name, texts as texts."""

import pytest

from qa.corpus import json_lines, table
from qa.errors import UnreadableDocument
from tests.corpus.making import contents

LONG = "De Lingebrug bij Meerdam gaat vanaf 6 april drie weken dicht. Fietsers kunnen er wel over. Auto's rijden om via de A2."


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_rows_have_their_names_and_numbers(delimiter: str) -> None:
    rows = [["Land", "Aantal", "Basis"], ["Jordanië", "35", 'bij "Al-Azraq"'], [], ["Mali", "250", "Gao"]]
    text = "\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    extraction = table.read(text)
    assert contents(extraction) == [
        ('Land: Jordanië | Aantal: 35 | Basis: bij "Al-Azraq"', False),
        ("Land: Mali | Aantal: 250 | Basis: Gao", False),
    ]
    assert [row for _, row in extraction.rows] == [2, 4]


def test_passages_with_fields() -> None:
    extraction = table.read(f'id,titel,datum,tekst\n1,Brug dicht,2021-04,"{LONG}"\n2,Sluis dicht,2021-05,"{LONG}"\n')
    assert contents(extraction) == [
        ("Brug dicht", True),
        ("id: 1 | datum: 2021-04", False),
        (LONG, False),
        ("Sluis dicht", True),
        ("id: 2 | datum: 2021-05", False),
        (LONG, False),
    ]
    assert [(extraction.text[offset : offset + 5], row) for offset, row in extraction.rows] == [("Brug ", 2), ("Sluis", 3)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jansen,brugwachter,2011\nDe Vries,havenmeester,2015", ["Jansen | brugwachter | 2011", "De Vries | havenmeester | 2015"]),
        ("Naam\nJansen\nDe Vries", ["Naam: Jansen", "Naam: De Vries"]),
        ("sep=;\nNaam;Prijs\nBrood;2,50", ["Naam: Brood | Prijs: 2,50"]),
        ("Naam,,,Prijs\nBrug,rood,hoog,35\nDam,,laag,9,1", ["Naam: Brug | rood | hoog | Prijs: 35", "Naam: Dam | laag | Prijs: 9 | 5: 1"]),
        ('a,b\n1,"twee\nregels"\n3,4', ["a: 1 | b: twee\nregels", "a: 3 | b: 4"]),
        ("a,b\n1,2,3\n4", ["a: 1 | b: 2 | 3: 3", "a: 4"]),
        ("a,b\n,2\n,", ["b: 2"]),
    ],
    ids="nameless one-column excel some-nameless lines uneven empty".split(),
)
def test_tables_as_they_come(text: str, expected: list[str]) -> None:
    assert [found for found, _ in contents(table.read(text))] == expected


def test_what_excel_does_not_show_is_no_row() -> None:
    assert table.read("sep=;\nNaam;Prijs\nBrood;2,50").rows == ((0, 2),)


def test_a_quotation_mark_that_never_ends_costs_one_file() -> None:
    with pytest.raises(UnreadableDocument, match="check its quotation marks"):
        table.read('a,b\n1,"' + "woord " * 200_000)


def test_json_lines() -> None:
    extraction = json_lines.read(
        f'{{"title": "Brug", "text": "{LONG}", "n": 3, "leeg": null}}\n\n{{"title": "Sluis", "text": "{LONG}", "n": ["a", 1]}}\n'
    )
    assert [text for text, _ in contents(extraction)] == ["Brug", "n: 3", LONG, "Sluis", 'n: ["a", 1]', LONG]
    assert [row for _, row in extraction.rows] == [1, 3]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1}\n{kapot', "line 2 that is not JSON"),
        ("[1, 2]", "line 1 that is not an object"),
        ('{"a": ' + "[" * 200_000, "line 1 that is not JSON"),
    ],
)
def test_lines_that_are_no_objects(text: str, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        json_lines.read(text)


def test_half_a_character_is_replaced() -> None:
    assert json_lines.read('{"a": "x\\ud800", "\\udc00": "y"}').text == "a: x\ufffd | \ufffd: y"
