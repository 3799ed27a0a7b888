"""Builds that die, by SIGKILL at random moments and at every kind of point at which something reaches the disk.

    python benchmarks/faults.py
    python benchmarks/faults.py --kills 1000 --deaths 1000 --seed 1

Between two deaths the corpus changes at random, and now and then the store is rolled back. After each death the store must
open, be whole to the last byte, answer, and equal the state before the build or the one after it; the next build must work.
"""
import argparse
import builtins
import contextlib
import hashlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from qa.answers.searcher import Searcher
from qa.corpus.folder import content_hash
from qa.corpus.formats import Format
from qa.embeddings import vector_cache
from qa.embeddings.build import build
from qa.embeddings.encoder import Vectors
from qa.embeddings.store import Store
from qa.embeddings.writing import history, rollback, verify
from qa.errors import StoreError
from qa.settings import RetrievalSettings

ROOT = Path(__file__).parents[1]
DIED = 77       # exit status of a build that ended itself
BATCH = 4       # texts between two commits, so that these small builds have several
DOCUMENTS = 12
MARK = "kenmerk"
ROLLBACKS = 0.1  # share of the rounds


class Words:
    """An encoder that costs nothing. Each mark has an axis of its own; the other words share a hundred."""

    name = fingerprint = "words"
    max_tokens, overhead, dimension = 512, 0, 4096

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                mark = word.removeprefix(MARK)
                vectors[row, int(mark) % (self.dimension - 100) if mark.isdigit() else -1 - zlib.crc32(word.encode()) % 100] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class Points:
    """Notes each open, write, fsync, replace, removal and SQL statement of this process, and ends it at the last one wanted."""

    def __init__(self, folder: str, last: int) -> None:
        self.seen: list[str] = []
        self._folder = folder
        self._last = last

    @property
    def next_is_last(self) -> bool:
        return len(self.seen) + 1 == self._last

    def reached(self, what: str) -> None:
        self.seen.append(what)
        if len(self.seen) == self._last:
            os._exit(DIED)

    def watch(self) -> None:
        """For the rest of this process, which is why each build is one of its own."""
        names = {"os.rename": "replace", "os.remove": "unlink", "os.rmdir": "rmdir", "os.mkdir": "mkdir"}

        def audit(event: str, arguments: tuple[Any, ...]) -> None:
            if event in names:
                self.reached(names[event])
            elif event == "open" and str(arguments[0]).startswith(self._folder):
                self.reached("open")

        fsync, opened, connected = os.fsync, io.open, vector_cache._connected
        points = self

        class Halved(io.FileIO):
            def write(self, data: Any) -> int:
                if points.next_is_last:
                    super().write(memoryview(data)[:len(data) // 2])
                points.reached("write")
                return super().write(data)

        def open_(file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
            return io.BufferedWriter(Halved(file, "w")) if mode == "wb" else opened(file, mode, *arguments, **named)

        def fsync_(handle: int) -> None:
            self.reached("fsync")
            fsync(handle)

        def connected_(file: Path) -> Any:
            connection = connected(file)
            connection.set_trace_callback(lambda _: self.reached("sql"))
            return connection

        os.fsync, builtins.open, io.open, vector_cache._connected = fsync_, open_, open_, connected_  # type: ignore[assignment]
        sys.addaudithook(audit)


def serve() -> None:
    """Fork a build for every line of standard input: starting Python each time would take most of the time."""
    vector_cache._BATCH = BATCH
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            _one_build(Path(job["folder"]), job["last"])
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _one_build(folder: Path, last: int | None) -> None:
    status = 1
    try:
        points = Points(str(folder), last or 0)
        if last is not None:
            points.watch()
        with patch("qa.embeddings.build.open_encoder", lambda *_, **__: Words()):
            build(folder / "corpus", folder / "store")
        seen = list(points.seen)
        (folder / "points.json").write_text(json.dumps(seen), encoding="utf-8")
        status = 0
    finally:
        if status:
            sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        os._exit(status)


class Builder:
    """The process that forks builds."""

    def __init__(self) -> None:
        where = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # threads do not survive a fork
        self._server = subprocess.Popen([sys.executable, __file__, "--serve"], env=where, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> "Builder":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.communicate()

    def run(self, folder: Path, *, last: int | None = None, after: float | None = None) -> int:
        """Build `folder/corpus` to `folder/store`; die at point number `last` (0: only note them), or be killed `after` so many seconds."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        print(json.dumps({"folder": str(folder), "last": last}), file=self._server.stdin, flush=True)
        child = int(self._server.stdout.readline())
        if after is not None:
            time.sleep(after)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        return int(self._server.stdout.readline())


@dataclass(frozen=True, slots=True)
class State:
    """What a store should hold: the generation, where it is known, and every text."""

    generation: str | None
    texts: dict[str, str]


class Trial:
    """A corpus that changes at random, and its store."""

    def __init__(self, folder: Path, builder: Builder, seed: int) -> None:
        self.folder = folder
        self._builder = builder
        self._random = random.Random(seed)
        self._marks = 0
        self._states: dict[str, dict[str, str]] = {}  # of every generation that was live
        self._seconds = 0.05
        (folder / "corpus").mkdir()
        self._write(DOCUMENTS)
        self._build()

    def killed(self) -> str | None:
        """One round with a SIGKILL. Says which state was left, or None if the build ended before."""
        before, after = self._changed()
        status = self._builder.run(self.folder, after=self._random.uniform(0, self._seconds))
        assert status in (0, -signal.SIGKILL), f"exit status {status}"
        left = self._checked(before, after)
        return left if status else None

    def died(self, share: float) -> tuple[str, str]:
        """One round with a death at this share, in [0, 1), of all points. Says at what, and which state was left."""
        before, after = self._changed()
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(shutil.copytree(self.folder, Path(scratch) / "copy"))
            assert self._builder.run(copy, last=0) == 0
            points = json.loads((copy / "points.json").read_text("utf-8"))
        number = int(share * len(points))
        assert self._builder.run(self.folder, last=number + 1) == DIED
        return points[number], self._checked(before, after)

    def _changed(self) -> tuple[State, State]:
        """Change the corpus, and say what the store holds and what it is to hold."""
        if self._random.random() < ROLLBACKS and len(history(self.folder / "store")) > 1:
            with contextlib.suppress(StoreError):  # the live one may be the oldest already
                rollback(self.folder / "store")
        generation = Store.open(self.folder / "store").generation
        before = State(generation, self._states[generation])
        texts = self._texts()
        for name in self._random.sample(sorted(texts), self._random.randint(0, 2)):
            (self.folder / "corpus" / name).unlink()
        self._write(self._random.randint(1, 3))
        return before, State(None, self._texts())

    def _write(self, count: int) -> None:
        """So many new or changed documents, each with words that stand nowhere else."""
        for number in self._random.sample(range(2 * DOCUMENTS), count):
            paragraphs = []
            for _ in range(self._random.randint(1, 4)):
                self._marks += 1
                paragraphs.append(f"Onder {MARK}{self._marks} staat de brug open. " + "Het water is hoog vandaag. " * 12)
            (self.folder / "corpus" / f"{number:02}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")

    def _texts(self) -> dict[str, str]:
        return {path.name: path.read_text("utf-8") for path in (self.folder / "corpus").iterdir()}

    def _build(self) -> None:
        began = time.perf_counter()
        assert self._builder.run(self.folder) == 0
        self._seconds = time.perf_counter() - began
        self._states[Store.open(self.folder / "store").generation] = self._texts()

    def _checked(self, before: State, after: State) -> str:
        """Assert that the store is in one of two states, and that the next build works. Says which: "old" or "new"."""
        store = Store.open(self.folder / "store")
        old = store.generation == before.generation
        self._holds(store, before if old else after)
        self._build()
        rebuilt = Store.open(self.folder / "store")
        self._holds(rebuilt, after)
        assert old or rebuilt.generation == store.generation, "nothing had changed, and yet there is another generation"
        return "old" if old else "new"

    def _holds(self, store: Store, state: State) -> None:
        verify(store)
        hashes = {name: content_hash(hashlib.sha256(text.encode()), Format.TEXT) for name, text in state.texts.items()}
        assert store.manifest.documents == hashes
        assert {name: store.text(name) for name in store.documents} == state.texts
        searcher = Searcher(store, Words(), RetrievalSettings())
        for passage in store.passages:
            mark = next(word for word in store.passage_text(passage).split() if word.startswith(MARK))
            (hit,) = searcher.search(mark, 1, None)
            assert hit.document.id == passage.document_id
            assert mark in hit.text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="deaths by SIGKILL at random moments (default: 100)")
    parser.add_argument("--deaths", type=int, default=100, help="deaths at points that are spread over all there are (default: 100)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        serve()
        return
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, Builder() as builder:
        trial = Trial(Path(folder), builder, args.seed)
        kills: Counter[str] = Counter()
        while kills.total() < args.kills:
            if (left := trial.killed()) is not None:
                kills[left] += 1
        deaths = Counter(trial.died((number + 0.5) / args.deaths) for number in range(args.deaths))
    print(f"{'':10}  old  new   (the state that was left)")
    print(f"{'SIGKILL':10} {kills['old']:4} {kills['new']:4}")
    for point in sorted({point for point, _ in deaths}):
        print(f"{point:10} {deaths[point, 'old']:4} {deaths[point, 'new']:4}")
    print(f"{kills.total()} kills and {deaths.total()} deaths: each left a store that opens, answers and can be built on; "
          f"{time.perf_counter() - began:.0f} s, seed {args.seed}")


if __name__ == "__main__":
    main()
