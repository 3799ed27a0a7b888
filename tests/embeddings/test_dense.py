"""The dense index against brute force."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.embeddings.dense import DenseIndex
from qa.errors import StoreDamaged


def unit_vectors(rows: int, dimension: int = 16, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@given(st.integers(1, 60), st.integers(1, 80), st.integers(0, 1000), st.data())
def test_equals_brute_force(rows: int, k: int, seed: int, data: st.DataObject) -> None:
    vectors, query = unit_vectors(rows, seed=seed), unit_vectors(1, seed=seed + 1)[0]
    among = np.array(sorted(data.draw(st.sets(st.integers(0, rows - 1)))), dtype=np.int64)
    index = DenseIndex.build(vectors)
    cosines = vectors @ query
    assert index.nearest(query, k).tolist() == np.argsort(-cosines)[:k].tolist()
    assert index.nearest(query, k, among).tolist() == among[np.argsort(-cosines[among])][:k].tolist()
    np.testing.assert_allclose(index.cosines(query, among), cosines[among], atol=1e-6)


@pytest.mark.parametrize("k", [3, 50, 10**6])
def test_more_neighbours_than_exist_are_not_made_up(k: int) -> None:
    index = DenseIndex.build(unit_vectors(3))
    assert sorted(index.nearest(unit_vectors(1)[0], k).tolist()) == [0, 1, 2]


def test_round_trip(tmp_path: Path) -> None:
    vectors = unit_vectors(10)
    index = DenseIndex.build(vectors)
    (tmp_path / "dense.faiss").write_bytes(index.to_bytes())
    again = DenseIndex.load(tmp_path / "dense.faiss")
    assert (len(again), again.dimension) == vectors.shape
    np.testing.assert_array_equal(again.cosines(vectors[0], np.arange(10)), index.cosines(vectors[0], np.arange(10)))


@pytest.mark.parametrize("content", [b"", b"geen index", DenseIndex.build(unit_vectors(10)).to_bytes()[:-7]], ids=["empty", "other", "cut"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "dense.faiss").write_bytes(content)
    with pytest.raises(StoreDamaged, match=r"dense\.faiss.*qa build"):
        DenseIndex.load(tmp_path / "dense.faiss")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        DenseIndex.load(tmp_path / "dense.faiss")
