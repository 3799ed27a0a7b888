"""Vectors kept from build to build: (model, hash of the embedded text) → vector. Only builders open it."""
import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from qa.embeddings.encoder import Encoder, Vectors

_BATCH = 32     # texts encoded between two commits: what a killed build loses at most
_ASKED = 500    # keys of one query; SQLite takes 32,766 at most


class VectorCache:
    """A text whose vector is here is not encoded again, whatever file it is in now."""

    def __init__(self, connection: sqlite3.Connection, encoder: Encoder) -> None:
        self._connection = connection
        self._encoder = encoder

    @classmethod
    @contextmanager
    def open(cls, file: Path, encoder: Encoder) -> Iterator["VectorCache"]:
        """A file that is not a cache, or damaged, is begun anew: all it costs is the encoding."""
        try:
            connection = _connected(file)
        except sqlite3.OperationalError:
            raise  # locked, read-only, disk full: nothing is wrong with what is in it
        except sqlite3.DatabaseError:
            file.unlink()
            file.with_name(f"{file.name}-journal").unlink(missing_ok=True)  # of the damaged file; it would damage the new one
            connection = _connected(file)
        with closing(connection):
            yield cls(connection, encoder)

    @classmethod
    @contextmanager
    def read(cls, file: Path, encoder: Encoder) -> Iterator["VectorCache"]:
        """Only to look in, without a lock or a change. Raises sqlite3.Error where there is nothing to look in."""
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            yield cls(connection, encoder)

    def missing(self, texts: Sequence[str]) -> list[str]:
        """The texts that would have to be encoded, each once."""
        known = self._known(texts)
        return [text for text in dict.fromkeys(texts) if _key(text) not in known]

    def encode(self, texts: Sequence[str], generation: int, progress: Callable[[int, int], None]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension). Committed batch by batch, so that a killed build resumes.

        Args:
            generation: the one that uses them; see `forget`.
            progress: told (done, total) of the texts that are encoded.
        """
        missing = sorted(self.missing(texts), key=len)  # equal lengths together; the longest last, so that the estimate errs low
        for start in range(0, len(missing), _BATCH):
            batch = missing[start:start + _BATCH]
            vectors = self._encoder.encode_passages(batch)
            rows = [(self._encoder.fingerprint, _key(text), generation, vector.tobytes())
                    for text, vector in zip(batch, vectors, strict=True)]
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", rows)
            progress(start + len(batch), len(missing))
        known = self._known(texts)
        with self._connection:
            self._connection.executemany("UPDATE vectors SET used = ? WHERE model = ? AND hash = ?",
                                         [(generation, self._encoder.fingerprint, key) for key in known])
        vectors = np.empty((len(texts), self._encoder.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = np.frombuffer(known[_key(text)], dtype=np.float32)
        return vectors

    def forget(self, before: int) -> None:
        """Drop what no generation since `before` has used."""
        with self._connection:
            self._connection.execute("DELETE FROM vectors WHERE used < ?", (before,))

    def _known(self, texts: Sequence[str]) -> dict[bytes, bytes]:
        keys = list({_key(text) for text in texts})
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), _ASKED):
            some = keys[start:start + _ASKED]
            found |= self._connection.execute(
                f"SELECT hash, vector FROM vectors WHERE model = ? AND length(vector) = ? AND hash IN ({', '.join('?' * len(some))})",
                (self._encoder.fingerprint, 4 * self._encoder.dimension, *some)).fetchall()
        return found


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS vectors (model TEXT, hash BLOB, used INTEGER, vector BLOB,"
                           " PRIMARY KEY (model, hash)) WITHOUT ROWID")
        if (found := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(found)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
