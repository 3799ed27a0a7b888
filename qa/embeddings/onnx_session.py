"""One ONNX Runtime session, run one text at a time on every core: shared by the encoder and the reader."""
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from qa.errors import ModelError

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


class OnnxSession:
    """Runs sequences of token ids. Each goes alone: no padding, and int8 scales that no neighbour can change."""

    def __init__(self, session: ort.InferenceSession, workers: int = CORES) -> None:
        self._session = session
        self._inputs = [value.name for value in session.get_inputs()]
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="onnx")

    @classmethod
    def open(cls, file: Path) -> "OnnxSession":
        """Raises ModelError if the file is missing or not a model."""
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1  # the pool has the cores; run() lets go of the interpreter lock
        options.log_severity_level = 3
        options.add_session_config_entry("session.x64quantprecision", "1")  # no saturation on processors without VNNI
        try:
            return cls(ort.InferenceSession(file, options, providers=["CPUExecutionProvider"]))
        except Exception as error:  # ONNX Runtime raises a dozen types of its own that share no base
            raise ModelError(f"the model file {str(file)!r} cannot be opened ({type(error).__name__}); restore the model folder") from error

    def run(self, sequences: Sequence[Sequence[int]]) -> Iterator[list[NDArray[np.float32]]]:
        """The outputs for each sequence, in order, without the batch axis."""
        return self._pool.map(self._run_one, sequences)

    def _run_one(self, ids: Sequence[int]) -> list[NDArray[np.float32]]:
        row = np.array([ids], dtype=np.int64)
        given = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        return [output[0] for output in self._session.run(None, {name: given[name] for name in self._inputs})]


def onnx_file(folder: Path) -> Path:
    """The one `.onnx` file of a model folder. Raises ModelError."""
    files = sorted((folder / "onnx").glob("*.onnx"))
    if len(files) != 1:
        raise ModelError(f"the model folder {str(folder)!r} has {len(files)} files onnx/*.onnx and should have one; restore the folder")
    return files[0]


def open_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer with truncation and padding off, which are shared state. Raises ModelError."""
    file = folder / "tokenizer.json"
    if not file.is_file():
        raise ModelError(f"the model folder {str(folder)!r} misses tokenizer.json; restore the folder")
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # tokenizers raises plain Exception
        raise ModelError(f"the tokenizer {str(file)!r} cannot be read: {error}; restore the folder") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
