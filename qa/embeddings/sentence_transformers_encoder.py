"""Any other model, through sentence-transformers with its own prompts. Only here are it and torch imported: that takes seconds."""
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

from qa.embeddings.encoder import Vectors, fingerprint_of
from qa.errors import ModelError

_BATCH = 32
_MODEL_FILES = (".json", ".safetensors", ".bin", ".model", ".txt")


class SentenceTransformersEncoder:
    def __init__(self, name: str, fingerprint: str, model: SentenceTransformer) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self._model = model
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.max_tokens = int(model.max_seq_length or 512)
        self.overhead = len(model.tokenizer(model.prompts.get("document", ""))["input_ids"])

    @classmethod
    def open(cls, model: str, *, download: bool = False) -> "SentenceTransformersEncoder":
        """Raises ModelError if there is no such folder, and the name is neither cached nor may be fetched."""
        try:
            loaded = SentenceTransformer(model, local_files_only=not download, device="cpu")
        except Exception as error:  # OSError, ValueError, and what the hub client raises
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ModelError(f"the model {model!r} cannot be opened: it is no complete model folder and not in the local cache ({reason}); "
                             "check the path or the name") from error
        return cls(model, _fingerprint(model, loaded), loaded)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        return [len(ids) for ids in self._model.tokenizer(list(texts), add_special_tokens=False, truncation=False)["input_ids"]]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._model.encode_query(list(texts), batch_size=_BATCH, normalize_embeddings=True), dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode_document(list(texts), batch_size=_BATCH, normalize_embeddings=True)
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimension)  # of no texts it gives shape (0,)


def _fingerprint(name: str, model: SentenceTransformer) -> str:
    """Of the files where the model is a folder, else of the weights themselves."""
    folder = Path(name)
    if folder.is_dir():
        return fingerprint_of(sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in _MODEL_FILES))
    digest = hashlib.sha256(repr((name, model.prompts, model.max_seq_length)).encode())
    for key, value in sorted(model.state_dict().items()):
        digest.update(key.encode() + value.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()
