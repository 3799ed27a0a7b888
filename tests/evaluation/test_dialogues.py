"""Dialogues: read, asked in their conversation and alone, and summed up."""
import json
import subprocess
import sys
from pathlib import Path

import pytest

from qa.errors import GoldError
from qa.evaluation.dialogues import Judged, Turn, read_dialogues, rows

JORDAN = {"turns": [
    {"q": "Hoeveel militairen gaan naar Jordanië?", "complete": "Hoeveel militairen gaan naar Jordanië?", "answer": ["35", "35 militairen"],
     "kind": "standalone"},
    {"q": "En hoe lang?", "complete": "Hoe lang blijven de militairen in Jordanië?", "answer": ["een jaar", "ongeveer een jaar"],
     "kind": "ellipsis"},
]}


def outcome(question: str, complete: str, kind: str, right: bool, alone: bool) -> Judged:
    return Judged(Turn(question, complete, ("35",), kind), complete, "35", right, alone, True, 1.0)


def test_kept_is_of_those_that_are_right_alone() -> None:
    table = {row.kind: row for row in rows([
        outcome("a", "a", "standalone", True, True),
        outcome("b", "b c", "ellipsis", True, True),
        outcome("d", "d e", "ellipsis", False, True),
        outcome("f", "f g", "ellipsis", True, False),
        outcome("h", "h i", "pronoun", False, True),
    ])}
    assert (table["ellipsis"].turns, table["ellipsis"].alone, table["ellipsis"].kept) == (3, 2 / 3, 1 / 2)
    assert (table["follow-ups"].turns, table["follow-ups"].right, table["follow-ups"].kept) == (4, 2 / 4, 1 / 3)
    assert (table["stand alone"].turns, table["stand alone"].left_alone) == (1, 1.0)


TURN = {"q": "a", "complete": "a b", "answer": ["c"], "kind": "ellipsis"}


@pytest.mark.parametrize("line", [
    "{", "[]", '{"turns": [{"q": "a"}]}', '{"turns": 3}',
    *(json.dumps({"turns": [TURN | wrong]}) for wrong in ({"q": 5}, {"q": ""}, {"complete": " "}, {"answer": "35"}, {"answer": [35]}))])
def test_what_is_no_dialogue_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "dialogues.jsonl"
    file.write_text(json.dumps(JORDAN) + "\n\n" + line, encoding="utf-8")
    with pytest.raises(GoldError, match="dialogue 2 of"):
        read_dialogues(file)


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "leeg.jsonl").touch()
    with pytest.raises(GoldError, match="holds no dialogue"):
        read_dialogues(tmp_path / "leeg.jsonl")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"weg\.jsonl"):
        read_dialogues(tmp_path / "weg.jsonl")


@pytest.mark.slow
def test_the_command(sample_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "dialogues.jsonl"
    file.write_text(json.dumps(JORDAN) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "qa.cli", "eval", str(file), "--dialogues", "--store", str(sample_store)]
    told = json.loads(subprocess.run([*command, "--json"], capture_output=True, check=True).stdout)
    assert {row["kind"]: row["kept"] for row in told["rows"]} == {"standalone": 1, "ellipsis": 1, "follow-ups": 1, "stand alone": 1}
    assert [turn["understood_as"] == turn["turn"]["question"] for turn in told["turns"]] == [True, False]
    assert "follow-ups" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
