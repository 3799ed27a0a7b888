"""Watching: one build for each burst of changes, whatever way the files are written, and none for our own writing."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest

from qa.embeddings.build import changes
from qa.embeddings.engines import BUNDLED_ENCODER
from qa.embeddings.store import Store
from qa.embeddings.watch import _EVERY, _NICENESS, bursts, child_build, ended, signature
from tests.fakes import WordCounts, build_with, write_files

ROOT = Path(__file__).parents[2]
FILES = {"a.txt": "De brug is open.", "map/b.md": "De brugwachter heet Jansen."}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_files(tmp_path / "corpus", FILES)


@pytest.mark.parametrize(
    ("looks", "builds"),
    [
        ("AAAA", [0]),  # the number of looks that each build came after, less one
        ("AABBBB", [0, 3]),  # B must be seen twice
        ("AABCDEEE", [0, 6]),  # a burst, or a file slowly written
        ("AABABBB", [0, 5]),
        ("AABAAA", [0]),  # as it was: a file that was there for a moment
        ("AABBBCCC", [0, 3, 6]),
    ],
)
def test_one_build_for_each_burst(looks: str, builds: list[int]) -> None:
    taken: list[str] = []
    slept: list[float] = []

    class Over(Exception):
        pass

    def look() -> frozenset[tuple[str, int, int, int, int]]:
        if len(taken) == len(looks):
            raise Over
        taken.append(looks[len(taken)])
        return frozenset({(taken[-1], 0, 0, 0, 0)})

    came = []
    with suppress(Over):
        for _ in bursts(look, slept.append):
            came.append(len(taken) - 1)
    assert "".join(taken) == looks
    assert came == builds
    assert set(slept) == {_EVERY}


def test_what_changes_during_a_build_is_built_after_it() -> None:
    state = ["A"]
    rounds = bursts(lambda: frozenset({(state[0], 0, 0, 0, 0)}), lambda _: None)
    next(rounds)
    state[0] = "B"
    assert len(list(islice(rounds, 1))) == 1


def in_place(corpus: Path) -> None:
    (corpus / "a.txt").write_text("De brug is dicht.")


def same_size_and_time(corpus: Path) -> None:
    before = (corpus / "a.txt").stat()
    (corpus / "a.txt").write_text("De brug is oker.")
    os.utime(corpus / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (corpus / "a.txt").stat().st_size == before.st_size


def renamed_over(corpus: Path) -> None:
    (corpus / ".a.txt.swp").write_text("De brug is oker.")
    os.replace(corpus / ".a.txt.swp", corpus / "a.txt")


def with_a_backup(corpus: Path) -> None:
    (corpus / "a.txt").rename(corpus / "a.txt~")
    (corpus / "a.txt").write_text("De brug is dicht.")


def renamed(corpus: Path) -> None:
    (corpus / "a.txt").rename(corpus / "c.txt")


def moved_out(corpus: Path) -> None:
    (corpus / "map").rename(corpus.parent / "map")


def moved_in(corpus: Path) -> None:
    write_files(corpus.parent, {"nieuw/c.txt": "Nieuw."})
    (corpus.parent / "nieuw").rename(corpus / "nieuw")


def deleted_and_made_again(corpus: Path) -> None:
    (corpus / "a.txt").unlink()
    time.sleep(0.1)
    (corpus / "a.txt").write_text("De brug is dicht.")


def unmounted(corpus: Path) -> None:
    corpus.rename(corpus.parent / "weg")


@pytest.mark.parametrize(
    "change", [in_place, same_size_and_time, renamed_over, with_a_backup, renamed, moved_out, moved_in, deleted_and_made_again, unmounted]
)
def test_every_way_of_writing_is_seen(corpus: Path, tmp_path: Path, change: Callable[[Path], None]) -> None:
    before = signature(corpus, tmp_path / "store")
    assert signature(corpus, tmp_path / "store") == before
    change(corpus)
    assert signature(corpus, tmp_path / "store") != before


def droppings(corpus: Path) -> None:
    write_files(corpus, {"~$a.docx": "x", ".DS_Store": "x", "a.txt~": "x", ".#a.txt": "x", "b.txt.part": "x", ".git/x.txt": "x"})


def a_build(corpus: Path) -> None:
    build_with(WordCounts("brug open"), write_files(corpus, FILES), corpus / "embeddings")


def a_reading(corpus: Path) -> None:
    assert changes(corpus, corpus / "embeddings").added == tuple(FILES)


@pytest.mark.parametrize("change", [droppings, a_build, a_reading])
def test_what_is_no_document_is_not_seen(corpus: Path, change: Callable[[Path], None]) -> None:
    """The store may stand in the corpus."""
    (corpus / "embeddings").mkdir()
    times = {name: (corpus / name).stat() for name in FILES}
    before = signature(corpus, corpus / "embeddings")
    change(corpus)
    if change is a_build:  # it wrote the documents first
        before = signature(corpus, corpus / "embeddings")
        build_with(WordCounts("brug dicht"), corpus, corpus / "embeddings")
        assert Store.open(corpus / "embeddings").generation == "2"
    else:
        assert {name: (corpus / name).stat().st_mtime_ns for name in FILES} == {name: was.st_mtime_ns for name, was in times.items()}
    assert signature(corpus, corpus / "embeddings") == before


def test_a_build_of_low_priority_that_ends_with_us(corpus: Path, tmp_path: Path) -> None:
    with ended(child_build(["--corpus", str(corpus), "--store", str(tmp_path / "store")])) as child:
        assert os.getpriority(os.PRIO_PROCESS, child.pid) == _NICENESS
    assert child.returncode == -signal.SIGTERM
    assert child.stdout is not None
    assert child.stderr is not None
    assert child.stdout.read() == ""
    for stream in (child.stdout, child.stderr):
        stream.close()


class Watch:
    """A real `qa build --watch --json`."""

    def __init__(self, corpus: Path, store: Path, *options: str, cwd: Path = ROOT) -> None:
        command = [sys.executable, "-m", "qa.cli", "build", "--watch", "--json", "--corpus", str(corpus), "--store", str(store), *options]
        self.process = subprocess.Popen(command, cwd=cwd, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def report(self) -> dict:
        """Of the next build."""
        assert self.process.stdout is not None
        assert select.select([self.process.stdout], [], [], 60)[0]
        return json.loads(self.process.stdout.readline())


@pytest.fixture
def watching(corpus: Path) -> Iterator[Watch]:
    """With the store inside the corpus folder."""
    watch = Watch(corpus, corpus / "embeddings")
    yield watch
    watch.process.kill()
    watch.process.communicate()


@pytest.mark.slow
def test_a_model_folder_is_where_one_stands(corpus: Path, tmp_path: Path) -> None:
    shutil.copytree(BUNDLED_ENCODER, tmp_path / "models" / "mine")
    watch = Watch(corpus, tmp_path / "store", "--model", "models/mine", cwd=tmp_path)
    try:
        assert watch.report()["model"] == str(tmp_path / "models" / "mine")
    finally:
        watch.process.kill()
        watch.process.communicate()


@pytest.mark.slow
def test_watching(corpus: Path, watching: Watch) -> None:
    store = corpus / "embeddings"
    first = watching.report()
    assert (first["generation"], first["added"], first["embedded"]) == ("1", list(FILES), 2)

    for number in range(30):  # one burst
        write_files(corpus, {f"veel/{number}.txt": f"Bericht {number}."})
    report = watching.report()
    assert (report["generation"], len(report["added"]), report["embedded"]) == ("2", 30, 30)

    renamed_over(corpus)
    report = watching.report()
    assert (report["generation"], report["changed"], report["removed"]) == ("3", ["a.txt"], [])
    assert Store.open(store).text("a.txt") == "De brug is oker."

    deleted_and_made_again(corpus)
    report = watching.report()
    assert (report["generation"], report["changed"], report["removed"]) == ("4", ["a.txt"], [])
    assert Store.open(store).text("a.txt") == "De brug is dicht."

    shutil.rmtree(corpus / "veel")
    for name in FILES:
        (corpus / name).unlink()  # as if it were not mounted: refused, and watched on
    assert watching.process.stderr is not None
    assert select.select([watching.process.stderr], [], [], 60)[0]
    assert b"all 32 documents of the store are gone" in watching.process.stderr.readline()
    assert len(Store.open(store).documents) == 32

    write_files(corpus, FILES)
    report = watching.report()
    assert (report["generation"], report["documents"], report["embedded"]) == ("5", 2, 0)

    watching.process.send_signal(signal.SIGINT)
    out, err = watching.process.communicate(timeout=20)
    assert (watching.process.returncode, out) == (1, b"")
    assert err.decode() == "qa: stopped; what was built before still answers\n"
