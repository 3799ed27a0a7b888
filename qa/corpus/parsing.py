"""Other people's parsers, in a child process: one that hangs, crashes or eats memory takes only its file along."""
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from qa.corpus.extraction import Block, Extraction
from qa.corpus.formats import Format
from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings
from qa.types import Span


class Parser:
    """Starts its child at the first file, and keeps it for the next ones. Use it as a context."""

    def __init__(self, settings: CorpusSettings) -> None:
        self._settings = settings
        self._child: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, kind: Format, path: Path) -> Extraction:
        """What is in a file.

        Raises:
            UnreadableDocument: why it cannot be read: the parser says so, hangs, crashes, or needs too much memory.
        """
        child = self._child or self._start()
        late = threading.Event()

        def give_up() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(self._settings.max_seconds, give_up)
        timer.start()
        try:
            line = _asked(child, {"format": kind, "path": str(path.absolute())})
        finally:
            timer.cancel()
        reply = json.loads(line) if line.endswith("\n") else {}
        if "text" in reply:
            return _extraction(reply)
        if "error" in reply:
            raise UnreadableDocument(reply["error"])
        self._end()
        if late.is_set():
            raise UnreadableDocument(f"takes longer to read than the limit of {self._settings.max_seconds:g} seconds; "
                                     "split it, or make it anew")
        if reply.get("exhausted"):
            raise UnreadableDocument(f"needs more memory than the limit of {self._settings.max_memory_bytes:,} bytes; "
                                     "split it, or make it anew")
        raise UnreadableDocument("makes its parser break off, for want of memory or by damage; make it anew")

    def _start(self) -> "subprocess.Popen[str]":
        # -m looks in the working folder first, so the child runs this very package, installed or not
        self._child = subprocess.Popen([sys.executable, "-m", "qa.corpus.child"], text=True, encoding="utf-8", stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[2],
                                       env=os.environ | {"PYTHONUTF8": "1"})
        _say(self._child, asdict(self._settings))
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):  # what was not said to a child that has ended
                        pipe.close()


def _asked(child: "subprocess.Popen[str]", request: Mapping[str, object]) -> str:
    assert child.stdout is not None
    _say(child, request)
    return child.stdout.readline()


def _say(child: "subprocess.Popen[str]", record: Mapping[str, object]) -> None:
    assert child.stdin is not None
    with suppress(BrokenPipeError):  # it has ended; that there is no reply will tell
        child.stdin.write(json.dumps(record) + "\n")
        child.stdin.flush()


def _extraction(reply: dict[str, Any]) -> Extraction:
    blocks = tuple(Block(Span(**block["span"]), block["is_heading"]) for block in reply.pop("blocks"))
    pages, rows = (tuple((offset, number) for offset, number in reply.pop(name)) for name in ("pages", "rows"))
    return Extraction(blocks=blocks, pages=pages, rows=rows, **reply)
