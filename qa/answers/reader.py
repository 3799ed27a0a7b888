"""The reader: question and passages to spans (BERT for SQuAD 2.0, Devlin et al. 2019)."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from qa.embeddings.onnx_session import OnnxSession, onnx_file, open_tokenizer
from qa.settings import ReaderSettings
from qa.types import Span

BUNDLED_READER = Path(__file__).parent.parent / "models" / "reader"
_PER_WINDOW = 8  # spans kept of each window; the rest overlap these or are far below them


@dataclass(frozen=True, slots=True)
class Reading:
    """A span of a passage's text. `score` = start + end − (start + end of the first token of the same window), in logits."""

    span: Span
    score: float


class Reader(Protocol):
    def read(self, question: str, passages: Sequence[str]) -> list[list[Reading]]:
        """For each passage its best spans, best first; offsets are in the passage."""
        ...


@dataclass(frozen=True, slots=True)
class _Window:
    passage: int
    ids: list[int]
    passage_start: int                  # of the passage's first token among ids
    offsets: list[tuple[int, int]]


class OnnxReader:
    def __init__(self, session: OnnxSession, tokenizer: Tokenizer, settings: ReaderSettings) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._settings = settings
        self._bos, self._eos = tokenizer.encode("").ids

    @classmethod
    def open(cls, folder: Path = BUNDLED_READER, settings: ReaderSettings | None = None) -> "OnnxReader":
        """Raises ModelError if the folder misses a file."""
        return cls(OnnxSession.open(onnx_file(folder)), open_tokenizer(folder), settings or ReaderSettings())

    def read(self, question: str, passages: Sequence[str]) -> list[list[Reading]]:
        windows = list(self._windows(question, passages))
        readings: list[list[Reading]] = [[] for _ in passages]
        for window, (start, end) in zip(windows, self._session.run([w.ids for w in windows]), strict=True):
            readings[window.passage] += self._best(window, start, end, passages[window.passage])
        return [sorted(found, key=lambda reading: -reading.score) for found in readings]

    def _windows(self, question: str, passages: Sequence[str]) -> Iterator[_Window]:
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids
        front = [self._bos, *asked, self._eos, self._eos]
        room = self._settings.window - len(front) - 1
        step = max(1, room - self._settings.stride)
        for number, encoded in enumerate(self._tokenizer.encode_batch(list(passages), add_special_tokens=False)):
            for first in range(0, max(1, len(encoded.ids) - self._settings.stride), step):
                part = slice(first, first + room)
                yield _Window(number, [*front, *encoded.ids[part], self._eos], len(front), encoded.offsets[part])

    def _best(self, window: _Window, start: NDArray[np.float32], end: NDArray[np.float32], passage: str) -> Iterator[Reading]:
        inside = slice(window.passage_start, window.passage_start + len(window.offsets))
        scores = start[inside, None] + end[None, inside]
        tokens = np.arange(len(window.offsets))[None, :] - np.arange(len(window.offsets))[:, None]
        scores[(tokens < 0) | (tokens >= self._settings.answer_tokens)] = -np.inf
        best = np.argsort(scores, axis=None)[::-1][:_PER_WINDOW]
        for first, last in zip(*np.unravel_index(best, scores.shape), strict=True):
            # a token's offsets include the blank before it
            span = Span(window.offsets[first][0], window.offsets[last][1]).stripped(passage)
            if np.isfinite(scores[first, last]) and span.start < span.end:
                yield Reading(span, float(scores[first, last] - start[0] - end[0]))
