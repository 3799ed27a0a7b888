"""Locales, pipes, closed streams, colours, and what a terminal is spared."""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands.processes import QUESTION, ROOT, lines, on_a_terminal, run, start
from tests.fakes import write_files


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
        assert process.wait(30) == 0
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


def test_colours_on_a_terminal_unless_refused(small: Path) -> None:
    assert "\x1b[1m" in on_a_terminal("ask", "Hoe laat gaat de brug open?", cwd=small)
    assert "\x1b" not in on_a_terminal("ask", "Hoe laat gaat de brug open?", cwd=small, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("ask", "Hoe laat gaat de brug open?", "--json", cwd=small)


def test_control_characters_of_a_document_do_not_reach_the_terminal(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "corpus/a.txt": "date 2020-09 Titel\x1b[31m rood\n\nDe brug\x1b]0;x\x07 gaat open om 14.00 uur.".replace("\x07", ""),
            "corpus/b\x1b[2J.txt": "De brug gaat dicht om 15.00 uur.",
        },
    )
    for arguments in (["build"], ["ask", "Hoe laat gaat de brug open?"], ["search", "brug"], ["info"]):
        code, out, err = run(*arguments, cwd=tmp_path)
        assert code == 0
        assert "\x1b" not in out + err
