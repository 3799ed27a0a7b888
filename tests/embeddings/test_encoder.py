"""The bundled encoder: unit vectors that depend on nothing but their text, and a clear word where a folder is not whole."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from qa import Retriever, build
from qa.embeddings.encoder import Encoder
from qa.embeddings.engines import BUNDLED_ENCODER, open_encoder
from qa.errors import ModelError, StoreMismatch
from tests.fakes import write_files

TEXTS = [
    "De brug is open.",
    "Nederland stuurt zo'n 35 militairen naar Jordanië. " * 6,
    "🚲",
    "The bridge is open.",
    "x" * 400,
    "",
    " \u00ad",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bundled model that may be damaged."""
    return Path(shutil.copytree(BUNDLED_ENCODER, tmp_path / "model"))


def test_unit_vectors(encoder: Encoder) -> None:
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_alone_and_in_a_batch_has_the_same_vector(encoder: Encoder) -> None:
    together = encoder.encode_passages(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(encoder.encode_passages([text])[0], vector, atol=1e-6)


def test_meaning_is_found_across_languages(encoder: Encoder) -> None:
    query = encoder.encode_queries(["Is the bridge open?"])[0]
    cosines = encoder.encode_passages(["De brug is open.", "De griepprik wordt in oktober gezet."]) @ query
    assert cosines[0] > cosines[1] + 0.05


def test_a_query_is_not_encoded_as_a_passage(encoder: Encoder) -> None:
    assert float(encoder.encode_queries(TEXTS[:1])[0] @ encoder.encode_passages(TEXTS[:1])[0]) < 0.999


def test_over_the_limit_is_shortened_not_an_error(encoder: Encoder) -> None:
    words = " ".join(["woord"] * 2000)
    assert encoder.count_tokens([words])[0] > encoder.max_tokens
    np.testing.assert_allclose(encoder.encode_queries([words]), encoder.encode_queries([words + " en nog iets"]), atol=1e-6)


def test_nothing_to_encode(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)
    assert encoder.count_tokens([]) == []


@pytest.mark.parametrize("missing", ["onnx/model.onnx", "tokenizer.json", "1_Pooling/config.json", "config_sentence_transformers.json"])
def test_a_missing_file_is_named(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(ModelError, match=Path(missing).suffix.replace(".", r"\.") + ".*restore the"):
        open_encoder(str(folder))


def test_a_folder_with_several_onnx_files_is_for_sentence_transformers(folder: Path) -> None:
    shutil.copy(folder / "onnx" / "model.onnx", folder / "onnx" / "model_quantized.onnx")
    with pytest.raises(ModelError, match="no complete model folder"):  # the bundled one has no weights for it
        open_encoder(str(folder))


def test_a_model_that_does_not_pool_by_the_mean(folder: Path) -> None:
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode": "cls", "embedding_dimension": 384}')
    with pytest.raises(ModelError, match="does not pool by the mean"):
        open_encoder(str(folder))


def test_a_folder_that_does_not_say_its_dimension(folder: Path) -> None:
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode": "mean"}')
    with pytest.raises(ModelError, match="does not say its dimension"):
        open_encoder(str(folder))


@pytest.mark.parametrize("damaged", ["onnx/model.onnx", "tokenizer.json", "1_Pooling/config.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"[]"], ids=["empty", "cut", "other"])
def test_a_damaged_file_is_named(folder: Path, damaged: str, content: bytes) -> None:
    (folder / damaged).write_bytes(content)
    with pytest.raises(ModelError, match=str(folder)):
        open_encoder(str(folder))


def test_a_model_that_is_nowhere() -> None:
    with pytest.raises(ModelError, match=r"er-is-geen/zulk-model.*check the path or the name"):
        open_encoder("er-is-geen/zulk-model")


@pytest.mark.parametrize("change", ["prompts", "tokenizer"])
def test_another_model_of_the_same_dimension_is_refused_and_named(folder: Path, tmp_path: Path, change: str) -> None:
    store = tmp_path / "store"
    build(write_files(tmp_path / "corpus", {"a.txt": "De brug is open."}), store, model=str(folder))
    before = open_encoder(str(folder)).fingerprint
    assert Retriever.open(store).search("brug")
    if change == "prompts":
        file = folder / "config_sentence_transformers.json"
        file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"prompts": {"query": "", "document": ""}}), "utf-8")
    else:
        (folder / "tokenizer.json").write_text((folder / "tokenizer.json").read_text("utf-8") + "\n", "utf-8")
    after = open_encoder(str(folder)).fingerprint
    assert before != after
    with pytest.raises(StoreMismatch, match=rf"{before[:12]}.*{after[:12]}.*qa build --model"):
        Retriever.open(store)
    report = build(tmp_path / "corpus", store)  # the remedy: the store's own model, as it is now
    assert report.model == str(folder)
    assert Retriever.open(store).search("brug")


def test_the_same_model_elsewhere_has_the_same_fingerprint(folder: Path, encoder: Encoder) -> None:
    assert open_encoder(str(folder)).fingerprint == encoder.fingerprint
