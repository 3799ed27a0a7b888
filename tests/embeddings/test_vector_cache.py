"""The vectors kept between builds: what comes back is what went in, and a file that is no good costs only the encoding."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from qa.embeddings.store import VECTORS, Store
from qa.embeddings.vector_cache import VectorCache
from qa.embeddings.writing import KEPT, verify
from qa.errors import StoreError
from tests.fakes import Counting, WordCounts, build_with, write_files

TEXTS = ["brug open", "jansen", "brug brug open", "iets anders"]


@pytest.fixture
def encoder() -> Counting:
    return Counting("brug open jansen")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / VECTORS


def encoded(file: Path, encoder: WordCounts, texts: list[str], generation: int = 1) -> np.ndarray:
    with VectorCache.open(file, encoder) as cache:
        return cache.encode(texts, generation, lambda done, total: None)


def missing(file: Path, encoder: WordCounts, texts: list[str]) -> list[str]:
    with VectorCache.open(file, encoder) as cache:
        return cache.missing(texts)


def test_vectors_come_back_to_the_bit_and_in_order(file: Path, encoder: Counting) -> None:
    first = encoded(file, encoder, TEXTS)
    again = encoded(file, encoder, [*reversed(TEXTS), TEXTS[0]])
    assert first.dtype == again.dtype == np.float32
    assert first.tobytes() == WordCounts("brug open jansen").encode_passages(TEXTS).tobytes()
    assert again.tobytes() == np.concatenate([first[::-1], first[:1]]).tobytes()
    assert sorted(encoder.encoded) == sorted(TEXTS)  # each once


def test_a_text_that_comes_twice_is_encoded_once(file: Path, encoder: Counting) -> None:
    assert encoded(file, encoder, ["brug", "open", "brug"]).shape == (3, encoder.dimension)
    assert sorted(encoder.encoded) == ["brug", "open"]


def test_more_than_one_query_can_ask_for(file: Path, encoder: Counting) -> None:
    texts = [f"brug {n}" for n in range(1201)]
    encoded(file, encoder, texts)
    assert missing(file, encoder, [*texts, "nieuw"]) == ["nieuw"]


def test_no_texts(file: Path, encoder: Counting) -> None:
    assert encoded(file, encoder, []).shape == (0, encoder.dimension)


def test_each_model_has_vectors_of_its_own(file: Path, encoder: Counting) -> None:
    other = Counting("open brug jansen")  # of the same dimension
    encoded(file, encoder, TEXTS)
    assert missing(file, other, TEXTS) == TEXTS
    assert encoded(file, other, TEXTS).tolist() == WordCounts("open brug jansen").encode_passages(TEXTS).tolist()
    assert missing(file, encoder, TEXTS) == []


def test_a_vector_of_another_length_is_not_taken(file: Path, encoder: Counting) -> None:
    encoded(file, encoder, TEXTS)
    longer = Counting("brug open jansen water")
    longer.fingerprint = encoder.fingerprint
    assert missing(file, longer, TEXTS) == TEXTS
    assert encoded(file, longer, TEXTS).shape == (4, 5)


def test_what_no_kept_generation_uses_is_forgotten(tmp_path: Path, encoder: Counting) -> None:
    corpus, store = write_files(tmp_path / "corpus", {"a.txt": "De brug.", "0.txt": "Weg."}), tmp_path / "store"
    build_with(encoder, corpus, store)
    (corpus / "0.txt").unlink()
    for number in range(KEPT - 1):
        build_with(encoder, write_files(corpus, {"b.txt": f"Open {number}."}), store)
        assert missing(store / VECTORS, encoder, ["Weg.", "De brug."]) == []
    build_with(encoder, write_files(corpus, {"b.txt": "Dicht."}), store)
    assert missing(store / VECTORS, encoder, ["Weg.", "De brug.", "Open 1."]) == ["Weg."]


def rubbish(data: bytes) -> bytes:
    return b"rommel" * 5000


def emptied(data: bytes) -> bytes:
    return b""


def zeros(data: bytes) -> bytes:
    return bytes(len(data))


def cut(data: bytes) -> bytes:
    return data[:len(data) // 2]


def hole(data: bytes) -> bytes:
    """The first page, where SQLite says what is in the file, is left as it was."""
    return data[:4096] + bytes(b ^ 0xFF for b in data[4096:8192]) + data[8192:]


@pytest.mark.parametrize("damage", [rubbish, emptied, zeros, cut, hole])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, encoder: Counting, damage: Callable[[bytes], bytes]) -> None:
    texts = {f"{n:03}.txt": f"De brug is {n} keer open." for n in range(200)}
    corpus, store = write_files(tmp_path / "corpus", texts), tmp_path / "store"
    build_with(encoder, corpus, store)
    encoder.encoded.clear()
    data = (store / VECTORS).read_bytes()
    assert len(data) > 4 * 4096
    (store / VECTORS).write_bytes(damage(data))
    (store / f"{VECTORS}-journal").write_bytes(b"rommel" * 100)
    build_with(encoder, write_files(corpus, {"nieuw.txt": "Nieuw."}), store)
    assert sorted(encoder.encoded) == sorted([*texts.values(), "Nieuw."])
    opened = Store.open(store)
    verify(opened)
    expected = WordCounts("brug open jansen").encode_passages([opened.passage_text(p) for p in opened.passages])
    assert [opened.dense.vector(n).tolist() for n in range(201)] == expected.tolist()
    assert missing(store / VECTORS, encoder, list(texts.values())) == []


def test_the_database_of_somebody_else_is_not_touched(tmp_path: Path, encoder: Counting) -> None:
    corpus, store = write_files(tmp_path / "corpus", {"a.txt": "De brug."}), tmp_path / "store"
    store.mkdir()
    with closing(sqlite3.connect(store / VECTORS)) as theirs, theirs:
        theirs.execute("CREATE TABLE vectors (naam TEXT)")
        theirs.execute("INSERT INTO vectors VALUES ('Jansen')")
    before = (store / VECTORS).read_bytes()
    with pytest.raises(StoreError, match=r"vectors\.sqlite' cannot be used .*delete it"):
        build_with(encoder, corpus, store)
    assert (store / VECTORS).read_bytes() == before


def test_looking_in_changes_nothing_and_needs_a_file(file: Path, encoder: Counting) -> None:
    with pytest.raises(sqlite3.Error), VectorCache.read(file, encoder):
        pass
    assert not file.exists()
    encoded(file, encoder, TEXTS)
    before = file.read_bytes(), file.stat().st_mtime_ns
    with VectorCache.read(file, encoder) as cache:
        assert cache.missing([*TEXTS, "nieuw"]) == ["nieuw"]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            cache.forget(99)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
