"""Texts to vectors: the Protocol that every engine keeps, and what makes two models the same."""
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    name: str
    fingerprint: str       # SHA-256 of weights, tokenizer, prompts and pooling: what makes two models the same
    dimension: int
    max_tokens: int        # of one text, its prompt included
    overhead: int          # tokens that are added to a passage: prompt and marks at its ends

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without prompt and special tokens."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension)."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension)."""
        ...


def fingerprint_of(files: Iterable[Path], *settings: object) -> str:
    """SHA-256 over the content of the files, in the order given, and the settings."""
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
