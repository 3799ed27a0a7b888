"""Asking through the desk, with the real models."""
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from qa.answers.assistant import Assistant
from qa.answers.conversation import Conversation
from qa.embeddings.build import changes
from qa.web.actions import Actions
from qa.web.desk import Desk
from qa.web.records import turn_from
from qa.web.texts import DUTCH
from tests.web.journey import JORDAN

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def desk(sample: Assistant, tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, tmp_path / "store")
    desk._assistant = sample
    return desk


def test_a_turn_keeps_what_was_said(desk: Desk) -> None:
    turn = desk.ask(JORDAN)
    assert turn.said
    assert (turn.said.question, turn.said.document_id) == (JORDAN, "defensie/militairen-naar-jordanie.txt")
    assert turn.said.answer == turn.answers[0][0].marked


def test_a_question_leans_on_what_the_browser_sends_and_on_nothing_else(desk: Desk) -> None:
    given: list[object] = []

    class Listening(Conversation):
        def __init__(self, assistant: Assistant, said: list[object]) -> None:
            given.extend(said)
            super().__init__(assistant, said)  # type: ignore[arg-type]

    first = desk.ask(JORDAN)
    with patch("qa.web.desk.Conversation", Listening):
        desk.ask("En hoe lang?", [first.said] if first.said else [])
        desk.ask("En hoe lang?")
    assert given == [first.said]


def test_what_a_person_made_of_it_is_what_is_searched(desk: Desk) -> None:
    turn = desk.ask("En naar Jordanië?", understood_as=JORDAN)
    assert (turn.question, turn.understood_as) == ("En naar Jordanië?", JORDAN)
    assert "35" in turn.answers[0][0].marked


@pytest.mark.parametrize("sent", [None, "x", {}, {"question": None}, {"question": {"a": 1}, "said": 3, "understood_as": ["x"]}])
def test_whatever_a_browser_sends_gets_a_turn(desk: Desk, sent: object) -> None:
    reply = Actions(desk).ask("xx", SimpleNamespace(_data=sent))  # type: ignore[arg-type]
    assert isinstance(reply["record"], Mapping)
    assert turn_from(reply["record"])
    assert Actions(desk).source_view([sent, 0, 7]).startswith('<div class="bz-bar')
    assert len(Actions(desk).saved_turns([[sent, sent], "en"])) == 2


def test_the_secret_waits_for_a_store(sample_store: Path, tmp_path: Path) -> None:
    desk = Desk(tmp_path, tmp_path / "store")
    assert desk.opened() is None
    assert not desk.store.exists()
    shutil.copytree(sample_store, desk.store)
    assert desk.opened()
    assert (desk.store / ".page-secret").read_text() == desk.secret == Desk(tmp_path, desk.store).secret


def test_the_corpus_is_read_again_only_if_it_or_the_store_is_another(sample_store: Path, tmp_path: Path) -> None:
    corpus = shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    desk = Desk(corpus, sample_store)
    with patch("qa.web.desk.changes", wraps=changes) as compared:
        assert [desk.changed() for _ in range(3)] == [0, 0, 0]
        assert compared.call_count == 1
        (corpus / "nieuw.txt").write_text("Er is nieuws.")
        assert [desk.changed() for _ in range(3)] == [1, 1, 1]
        assert compared.call_count == 2
    running, generation, changed = Actions(desk).state([])
    assert (running, generation, changed) == (False, (sample_store / "CURRENT").read_text().strip(), 1)


def test_a_build_that_begins_while_the_corpus_is_compared_is_shown(desk: Desk) -> None:
    def compared() -> int:
        desk.rebuild._began = 0.0
        return 150

    with patch.object(desk, "changed", compared):
        status, clock, stop = Actions(desk).status("nl")
    assert "<progress" in status
    assert clock.active
    assert stop["visible"]


@pytest.mark.parametrize(("state", "value"), [("stopped", True), ("error", "schijf vol")])
def test_how_a_build_failed_is_told_without_reading_the_corpus(desk: Desk, state: str, value: bool | str) -> None:
    setattr(desk.rebuild, state, value)
    with patch.object(desk, "changed", side_effect=AssertionError):
        assert (DUTCH.stopped if value is True else "schijf vol") in Actions(desk).status("nl")[0]


def test_one_build_at_a_time(desk: Desk) -> None:
    desk.rebuild._began = 0.0
    assert DUTCH.already in Actions(desk).rebuild("nl")[0]


@pytest.mark.parametrize(("state", "value"), [("stopped", True), ("error", "schijf vol"), ("report", {})])
def test_a_build_made_elsewhere_since_ends_that_message(desk: Desk, state: str, value: object) -> None:
    setattr(desk.rebuild, state, value)
    with patch.object(desk, "generation", lambda: "2"), patch.object(desk, "changed", lambda: 3):
        assert "bz-stale" in Actions(desk).status("nl")[0]
    with patch.object(desk, "generation", lambda: "2"):
        assert Actions(desk).status("nl")[0] == ""


def test_a_surprise_is_told_without_its_innards(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with patch.object(Conversation, "ask", side_effect=KeyError("innards")):
        turn = desk.ask(JORDAN)
    assert (turn.error, turn.message) == ("Exception", "")
    assert "innards" in caplog.text
