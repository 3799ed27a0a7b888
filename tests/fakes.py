"""Stand-ins whose results a person can compute: an encoder that counts words, and a reader that knows its phrases."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from qa.answers.reader import Reading
from qa.answers.searcher import Searcher
from qa.embeddings.build import BuildReport, build
from qa.embeddings.encoder import Encoder, Vectors
from qa.embeddings.store import Store
from qa.settings import RetrievalSettings, Settings
from qa.types import Span


class WordCounts:
    """How often each word of a vocabulary occurs, at unit length. A text without any of them points along an axis of its own."""

    name = "word-counts"
    max_tokens = 512
    overhead = 0

    def __init__(self, vocabulary: str) -> None:
        self.vocabulary = vocabulary.split()
        self.fingerprint = f"word-counts of {vocabulary}"
        self.dimension = len(self.vocabulary) + 1

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for number, text in enumerate(texts):
            words = [word.strip(".,;:?!") for word in text.lower().split()]
            rows[number, :-1] = [words.count(word) for word in self.vocabulary]
            rows[number, -1] = not rows[number].any()
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Counting(WordCounts):
    """Notes what it encodes; with `lasts`, is interrupted when it is asked for more batches than that."""

    def __init__(self, vocabulary: str, lasts: int | None = None) -> None:
        super().__init__(vocabulary)
        self.encoded: list[str] = []
        self.lasts = lasts

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        if self.lasts == 0:
            raise KeyboardInterrupt
        self.lasts = None if self.lasts is None else self.lasts - 1
        self.encoded += texts
        return super().encode_passages(texts)


class Phrases:
    """Reads its phrases wherever they stand, each with its own score."""

    def __init__(self, scores: Mapping[str, float]) -> None:
        self.scores = scores

    def read(self, question: str, passages: Sequence[str]) -> list[list[Reading]]:
        found = [
            [Reading(Span(at, at + len(phrase)), score) for phrase, score in self.scores.items() if (at := passage.find(phrase)) >= 0]
            for passage in passages
        ]
        return [sorted(readings, key=lambda reading: -reading.score) for readings in found]


def steps(work: Callable[[str], object], text: str) -> int:
    """Lines of Python that it runs: work that does not depend on how busy the machine is."""
    count = 0

    def trace(*_: object) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work(text)
    finally:
        sys.settrace(before)
    return count


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


@contextmanager
def encoders(*known: WordCounts) -> Iterator[None]:
    """For builds and retrievers the first one stands in for the bundled encoder; the others are found by name."""

    def opened(model: str = "", **_: object) -> WordCounts:
        return next((one for one in known if one.name == model), known[0])

    with patch("qa.embeddings.build.open_encoder", opened), patch("qa.answers.retriever.open_encoder", opened):
        yield


def build_with(encoder: Encoder, corpus: Path, store: Path, settings: Settings | None = None, **how: Any) -> BuildReport:
    """The real build, with this encoder in place of the bundled one."""
    with patch("qa.embeddings.build.open_encoder", lambda *_, **__: encoder):
        return build(corpus, store, settings=settings, **how)


def searcher_over(folder: Path, texts: Mapping[str, str], encoder: WordCounts, settings: Settings | None = None) -> Searcher:
    """A searcher over documents with these texts."""
    build_with(encoder, write_files(folder / "corpus", texts), folder / "store", settings)
    return Searcher(Store.open(folder / "store"), encoder, (settings or Settings()).retrieval if settings else RetrievalSettings())
