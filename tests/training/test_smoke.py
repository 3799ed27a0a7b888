"""The whole pipeline as `training/Makefile` runs it, on a model and data small enough for seconds."""
import gzip
import json
import os
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from qa.answers.confidence import Calibration
from qa.answers.reader import OnnxReader
from qa.embeddings.engines import open_encoder
from tests.training.tiny import PIECES, PLACES, SCALE, UNUSED, WIDTH, integers

ROOT = Path(__file__).parents[2]
TRAINING = ROOT / "training"
TABLE = "embeddings.word_embeddings.weight"
# torch's exporter warns of itself, and of what this graph does not do
EXPORTER = "ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning", "ignore:Exporting aten:UserWarning"
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings(*EXPORTER)]


def python(script: str, *arguments: str) -> None:
    """As `python script …` in `training/`, but in this process, so that torch is imported once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(TRAINING)
        patch.syspath_prepend(str(TRAINING))
        patch.setattr(sys, "argv", [script, *arguments])
        runpy.run_path(script, run_name="__main__")


@pytest.fixture(scope="module")
def made(data: Path, gold: Path, wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make -C training` leaves: `work/`, and the models in `models/`."""
    folder = tmp_path_factory.mktemp("made")
    for name in ("encoder", "reader"):
        (folder / "models" / name).mkdir(parents=True)
    places = {"DATA": data, "GOLD": gold, "WORK": folder / "work", "MODELS": folder / "models", "PYTHON": sys.executable}
    planned = subprocess.run(["make", "--dry-run", "--silent", "-C", str(TRAINING), "MINUTES=0.05",
                              *(f"{name}={place}" for name, place in places.items())], capture_output=True, encoding="utf-8")
    assert planned.returncode == 0, planned.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIP_NO_INDEX", "1")
        patch.setenv("PIP_FIND_LINKS", str(wheels))
        for line in planned.stdout.splitlines():
            program, *arguments = shlex.split(line)
            if program == sys.executable and arguments[0].endswith(".py"):
                python(*arguments)
            else:
                subprocess.run(line, shell=True, check=True, cwd=TRAINING)
    return folder


def test_the_base_has_the_weights_of_the_package(made: Path) -> None:
    weights = load_file(made / "work" / "base" / "model.safetensors")
    for ours, theirs in ((TABLE, "emb.word"), ("encoder.layer.1.attention.self.key.weight", "l1.k.w"),
                         ("encoder.layer.0.output.dense.weight", "l0.fo.w")):
        expected = (integers(theirs, weights[ours].size).astype(np.float32) - 8) * SCALE
        np.testing.assert_array_equal(weights[ours].ravel(), expected)
    assert weights["encoder.layer.0.output.dense.weight"].shape == (WIDTH, 2 * WIDTH)
    assert weights["encoder.layer.0.output.LayerNorm.weight"].tolist() == [1.0] * WIDTH


def test_the_vocabulary_loses_what_no_text_uses_and_rows_follow_their_pieces(made: Path) -> None:
    before, after = (load_file(made / "work" / name / "model.safetensors")[TABLE] for name in ("base", "start"))
    pieces = Tokenizer.from_file(str(made / "work" / "start" / "tokenizer.json")).get_vocab()
    assert set(PIECES) - set(pieces) == set(UNUSED)  # é is in one title only, and stays as a single letter
    assert len(after) == len(pieces) == len(PIECES) - len(UNUSED)
    for piece, row in pieces.items():
        np.testing.assert_array_equal(after[row], before[PIECES.index(piece)])


def test_the_trained_encoder_opens_in_both_engines_and_they_agree(made: Path) -> None:
    from sentence_transformers import SentenceTransformer  # takes seconds: not while tests are collected
    texts = [f"De brug in {place} gaat om 9 uur open." for place in PLACES]
    reference = SentenceTransformer(str(made / "work" / "encoder-small"), device="cpu").encode_document(texts)
    vectors = open_encoder(str(made / "models" / "encoder")).encode_passages(texts)
    assert vectors.shape == (len(texts), WIDTH)
    assert (vectors * reference / np.linalg.norm(reference, axis=1, keepdims=True)).sum(1).min() > 0.99


def test_the_trained_reader_reads(made: Path) -> None:
    passage = "De brug in Breda gaat om 7 uur open."
    (readings,) = OnnxReader.open(made / "models" / "reader").read("Hoe laat gaat de brug open?", [passage])
    assert readings
    assert all(0 <= reading.span.start < reading.span.end <= len(passage) for reading in readings)


