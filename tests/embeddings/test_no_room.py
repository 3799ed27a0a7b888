"""A disk that is full or may not be written: what was built before stays whole."""

import errno
import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from qa.embeddings import vector_cache
from qa.embeddings.store import GENERATIONS, Store
from qa.errors import StoreError
from tests.embeddings.small import FILES, found, texts
from tests.fakes import Counting, build_with, write_files


def still_whole(corpus: Path, store: Path, counting: Counting, generation: str = "1") -> None:
    """The old generation answers, and with room again the build works."""
    assert Store.open(store).generation == generation
    assert texts(store) == FILES
    assert build_with(counting, corpus, store).added == ("nieuw.txt",)
    assert texts(store).keys() == {*FILES, "nieuw.txt"}


def at_call(number: int, error: OSError) -> Callable[[int], None]:
    calls, fsync = [0], os.fsync

    def patched(handle: int) -> None:
        calls[0] += 1
        if calls[0] == number:
            raise error
        fsync(handle)

    return patched


def test_a_full_disk_at_every_fsync(corpus: Path, store: Path, counting: Counting) -> None:
    write_files(corpus, {"nieuw.txt": "Een nieuwe brug."})
    saved = shutil.copytree(store, store.with_name("saved"))
    with patch("os.fsync", wraps=os.fsync) as fsync:
        build_with(counting, corpus, store)
    assert fsync.call_count > 10
    for number in range(1, fsync.call_count + 1):
        shutil.rmtree(store)
        shutil.copytree(saved, store)
        full = at_call(number, OSError(errno.ENOSPC, "No space left on device"))
        with patch("os.fsync", full), pytest.raises(StoreError, match=r"cannot be written \(No space left on device\)"):
            build_with(counting, corpus, store)
        if Store.open(store).generation == "2":
            assert number == fsync.call_count  # the very last one: the swap was done
            assert texts(store).keys() == {*FILES, "nieuw.txt"}
        else:
            still_whole(corpus, store, counting)


@pytest.mark.parametrize("limit", [0, 100, 400, 1000], ids=lambda limit: f"{limit} bytes")
def test_a_file_that_can_grow_no_further(corpus: Path, store: Path, counting: Counting, limit: int) -> None:
    """As on a full disk: the system refuses the writing itself, whatever writes (ours, FAISS, bm25s, SQLite)."""
    write_files(corpus, {"nieuw.txt": "Een nieuwe brug."})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(StoreError, match=r"cannot be (written|used)"):
            build_with(counting, corpus, store)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    still_whole(corpus, store, counting)


def test_no_room_for_vectors(corpus: Path, store: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(corpus, {"nieuw.txt": "Een nieuwe brug."} | {f"lang/{n}.txt": f"De brug is {n} keer open." for n in range(500)})
    connected = vector_cache._connected

    def small(file: Path) -> object:
        connection = connected(file)
        connection.execute("PRAGMA max_page_count = 3")
        return connection

    with monkeypatch.context() as patched:
        patched.setattr(vector_cache, "_connected", small)
        with pytest.raises(StoreError, match="database or disk is full"):
            build_with(counting, corpus, store)
    shutil.rmtree(corpus / "lang")
    still_whole(corpus, store, counting)


def test_a_store_that_may_not_be_written(unprivileged: Path, counting: Counting) -> None:
    corpus, store = write_files(unprivileged / "corpus", FILES), unprivileged / "store"
    build_with(counting, corpus, store)
    write_files(corpus, {"nieuw.txt": "Een nieuwe brug."})
    for folder in (store, store / GENERATIONS):
        folder.chmod(0o555)
        with pytest.raises(StoreError, match=r"cannot be (written|used)"):
            build_with(counting, corpus, store)
        assert texts(store) == FILES
        folder.chmod(0o755)
    still_whole(corpus, store, counting)
    for path in store.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    store.chmod(0o555)
    assert found(counting, store, "jansen") == FILES["b.md"]  # reading needs no more than that
