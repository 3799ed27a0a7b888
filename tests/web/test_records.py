"""What the browser keeps of a turn, and what comes back."""
import json
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qa.answers.conversation import Said
from qa.types import Locator
from qa.web.records import record_of, said_from, turn_from
from qa.web.secret import page_secret, storage_key
from qa.web.turns import Turn, turn_of
from tests.web.samples import SECOND, SENTENCE, TEXT, Store, reply_of, span_of

SAID = Said("Hoeveel?", "nl", "35", "In 35 dagen.", "map/stuk.txt")
TURN = turn_of(reply_of(Store(), SECOND, SENTENCE, locator=Locator(page=2, heading="Kop"), also=[span_of(TEXT, "Slot.")]), Store(), SAID)


@pytest.mark.parametrize("turn", [TURN, replace(TURN, opposed=TURN.answers[0]), Turn("x", error="StoreError", message="y"), Turn("dank u")])
def test_a_turn_survives_the_browser(turn: Turn) -> None:
    assert turn_from(json.loads(json.dumps(record_of(turn)))) == turn


def altered(path: str, value: Any) -> Any:
    """The record with one value replaced; a path like "answers.0.0.span"."""
    record = json.loads(json.dumps(record_of(TURN)))
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    part = record
    for step in parents:
        part = part[step]
    part[last] = value
    return record


@pytest.mark.parametrize(("path", "value"), [
    ("answers", 3), ("answers.0.0.span", [5]), ("answers.0.0.span", [5, 2]), ("answers.0.0.span", [-4, 2]), ("answers.0.0.mark", "3x"),
    ("answers.0.0.document", None), ("answers.0.0.document.date", "gisteren"), ("answers.0.0.document.date", "2020-13"),
    ("confidence", float("nan")), ("confidence", 3), ("hits.0.parts", []), ("hits.0.words", [["a"]]), ("hits.0.quote.locator.page", "x"),
])
def test_what_is_no_turn_is_none(path: str, value: Any) -> None:
    assert turn_from(altered(path, value)) is None
    assert turn_from(value) is None


def test_what_was_said_is_read_as_far_as_it_can_be() -> None:
    record = record_of(TURN)["said"]
    assert said_from([None, {"other": 1}, record]) == [SAID]
    assert said_from("x") == []
    assert len(said_from([record] * 20)) == 8


def test_the_secret_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "other").mkdir()
    secret = page_secret(tmp_path / "store")
    assert page_secret(tmp_path / "store") == secret
    assert stat.S_IMODE((tmp_path / "store" / ".page-secret").stat().st_mode) == 0o600
    other = page_secret(tmp_path / "other")
    assert storage_key(secret) == storage_key(secret) != storage_key(other)
    assert secret not in storage_key(secret)


def test_no_folder_is_made_for_the_secret_which_is_written_when_there_is_a_store(tmp_path: Path) -> None:
    secret = page_secret(store := tmp_path / "tyop")
    assert not store.exists()
    store.mkdir()
    assert page_secret(store, secret) == page_secret(store) == secret
    assert page_secret(store, "another") == secret
    (store / ".page-secret").write_text("")  # cut short by a full disk
    assert page_secret(store, secret) == page_secret(store) == secret


def test_a_question_that_was_refused_for_its_length_is_kept_shortened() -> None:
    record = record_of(Turn("x" * 1_000_000, error="QuestionError", message="y"))
    assert record["question"] == "x" * 20_000 + " …"
    assert record_of(Turn("x" * 20_000))["question"] == "x" * 20_000


def test_a_store_that_cannot_be_written_has_a_secret_for_as_long_as_the_server_runs(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert len(page_secret(tmp_path / "file")) == 32
