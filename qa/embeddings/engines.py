"""The look-up of an encoder by name, and the engine that runs it."""
from pathlib import Path

from qa.embeddings.encoder import Encoder
from qa.embeddings.onnx_encoder import OnnxEncoder

BUNDLED = "bundled"
BUNDLED_ENCODER = Path(__file__).parent.parent / "models" / "encoder"


def open_encoder(model: str = BUNDLED, *, download: bool = False) -> Encoder:
    """The bundled model, a folder with one ONNX file, or any other folder or hub name through sentence-transformers.

    Args:
        model: a path, `"bundled"`, or a hub id that is in the local cache.
        download: whether a hub id that is not in the cache may be fetched.

    Raises:
        ModelError: there is no such model, or its folder misses a file.
    """
    folder = BUNDLED_ENCODER if model == BUNDLED else Path(model).absolute()
    if model == BUNDLED or ((folder / "onnx").is_dir() and len(list((folder / "onnx").glob("*.onnx"))) < 2):
        return OnnxEncoder.open(folder, name=BUNDLED if model == BUNDLED else str(folder))
    from qa.embeddings.sentence_transformers_encoder import SentenceTransformersEncoder
    return SentenceTransformersEncoder.open(str(folder) if folder.is_dir() else model, download=download)
