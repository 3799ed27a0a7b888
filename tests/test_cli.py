"""The command line as people and programs use it: real processes, exit codes, and nothing but JSON where JSON was asked for."""

import contextlib
import fcntl
import io
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from qa.cli import main
from qa.embeddings.store import Store
from tests.fakes import write_files

ROOT = Path(__file__).parent.parent
QUESTION = "Hoeveel militairen stuurt Nederland naar Jordanië?"

REPLY = {"question", "understood_as", "language", "found", "confidence", "answers", "hits", "ms"}
ANSWER = {"text", "span", "sentence", "sentence_span", "score", "document", "sources", "locator"}
HIT = {"rank", "score", "parts", "text", "span", "sentence", "sentence_span", "document", "locator"}
COMMANDS = ("build", "ask", "search", "chat", "eval", "info", "verify", "history", "rollback")
SOURCE = {"span", "sentence_span", "document", "locator"}
DOCUMENT = {"id", "title", "date", "language", "source"}


def start(*arguments: str | bytes, cwd: Path = ROOT, **environment: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    where = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.Popen([sys.executable, "-m", "qa.cli", *arguments], cwd=cwd, env=where, stdin=pipe, stdout=pipe, stderr=pipe)


def run(*arguments: str | bytes, given: bytes = b"", cwd: Path = ROOT, **environment: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a real process."""
    with start(*arguments, cwd=cwd, **environment) as process:
        out, err = process.communicate(given, timeout=120)
    return process.returncode, out.decode("utf-8"), err.decode("utf-8")


def lines(out: str) -> list[dict]:
    assert out.endswith("\n")
    return [json.loads(line) for line in out[:-1].split("\n")]


class Streams:
    """`main` in this process, with streams of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, cwd: Path) -> None:
        monkeypatch.chdir(cwd)
        self.out, self.err = io.BytesIO(), io.BytesIO()
        for name, raw in (("stdin", io.BytesIO()), ("stdout", self.out), ("stderr", self.err)):
            monkeypatch.setattr(sys, name, io.TextIOWrapper(raw))

    def run(self, *arguments: str) -> tuple[int | str | None, str, str]:
        try:
            code: int | str | None = main(arguments)
        except SystemExit as end:
            code = end.code
        sys.stdout.flush()
        sys.stderr.flush()
        return code, self.out.getvalue().decode("utf-8"), self.err.getvalue().decode("utf-8")


@pytest.fixture(scope="module")
def store(sample_store: Path) -> str:
    return str(sample_store)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of one document, and the store that `qa build` made of it."""
    folder = write_files(
        tmp_path_factory.mktemp("small"),
        {
            "corpus/brug.txt": "De brug gaat open om 14.00 uur. De brugwachter heet Jansen.\n",
            "corpus/leeg.txt": "",
            'corpus/een "naam"\nen 🚲.pdf': "%PDF",
        },
    )
    code, out, err = run("build", cwd=folder)
    assert (code, err) == (0, "")
    *files, totals = out.splitlines()
    assert files == ["+ brug.txt", '! een "naam" en 🚲.pdf is named .pdf but is something else; give it the ending of what it is',
                     "! leeg.txt is empty"]
    assert re.fullmatch(r"1 documents in 1 passages \(1 added, 2 skipped\); 1 embedded, generation 1, \d+\.\d s", totals)
    return folder


def test_build_json_is_one_line_and_adds_up(small: Path) -> None:
    code, out, err = run("build", "--json", cwd=small)
    assert (code, err) == (0, "")
    (report,) = lines(out)
    assert report.keys() == {
        *("generation", "documents", "passages", "embedded", "added", "changed", "removed", "skipped", "remarks", "model", "seconds")
    }
    assert (report["documents"], report["passages"], report["added"], report["changed"], report["removed"]) == (1, 1, [], [], [])
    assert (report["generation"], report["embedded"]) == ("1", 0)  # nothing changed
    assert [s["name"] for s in report["skipped"]] == ['een "naam"\nen 🚲.pdf', "leeg.txt"]


def test_ask_json_has_the_keys_of_the_contract_to_the_letter(store: str) -> None:
    code, out, err = run("ask", QUESTION, "--store", store, "--json", "-k", "3")
    assert (code, err) == (0, "")
    (reply,) = lines(out)
    assert reply.keys() == REPLY
    assert (reply["question"], reply["understood_as"], reply["language"], reply["found"]) == (QUESTION, QUESTION, "nl", True)
    assert 0 < reply["confidence"] <= 1
    assert len(reply["hits"]) == 3
    for answer in reply["answers"]:
        assert answer.keys() == ANSWER
        assert answer["document"].keys() == DOCUMENT
        assert all(source.keys() == SOURCE and source["document"].keys() == DOCUMENT for source in answer["sources"])
    for rank, hit in enumerate(reply["hits"], 1):
        assert hit.keys() == HIT
        assert hit["document"].keys() == DOCUMENT
        assert hit["rank"] == rank
        start, end = (n - hit["span"][0] for n in hit["sentence_span"])
        assert hit["text"][start:end] == hit["sentence"]
    best = reply["answers"][0]
    assert "35" in best["text"]
    assert best["document"] == {
        "id": "defensie/militairen-naar-jordanie.txt",
        "title": "Nederlandse militairen beveiligen Belgische F-16's in Jordanië",
        "date": "2020-09",
        "language": "nl",
        "source": None,
    }
    start, end = (n - best["sentence_span"][0] for n in best["span"])
    assert best["sentence"][start:end] == best["text"]


def test_ask_for_people(store: str) -> None:
    code, out, err = run("ask", QUESTION, "--store", store)
    assert (code, err) == (0, "")
    assert "35" in out.split("\n", 1)[0]
    assert "“Nederland stuurt [zo'n 35" in out
    assert "2020-09 · defensie/militairen-naar-jordanie.txt" in out
    assert "\x1b" not in out


def test_search(store: str) -> None:
    code, out, _ = run("search", QUESTION, "--store", store, "--json", "-k", "2", "--filter", "language=nl", "--filter", "date=2020-09")
    (found,) = lines(out)
    assert code == 0
    assert found.keys() == {"question", "hits"}
    assert [hit["document"]["id"] for hit in found["hits"]] == ["defensie/militairen-naar-jordanie.txt"] * 2
    code, out, _ = run("search", QUESTION, "--store", store, "-k", "1")
    assert code == 0
    assert out.startswith(" 1. ")


def test_nothing_found_exits_0(store: str) -> None:
    code, out, err = run("ask", "xqzv wrtpl", "--store", store, "--json", "--filter", "since=2999")
    assert (code, err) == (0, "")
    (reply,) = lines(out)
    assert (reply["found"], reply["answers"], reply["hits"], reply["confidence"]) == (False, [], [], 0.0)
    for command in ("ask", "search"):
        assert run(command, "xqzv", "--store", store, "--filter", "since=2999")[0] == 0


def test_info(small: Path) -> None:
    code, out, err = run("info", "--json", cwd=small)
    assert (code, err) == (0, "")
    (info,) = lines(out)
    assert info["passages"] == 1
    assert list(info["documents"]) == ["brug.txt"]
    assert set(info["skipped"]) == {"leeg.txt", 'een "naam"\nen 🚲.pdf'}
    assert "brug.txt" in run("info", cwd=small)[1]


def test_one_line_for_each_line_and_bad_ones_go_on(small: Path) -> None:
    given = (
        b"Hoe laat gaat de brug open?\n\n   \nWie is de brugwachter?\r\n"
        + b"\xff\xfe brug\n"
        + b"a" * 10_001
        + b"\nlaatste zonder regeleinde"
    )
    for command in ("ask", "search"):
        code, out, err = run(command, "-", "--json", given=given, cwd=small)
        assert (code, err) == (0, "")
        replies = lines(out)
        assert [set(reply) == {"question", "error"} for reply in replies] == [False, True, True, False, False, True, False]
        assert replies[0]["question"] == "Hoe laat gaat de brug open?"
        assert replies[3]["question"] == "Wie is de brugwachter?"
        assert replies[1]["error"] == "the question is empty; type at least one word"
    assert "14.00" in lines(run("ask", "-", "--json", given=given, cwd=small)[1])[0]["answers"][0]["text"]


def test_replies_are_flushed_line_by_line(small: Path) -> None:
    with start("ask", "-", "--json", cwd=small) as process:
        assert process.stdin
        assert process.stdout
        for question in ("Hoe laat gaat de brug open?", "Wie is de brugwachter?"):
            process.stdin.write(question.encode() + b"\n")
            process.stdin.flush()
            assert select.select([process.stdout], [], [], 60)[0]
            assert json.loads(process.stdout.readline())["question"] == question
        process.stdin.close()
        assert process.wait(30) == 0


def test_chat_writes_nothing_for_an_empty_line(small: Path) -> None:
    code, out, err = run("chat", "-", "--json", given=b"Hoe laat gaat de brug open?\n\nWie is de brugwachter?\n", cwd=small)
    assert (code, err) == (0, "")
    assert [reply["question"] for reply in lines(out)] == ["Hoe laat gaat de brug open?", "Wie is de brugwachter?"]
    assert all(reply.keys() == REPLY for reply in lines(out))


def test_an_empty_line_begins_a_new_conversation(sample_store: Path, tmp_path: Path) -> None:
    given = "Hoeveel militairen gaan naar Jordanië?\nEn hoe lang?\n\nEn hoe lang?\n".encode()
    code, out, _ = run("chat", "-", "--json", "--store", str(sample_store), given=given, cwd=tmp_path)
    first, leaning, alone = map(json.loads, out.splitlines())
    assert code == 0
    assert first["understood_as"] == first["question"]
    assert "militairen" in leaning["understood_as"]
    assert (alone["understood_as"], alone["found"]) == ("En hoe lang?", False)


def test_chat_json_has_no_prompt_in_it(small: Path) -> None:
    code, out, _ = run("chat", "--json", given=b"Hoe laat gaat de brug open?\n", cwd=small)
    assert code == 0
    assert len(lines(out)) == 1


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


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}], ids=str
)
def test_output_is_utf_8_whatever_the_locale(store: str, locale: dict[str, str]) -> None:
    code, out, err = run("search", QUESTION.encode(), "--store", store, "--json", **locale)
    assert (code, err) == (0, "")
    assert lines(out)[0]["question"] == QUESTION
    assert "Jordanië" in lines(out)[0]["hits"][0]["text"]
    code, out, err = run("search", "-", "--store", store, "--json", given=QUESTION.encode() + b"\n", **locale)
    assert lines(out)[0]["question"] == QUESTION


def test_an_argument_that_is_not_utf_8(small: Path) -> None:
    code, out, err = run("ask", b"br\xfcg", "--json", cwd=small)
    assert (code, err) == (0, "")
    assert lines(out)[0]["question"] == "br�g"


@pytest.mark.parametrize("command", ["ask", "search", "chat"])
def test_a_closed_pipe_ends_quietly(small: Path, command: str) -> None:
    with start(command, "-", "--json", cwd=small) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"brug\n")
        process.stdin.flush()
        assert process.stdout.readline()
        process.stdout.close()
        for _ in range(50):
            try:
                process.stdin.write(b"brug\n")
                process.stdin.flush()
            except BrokenPipeError:
                break
            time.sleep(0.05)
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        assert process.wait(30) in (0, 1)
        assert process.stderr.read() == b""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_standard_stream_is_no_traceback(small: Path, closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m qa.cli ask brug --json {closed}'],
        cwd=small,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    if closed != ">&-":
        assert done.returncode == 0
        assert json.loads(done.stdout)["question"] == "brug"


def on_a_terminal(*arguments: str, cwd: Path, **environment: str) -> str:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    where = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm",
        **environment,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "qa.cli", *arguments], cwd=cwd, env=where, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    out = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    os.close(ours)
    assert process.wait(60) == 0
    return out.decode("utf-8")


def test_colours_on_a_terminal_unless_refused(small: Path) -> None:
    assert "\x1b[1m" in on_a_terminal("ask", "Hoe laat gaat de brug open?", cwd=small)
    assert "\x1b" not in on_a_terminal("ask", "Hoe laat gaat de brug open?", cwd=small, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("ask", "Hoe laat gaat de brug open?", "--json", cwd=small)


def test_progress_goes_to_a_terminal_only(small: Path) -> None:
    assert "\r" in on_a_terminal("build", "--store", "ander", cwd=small).replace("\r\n", "")
    assert run("build", "--store", "ander", cwd=small)[2] == ""


def test_progress_as_lines_of_json(small: Path) -> None:
    code, out, err = run("build", "--store", "nog een", "--json", "--progress", cwd=small)
    assert code == 0
    assert lines(out)[0]["generation"] == "1"
    steps = [(step["done"], step["total"], step["what"]) for step in lines(err)]
    assert steps == [
        *((0, 3, "brug.txt"), (1, 3, 'een "naam"\nen 🚲.pdf'), (2, 3, "leeg.txt")),  # reading
        *((1, 1, "embedding"), (1, 1, "writing")),
    ]


def test_from_build_to_build_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def qa(*arguments: str) -> str:
        code, out, err = Streams(monkeypatch, tmp_path).run(*arguments)
        assert (code, err) == (0, "")
        return out

    write_files(tmp_path, {"corpus/a.txt": "De brug is open.", "corpus/b.txt": "De brug is dicht."})
    out = qa("build", "--dry-run")
    assert re.fullmatch(r"\+ a\.txt\n\+ b\.txt\n2 passages to embed, about \d+ s\n", out)
    assert not (tmp_path / "embeddings").exists()
    qa("build")
    (tmp_path / "corpus" / "b.txt").unlink()
    write_files(tmp_path, {"corpus/a.txt": "De brug is weg.", "corpus/c.txt": "Jansen.", "corpus/leeg.txt": ""})
    (planned,) = lines(qa("build", "--dry-run", "--json"))
    assert planned["seconds"] >= 0
    assert {name: planned[name] for name in planned if name != "seconds"} == {
        "added": ["c.txt"],
        "changed": ["a.txt"],
        "removed": ["b.txt"],
        "skipped": [{"name": "leeg.txt", "reason": "is empty", "for_now": False}],
        "to_embed": 2,
    }
    *files, totals = qa("build").splitlines()
    assert files == ["+ c.txt", "~ a.txt", "- b.txt", "! leeg.txt is empty"]
    assert totals.startswith(
        "2 documents in 2 passages (1 added, 1 changed, 1 removed, 1 skipped); 2 embedded, generation 2, "
    )
    assert "(1 skipped); 0 embedded, generation 2, " in qa("build")

    records = lines(qa("history", "--json"))[0]
    assert [(r["generation"], r["live"], r["documents"], r["passages"], r["model"]) for r in records] == [
        ("1", False, 2, 2, "bundled"),
        ("2", True, 2, 2, "bundled"),
    ]
    assert [line[:4] for line in qa("history").splitlines()] == ["  1 ", "* 2 "]
    (verified,) = lines(qa("verify", "--json"))
    assert verified == {"generation": "2", "files": len(Store.open(tmp_path / "embeddings").manifest.files), "passages": 2}
    assert qa("verify") == f"generation 2: all {verified['files']} files are what was written\n"

    assert qa("rollback") == "generation 1 is live\n"
    assert lines(qa("info", "--json"))[0]["documents"].keys() == {"a.txt", "b.txt"}
    assert lines(qa("rollback", "2", "--json")) == [{"generation": "2"}]

    for name in ("a.txt", "c.txt", "leeg.txt"):
        (tmp_path / "corpus" / name).unlink()
    *files, totals, warning = qa("build", "--allow-empty").splitlines()
    assert files == ["- a.txt", "- c.txt"]
    assert totals.startswith("0 documents in 0 passages (2 removed); 0 embedded, generation 3, ")
    assert warning == "2 documents were removed, more than are left; `qa rollback` brings them back"
    assert qa("search", "brug") == "–\n"
    assert lines(qa("ask", "Is de brug open?", "--json"))[0]["answers"] == []
    assert lines(qa("verify", "--json"))[0]["passages"] == 0


def test_verify_says_which_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"corpus/a.txt": "De brug is open."})
    assert Streams(monkeypatch, tmp_path).run("build")[0] == 0
    file = tmp_path / "embeddings" / "generations" / "1" / "documents.jsonl"
    file.write_bytes(file.read_bytes().replace(b"open", b"oper"))
    code, out, err = Streams(monkeypatch, tmp_path).run("verify")
    assert (code, out) == (1, "")
    assert err == "qa: 'embeddings/generations/1/documents.jsonl' is not what was written; run `qa build` to make the store again\n"


def test_control_characters_of_a_document_do_not_reach_the_terminal(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "corpus/a.txt": "date 2020-09 Titel\x1b[31m rood\n\nDe brug\x1b]0;x\x07 gaat open om 14.00 uur.".replace("\x07", ""),
            "corpus/b\x1b[2J.txt": "De brug gaat dicht om 15.00 uur.",
        },
    )
    assert run("build", cwd=tmp_path)[0] == 0
    for arguments in (["ask", "Hoe laat gaat de brug open?"], ["search", "brug"], ["info"], ["build"]):
        code, out, err = run(*arguments, cwd=tmp_path)
        assert code == 0
        assert "\x1b" not in out + err


def test_ctrl_c_during_a_build_is_one_sentence_and_the_old_store_answers(tmp_path: Path) -> None:
    write_files(tmp_path, {"corpus/a.txt": "De brug gaat open om 14.00 uur."})
    assert run("build", cwd=tmp_path)[0] == 0
    write_files(tmp_path, {f"corpus/{n}.txt": f"Dit is bericht {n}. " * 40 for n in range(400)})
    with start("build", cwd=tmp_path) as process:
        end = time.monotonic() + 60
        while (tmp_path / "embeddings" / ".builder").read_text().strip() != str(process.pid) and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 1
    assert out == b""
    assert err.decode().startswith("qa: stopped")
    assert err.count(b"\n") == 1
    code, answer, _ = run("ask", "Hoe laat gaat de brug open?", "--json", cwd=tmp_path)
    assert code == 0
    assert "14.00" in lines(answer)[0]["answers"][0]["text"]
