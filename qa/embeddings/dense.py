"""The dense index: exact inner product over unit vectors (FAISS IndexFlatIP); row number = passage number."""
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from qa.embeddings.encoder import Vectors
from qa.errors import StoreDamaged

Rows = NDArray[np.int64]


class DenseIndex:
    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> "DenseIndex":
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, file: Path) -> "DenseIndex":
        """Raises FileNotFoundError, or StoreDamaged if the file is not an index."""
        if not file.exists():
            raise FileNotFoundError(file)
        try:
            return cls(faiss.read_index(str(file)))
        except (RuntimeError, MemoryError):  # a length that is nonsense
            raise StoreDamaged(f"the index {str(file)!r} is damaged") from None

    def to_bytes(self) -> bytes:
        return faiss.serialize_index(self._index).tobytes()

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def vector(self, row: int) -> Vectors:
        vector: Vectors = self._index.reconstruct(row)
        return vector

    def nearest(self, query: Vectors, k: int, among: Rows | None = None) -> Rows:
        """The rows nearest to one query of shape (dimension,), best first; fewer than k where there are fewer."""
        parameters = None if among is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(among))  # type: ignore[call-arg]
        rows: Rows = self._index.search(query[None], min(k, len(self)), params=parameters)[1][0]
        return rows[rows >= 0]  # FAISS pads short results with row -1

    def cosines(self, query: Vectors, rows: Rows) -> Vectors:
        """The exact cosine of each row to one query, shape (len(rows),)."""
        cosines: Vectors = self._index.reconstruct_batch(rows) @ query
        return cosines
