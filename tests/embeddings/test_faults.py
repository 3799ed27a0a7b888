"""Builds that die: the script in benchmarks/ does hundreds, here are some. And the order in which things reach the disk."""

import os
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from qa.embeddings.store import CURRENT, GENERATIONS, MANIFEST, Store
from tests.fakes import WordCounts, build_with, write_files

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "faults.py"
KILLS = DEATHS = 12


@pytest.fixture(scope="module")
def faults() -> ModuleType:
    """The script as a module. By its path: other people's packages are called `benchmarks` too."""
    spec = spec_from_file_location("faults_script", SCRIPT)
    assert spec
    assert spec.loader
    module = sys.modules["faults_script"] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def trial(faults: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with faults.Builder() as builder:
        yield faults.Trial(tmp_path_factory.mktemp("faults"), builder, seed=5)


def test_killed_at_random_moments(trial: Any) -> None:
    """Each round asserts that the store is whole, answers, is in one of two states, and can be built on."""
    killed = 0
    while killed < KILLS:
        killed += trial.killed() is not None


def test_dead_at_points_spread_over_all_there_are(trial: Any) -> None:
    ends = [trial.died((number + 0.5) / DEATHS) for number in range(DEATHS)]
    assert {state for _, state in ends} == {"old", "new"}  # the last points come after the swap
    assert len({point for point, _ in ends}) >= 3


def test_every_file_is_on_the_disk_before_its_name_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """write → fsync → replace → fsync of the folder: what an fsync sees of a file is all there will be of it."""
    corpus, store = write_files(tmp_path / "corpus", {"a.txt": "De brug.", "b.txt": "The bridge."}), tmp_path / "store"
    encoder = WordCounts("brug bridge")
    build_with(encoder, corpus, store)
    happened: list[tuple[str, int, int]] = []  # what, inode, bytes
    fsync, replace = os.fsync, os.replace

    def fsync_(handle: int) -> None:
        status = os.fstat(handle)
        happened.append(("fsync", status.st_ino, status.st_size))
        fsync(handle)

    def replace_(source: Path, target: Path) -> None:
        happened.append(("replace", os.stat(source).st_ino, os.stat(source).st_size))
        assert (Path(source), Path(target)) == (store / f"{CURRENT}.new", store / CURRENT)
        replace(source, target)

    monkeypatch.setattr(os, "fsync", fsync_)
    monkeypatch.setattr(os, "replace", replace_)
    assert build_with(encoder, write_files(corpus, {"c.txt": "Nog een brug."}), store).generation == "2"
    monkeypatch.undo()

    def last(what: str, path: Path) -> int:
        """When this last happened to this file, as it is now; or to this folder."""
        status = path.stat()
        return max(at for at, (name, inode, size) in enumerate(happened)
                   if (name, inode) == (what, status.st_ino) and (path.is_dir() or size == status.st_size))

    here = store / GENERATIONS / "2"
    swap = last("replace", store / CURRENT)
    assert sum(name == "replace" for name, _, _ in happened) == 1
    manifest = last("fsync", here / MANIFEST)
    for name in Store.open(store).manifest.files:
        assert last("fsync", here / name) < manifest
    assert {path.name for path in (here / "terms").iterdir()} == {"nl", "en"}
    for folder in ("terms", "terms/nl", "terms/en"):
        assert last("fsync", here / folder) < manifest
    assert manifest < last("fsync", here) < last("fsync", here.parent) < last("fsync", store / CURRENT) < swap
    assert [(name, inode) for name, inode, _ in happened[swap + 1:]][:1] == [("fsync", store.stat().st_ino)]
