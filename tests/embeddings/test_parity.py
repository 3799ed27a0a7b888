"""ONNX Runtime and sentence-transformers give the same vectors, on a small model made here."""

import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest

from qa.embeddings.engines import open_encoder
from qa.embeddings.onnx_encoder import OnnxEncoder
from qa.embeddings.sentence_transformers_encoder import SentenceTransformersEncoder

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # what torch and transformers say while a model is made is theirs

WORDS = "de het brug is open dicht militairen gaan naar jordanië vitamine soldaten oktober kabinet minister".split()
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
TEXTS = [
    "De brug is open.",
    "De militairen gaan in oktober naar Jordanië. " * 9,
    "vitamine",
    "",
    "Het kabinet, de minister en de soldaten: dicht?",
    "de " * 900,
]


@pytest.fixture(scope="module")
def torch_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random BERT of two layers, saved by sentence-transformers."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx", reason="the torch export needs it: pip install -e '.[train]'")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("parity")
    vocabulary = {word: number for number, word in enumerate([*SPECIAL, ".", ",", ":", "?", "query", "passage", *WORDS])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    torch.manual_seed(1)
    with warnings.catch_warnings(action="ignore"):
        config = BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=4,
            intermediate_size=64,
            attn_implementation="eager",
        )
        BertModel(config, add_pooling_layer=False).save_pretrained(folder / "bert")
        PreTrainedTokenizerFast(
            tokenizer_object=tokenizer,
            unk_token="[UNK]",
            pad_token="[PAD]",
            cls_token="[CLS]",
            sep_token="[SEP]",
            mask_token="[MASK]",
            model_max_length=512,
        ).save_pretrained(folder / "bert")
        model = SentenceTransformer(
            modules=[Transformer(str(folder / "bert")), Pooling(32, pooling_mode="mean"), Normalize()],
            prompts={"query": "query: ", "document": "passage: "},
        )
        model.save(str(folder / "model"))
    return folder / "model"


def exported(torch_folder: Path, folder: Path, inputs: list[str]) -> Path:
    """The same folder with an ONNX file that takes these inputs."""
    import torch
    from transformers import BertModel

    shutil.copytree(torch_folder, folder)
    (folder / "onnx").mkdir()
    network = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager").eval()

    class LastHidden(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, *given):
            return self.network(**dict(zip(inputs, given, strict=True))).last_hidden_state

    row = torch.ones(1, 7, dtype=torch.long)
    axes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        LastHidden(),
        tuple(row for _ in inputs),
        folder / "onnx" / "model.onnx",
        dynamo=False,
        opset_version=17,
        input_names=inputs,
        output_names=["last_hidden_state"],
        dynamic_axes=dict.fromkeys([*inputs, "last_hidden_state"], axes),
    )
    return folder


def older_configuration(folder: Path) -> None:
    """As sentence-transformers wrote it before version 6."""
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"word_embedding_dimension": 32, "pooling_mode_mean_tokens": True}))
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 512, "do_lower_case": False}))


@pytest.mark.parametrize("written", ["now", "before"])
@pytest.mark.parametrize(
    "inputs", [["input_ids", "attention_mask"], ["input_ids", "attention_mask", "token_type_ids"]], ids=["two", "three"]
)
def test_both_engines_give_the_same_vectors(torch_folder: Path, tmp_path: Path, written: str, inputs: list[str]) -> None:
    folder = exported(torch_folder, tmp_path / "onnx-model", inputs)
    if written == "before":
        older_configuration(folder)
    theirs, ours = open_encoder(str(torch_folder)), open_encoder(str(folder))
    assert isinstance(theirs, SentenceTransformersEncoder)
    assert isinstance(ours, OnnxEncoder)
    assert (ours.dimension, ours.max_tokens) == (theirs.dimension, theirs.max_tokens) == (32, 512)
    assert ours.count_tokens(TEXTS) == theirs.count_tokens(TEXTS)
    for kind in ("encode_queries", "encode_passages"):
        a, b = getattr(ours, kind)(TEXTS), getattr(theirs, kind)(TEXTS)
        assert a.shape == b.shape == (len(TEXTS), 32)
        assert np.sum(a * b, axis=1).min() >= 0.9999


def test_alone_and_in_a_batch(torch_folder: Path) -> None:
    encoder = open_encoder(str(torch_folder))
    together = encoder.encode_passages(TEXTS)
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    assert np.sum(together * alone, axis=1).min() >= 0.9999
    assert encoder.encode_passages([]).shape == (0, 32)
