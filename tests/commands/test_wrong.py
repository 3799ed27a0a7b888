"""What is wrong: one sentence and exit code 1, or usage and 2."""

from pathlib import Path

import pytest

from tests.commands.processes import QUESTION, Streams, run

COMMANDS = ("build", "ask", "search", "chat", "eval", "info", "verify", "history", "rollback")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", QUESTION, "--store", "weg"], ["'weg'", "qa build"]),
        (["search", QUESTION, "--store", "weg"], ["'weg'", "qa build"]),
        (["info", "--store", "weg"], ["'weg'", "qa build"]),
        (["verify", "--store", "weg"], ["'weg'", "qa build"]),
        (["history", "--store", "weg"], ["'weg'", "qa build"]),
        (["rollback", "--store", "weg"], ["'weg'", "qa build"]),
        (["rollback"], ["anything older than generation 1", "it has: 1"]),
        (["rollback", "7"], ["'7'", "it has: 1"]),
        (["build", "--corpus", "leeg"], ["all 1 documents", "'leeg'", "--allow-empty"]),
        (["build", "--dry-run", "--corpus", "weg"], ["'weg'", "--corpus"]),
        (["chat", "-", "--store", "weg"], ["'weg'", "qa build"]),
        (["build", "--corpus", "weg", "--store", "s"], ["'weg'", "--corpus"]),
        (["build", "--corpus", "leeg", "--store", "s"], ["'leeg'", ".txt and .md"]),
        (["build", "--dry-run", "--corpus", "leeg", "--store", "s"], ["'leeg'", ".txt and .md"]),
        (["build", "--corpus", "corpus/brug.txt", "--store", "s"], ["'corpus/brug.txt'"]),
        (["build", "--store", "corpus/brug.txt"], ["'corpus/brug.txt'"]),
        (["ask", "brug", "--store", "corpus/brug.txt"], ["corpus/brug.txt"]),
        (["ask", ""], ["the question is empty"]),
        (["ask", " \t\n"], ["the question is empty"]),
        (["ask", "a" * 100_000], ["100,000 characters", "10,000"]),
        (["ask", "brug", "-k", "0"], ["0 results", "at least 1"]),
        (["search", "brug", "-k", "-3"], ["-3 results", "at least 1"]),
        (["search", "brug", "--filter", "auteur=x"], ["'auteur'", "document, since"]),
        (["search", "brug", "--filter", "since=gisteren"], ["'gisteren'", "2020-09"]),
        (["ask", "brug", "--filter", "date=2020-13"], ["'2020-13'"]),
        (["ask", "brug", "--filter", "zomaar"], ["'zomaar'", "name=value"]),
        (["eval", "x.jsonl", "--dialogues", "--plot", "y.png"], ["leave out --dialogues or --plot", "y.png"]),
        (["build", "--model", "er/is/geen/model", "--store", "s"], ["er/is/geen/model"]),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_what_is_wrong_is_one_sentence(
    small: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: list[str], as_json: bool
) -> None:
    (small / "leeg").mkdir(exist_ok=True)
    code, out, err = Streams(monkeypatch, small).run(*arguments, *["--json"] * as_json)
    assert (code, out) == (1, "")
    assert err.startswith("qa: ")
    assert err.count("\n") == 1
    assert all(word in err for word in words), err


@pytest.mark.parametrize(("error", "words"), [
    (PermissionError(13, "Permission denied", "x.txt"), "x.txt cannot be used (Permission denied)"), (MemoryError(), "not enough memory")])
def test_what_the_system_refuses_is_one_sentence(small: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str) -> None:
    def refused(_: object) -> None:
        raise error

    monkeypatch.setattr("qa.commands.asking.ask", refused)
    code, out, err = Streams(monkeypatch, small).run("ask", "brug")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert words in err


def test_the_same_in_a_real_process(small: Path) -> None:
    code, out, err = run("ask", "brug", "--store", "weg", "--json", cwd=small)
    assert (code, out) == (1, "")
    assert err == "qa: there is no store in 'weg' yet; run `qa build` to make one, or name another with --store\n"


@pytest.mark.parametrize(
    "arguments", [[], ["vertel"], ["ask"], ["ask", "brug", "-k", "veel"], ["ask", "brug", "--zomaar"], ["chat", "vraag"]], ids=" ".join
)
def test_usage_exits_2(small: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    code, out, err = Streams(monkeypatch, small).run(*arguments)
    assert (code, out) == (2, "")
    assert "usage: qa" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], *[[command, "--help"] for command in COMMANDS]], ids=" ".join
)
def test_help_exits_0(small: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    code, out, err = Streams(monkeypatch, small).run(*arguments)
    assert (code, err) == (0, "")
    assert out
