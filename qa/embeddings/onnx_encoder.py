"""A sentence-transformers folder with an ONNX file, run without torch: mean pooling, then unit length."""
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from qa.embeddings.encoder import Vectors, fingerprint_of
from qa.embeddings.onnx_session import OnnxSession, onnx_file, open_tokenizer
from qa.errors import ModelError


class OnnxEncoder:
    """Reimers & Gurevych 2019 (Sentence-BERT): the mean of the token vectors, normalised."""

    def __init__(self, name: str, fingerprint: str, session: OnnxSession, tokenizer: Tokenizer, *,
                 prompts: dict[str, str], dimension: int, max_tokens: int) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.max_tokens = max_tokens
        self._session = session
        self._tokenizer = tokenizer
        self._prompts = prompts
        self.overhead = len(tokenizer.encode(prompts.get("document", "")).ids)

    @classmethod
    def open(cls, folder: Path, name: str) -> "OnnxEncoder":
        """Raises ModelError if the folder misses a file or pools in another way than by the mean."""
        model = onnx_file(folder)
        tokenizer = open_tokenizer(folder)
        pooling = _read(folder / "1_Pooling" / "config.json")
        if pooling.get("pooling_mode", "mean" if pooling.get("pooling_mode_mean_tokens") else None) != "mean":
            raise ModelError(f"the model {str(folder)!r} does not pool by the mean; without its onnx folder "
                             "it goes through sentence-transformers")
        prompts = _read(folder / "config_sentence_transformers.json").get("prompts", {})
        limits = _read(folder / "sentence_bert_config.json")
        dimension = pooling.get("embedding_dimension") or pooling.get("word_embedding_dimension")  # since version 6, and before
        max_tokens = limits.get("max_seq_length") or _read(folder / "tokenizer_config.json").get("model_max_length")
        if not dimension or not max_tokens:
            raise ModelError(f"the model {str(folder)!r} does not say its dimension or how many tokens it takes; restore the folder")
        fingerprint = fingerprint_of([model, folder / "tokenizer.json"], prompts, pooling, limits)
        return cls(name, fingerprint, OnnxSession.open(model), tokenizer, prompts=prompts, dimension=dimension, max_tokens=max_tokens)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(e.ids) for e in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._prompts.get("query", ""))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._prompts.get("document", ""))

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        sequences = [self._shortened(e.ids) for e in self._tokenizer.encode_batch([prompt + text for text in texts])]
        for row, (hidden, *_) in enumerate(self._session.run(sequences)):
            vectors[row] = hidden.mean(axis=0)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def _shortened(self, ids: list[int]) -> list[int]:
        """Over the limit the graph fails; passages are made to fit, so this only ever meets a question."""
        return ids if len(ids) <= self.max_tokens else [*ids[:self.max_tokens - 1], ids[-1]]


def _read(file: Path) -> dict[str, Any]:
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"the model folder misses {str(file)!r}; restore the folder") from None
    except ValueError:
        raise ModelError(f"the model file {str(file)!r} is not JSON; restore the folder") from None
    if not isinstance(record, dict):
        raise ModelError(f"the model file {str(file)!r} is not a JSON object; restore the folder")
    return record
