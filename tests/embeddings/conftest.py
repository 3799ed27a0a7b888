"""A small corpus and its store, with an encoder that counts."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embeddings.small import FILES, VOCABULARY
from tests.fakes import Counting, build_with, write_files


@pytest.fixture
def counting() -> Counting:
    return Counting(VOCABULARY)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_files(tmp_path / "corpus", FILES)


@pytest.fixture
def store(tmp_path: Path, corpus: Path, counting: Counting) -> Path:
    """A store of the corpus; what that took is forgotten."""
    build_with(counting, corpus, tmp_path / "store")
    counting.encoded.clear()
    return tmp_path / "store"


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder of its own, and no power over what may not be read or written: the superuser becomes somebody else for a while."""
    folder, ours = Path(tempfile.mkdtemp()), os.geteuid()
    somebody = 65534
    warm = Counting(VOCABULARY)  # whatever is loaded late is loaded now: it may lie where somebody else cannot read
    build_with(warm, write_files(folder / "warm" / "corpus", FILES), folder / "warm" / "store")
    try:
        if ours == 0:
            os.chown(folder, somebody, -1)
            os.seteuid(somebody)
        yield folder
    finally:
        os.seteuid(ours)
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                path.chmod(0o755)
        shutil.rmtree(folder)