def test_training_moved_the_weights_but_not_the_word_table(made: Path) -> None:
    start, encoder, reader = (load_file(made / "work" / name / "model.safetensors") for name in ("start", "encoder-small", "reader-small"))
    for trained, prefix in ((encoder, ""), (reader, "bert.")):
        np.testing.assert_array_equal(trained[prefix + TABLE], start[TABLE])
        bias = "encoder.layer.1.output.dense.bias"
        assert start[bias].tolist() == [0.0] * WIDTH
        assert np.count_nonzero(trained[prefix + bias]) > WIDTH / 2


def test_confidence_and_leaning_are_fitted_on_the_new_models(made: Path) -> None:
    calibration = Calibration.open(made / "models" / "confidence.json")
    bundled = Calibration.open()
    assert calibration.weights.keys() == bundled.weights.keys()
    assert calibration.weights != bundled.weights
    leaning = json.loads((made / "models" / "leaning.json").read_text())
    assert leaning["weights"].keys() == json.loads((ROOT / "qa" / "models" / "leaning.json").read_text())["weights"].keys()


def test_the_weights_come_back_from_the_quantised_reader(made: Path, tmp_path: Path) -> None:
    python("unquantise.py", str(made / "models" / "reader"), "--out", str(tmp_path))
    before, after = (load_file(folder / "model.safetensors") for folder in (made / "work" / "reader-small", tmp_path))
    assert before.keys() - after.keys() == {f"bert.{TABLE}"}
    for name, weights in after.items():
        np.testing.assert_allclose(weights, before[name], atol=np.abs(before[name]).max() / 50, err_msg=name)


def test_average_is_the_mean_of_both(tmp_path: Path) -> None:
    for name, values in (("first", [1.0, 2.0]), ("second", [3.0, 8.0])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "config.json").write_text("{}")
        save_file({"layer": np.array(values, np.float32)}, tmp_path / name / "model.safetensors")
    python("average.py", str(tmp_path / "first"), str(tmp_path / "second"), "--out", str(tmp_path / "mean"))
    assert load_file(tmp_path / "mean" / "model.safetensors")["layer"].tolist() == [2.0, 5.0]


def test_the_base_from_the_hub_is_the_same_without_its_pooler(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the hub's cache, where its files land."""
    base, out = made / "work" / "base", tmp_path / "base"
    names = runpy.run_path(str(TRAINING / "base.py"))
    snapshot = tmp_path / "hub" / f"models--{names['MODEL'].replace('/', '--')}" / "snapshots" / names["REVISION"]
    snapshot.mkdir(parents=True)
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(base / name, snapshot)
    weights = load_file(base / "model.safetensors")
    extra = {"pooler.dense.weight": np.zeros((WIDTH, WIDTH), np.float32), "embeddings.position_ids": np.zeros((1, 512), np.int64)}
    save_file(weights | extra, snapshot / "model.safetensors")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    python("base.py", "--from", "hub", "--out", str(out))
    again = load_file(out / "model.safetensors")
    assert again.keys() == weights.keys()
    np.testing.assert_array_equal(again[TABLE], weights[TABLE])
    assert (out / "modules.json").read_text() == (base / "modules.json").read_text()


def test_the_lexicon_learns_what_stands_for_what(data: Path, tmp_path: Path) -> None:
    python("lexicon.py", "--data", str(data), "--out", str(tmp_path / "lexicon.json.gz"))
    lexicon = json.loads(gzip.decompress((tmp_path / "lexicon.json.gz").read_bytes()))
    assert max(lexicon["brug"], key=lexicon["brug"].get) == "bridg"


def test_a_reader_that_goes_on_from_another_is_their_mean(data: Path, tmp_path: Path) -> None:
    asked = ["bundled-reader", f"DATA={data}", f"WORK={tmp_path}", "READER_START=before"]
    planned = subprocess.run(["make", "--dry-run", "-C", str(TRAINING), *asked], capture_output=True, encoding="utf-8", check=True).stdout
    assert f"--start before --out {tmp_path}/reader-small-trained " in planned
    assert f"average.py before {tmp_path}/reader-small-trained --out {tmp_path}/reader-small\n" in planned


def test_data_that_is_missing_is_named() -> None:
    done = subprocess.run(["make", "-C", str(TRAINING), "encoder"], capture_output=True, encoding="utf-8", env=os.environ | {"DATA": ""})
    assert done.returncode == 2
    assert "DATA is not set" in done.stderr
