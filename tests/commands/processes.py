"""The command line as a process of its own, on a terminal of its own, or in this process."""

import fcntl
import io
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from qa.cli import main

ROOT = Path(__file__).parents[2]
QUESTION = "Hoeveel militairen stuurt Nederland naar Jordanië?"


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
