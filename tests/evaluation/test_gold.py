import re
from pathlib import Path

import pytest

from qa.errors import GoldError
from qa.evaluation.gold import GoldQuestion, read_gold

GOOD = '{"question": "Hoeveel?", "answers": ["35"], "document": "a.txt", "language": "nl", "type": "hoeveel"}'


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "gold.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_questions_are_read_in_order(tmp_path: Path) -> None:
    unknown = '{"question": "Waarom?", "answers": [], "document": null, "language": "nl", "type": "waarom", "article": "x", "id": 4}'
    read = read_gold(written(tmp_path, f"\ufeff{GOOD}\n\n{unknown}"))
    assert read == [GoldQuestion("Hoeveel?", ("35",), "a.txt", "nl", "hoeveel"), GoldQuestion("Waarom?", (), None, "nl", "waarom", "x")]
    assert [question.answerable for question in read] == [True, False]


def test_what_only_groups_may_be_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, '{"question": "Who?", "answers": ["she\u2028her"]}')  # a line separator ends no line of JSON
    assert read_gold(path) == [GoldQuestion("Who?", ("she\u2028her",), None)]


@pytest.mark.parametrize(("line", "says"), [
    ("{", "line 2 of .* is not JSON"),
    ("[" * 100_000, "line 2 of .* is not JSON"),
    ("[1]", "line 2 of .* is not a JSON object but '\\[1\\]'"),
    ('{"answers": []}', "line 2 of .* lacks 'question'"),
    ('{"question": "Wie?"}', "line 2 of .* lacks 'answers'"),
    ('{"question": "Wie?", "answers": "Jan"}', 'the answers in line 2 of .* are "Jan"; give a list'),
    ('{"question": "Wie?", "answers": [""]}', "the answers in line 2 of .* are"),
    ('{"question": "Wie?", "answers": [35]}', "the answers in line 2 of .* are \\[35\\]"),
    ('{"question": " ", "answers": []}', "in line 2 of .*: the question is empty"),
    ('{"question": null, "answers": []}', "in line 2 of .*: the question is empty"),
    ('{"question": "' + "a" * 10_001 + '", "answers": []}', "in line 2 of .*: the question has 10,001 characters"),
    ('{"question": "Wie?", "answers": [], "document": 3}', "the document in line 2 of .* is 3; give a text or null"),
    ('{"question": "Wie?", "answers": [], "type": "a\\u001b[1m"}', "the type in line 2 of .* is 'a\\\\x1b\\[1m'; give a printable word"),
])
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(GoldError) as raised:
        read_gold(written(tmp_path, f"{GOOD}\n{line}\n"))
    assert re.search(says, str(raised.value))


@pytest.mark.parametrize(("content", "says"), [
    ("", "holds no gold question"), (" \n", "holds no gold question"), (b'{"question": "\xe9"}', "not UTF-8")])
def test_files_without_questions(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(GoldError, match=says):
        read_gold(written(tmp_path, content))


def test_files_that_are_none(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "geen.jsonl"):
        with pytest.raises(GoldError, match=f"'{re.escape(str(path))}' cannot be read: "):
            read_gold(path)
