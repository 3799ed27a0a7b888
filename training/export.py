"""Write the quantised ONNX file of the encoder or the reader: int8 matrices, outliers smoothed away, int8 rows for the word table.

    python training/export.py encoder --model ENCODER --calibration own/*.train.jsonl --out qa/models/encoder/onnx/model.onnx
    python training/export.py reader --model READER --encoder ENCODER --calibration own/*.train.jsonl --out qa/models/reader/onnx/model.onnx

`ENCODER` and `READER` are folders in the Hugging Face layout; a reader saved without its word table takes the encoder's.
Steps: export to fp32, fuse (attention, GELU, layer norm), measure the largest input of every channel on the calibration texts,
divide the large ones and make up for it in the weights (SmoothQuant, Xiao et al. 2023), quantise.
Inputs are quantised at run time with one scale a tensor, so run ONE text a call: padding and neighbours would share its scale.
Without VNNI, sums of int8 products can saturate: set the session's option `session.x64quantprecision` to 1 (no cost with VNNI).
"""
import argparse
import random
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import NodeProto, TensorProto, numpy_helper
from onnx.helper import make_node, make_opsetid, make_tensor_value_info
from onnxruntime import InferenceSession
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model
from safetensors.torch import load_file
from sources import rows
from tokenizers import Tokenizer
from transformers import BertConfig, BertForQuestionAnswering, BertModel

BOS, EOS = 0, 2
TEXTS, MAX_TOKENS = 200, 384  # of the calibration
LARGEST = 127                # of the integers; 63 cannot saturate on any processor, at twice the rounding error
OUTLIER = 3.0                # after GELU, a channel of more than this many times the median one is split
STRENGTH = 0.7               # SmoothQuant's alpha: how much of a channel's size goes from the input to the weights
INPUTS = ["input_ids", "attention_mask"]
OUTPUTS = {"encoder": ["last_hidden_state"], "reader": ["start_logits", "end_logits"]}
TABLE = "embeddings.word_embeddings.weight"


class Outputs(torch.nn.Module):
    """The named outputs of a Hugging Face model as a tuple, which is what the exporter wants."""
    def __init__(self, model: torch.nn.Module, names: list[str]) -> None:
        super().__init__()
        self.model, self.names = model, names

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        out = self.model(input_ids=input_ids, attention_mask=attention_mask)
        return tuple(out[name] for name in self.names)


def load(kind: str, folder: Path, encoder: Path) -> torch.nn.Module:
    config = BertConfig.from_pretrained(folder, attn_implementation="eager")
    weights = load_file(folder / "model.safetensors")  # may be fp16; the model copies them to fp32
    model = BertModel(config, add_pooling_layer=False) if kind == "encoder" else BertForQuestionAnswering(config)
    if not any(name.endswith(TABLE) for name in weights):
        weights[f"bert.{TABLE}"] = load_file(encoder / "model.safetensors")[TABLE]
    model.load_state_dict(weights)
    return model.eval()


def fused(model: torch.nn.Module, names: list[str]) -> onnx.ModelProto:
    """The fp32 graph with the fused operators of ONNX Runtime; GELU stays exact."""
    ids = torch.ones(2, 17, dtype=torch.long)
    axes = {name: {0: "batch", 1: "tokens"} for name in [*INPUTS, *names]}
    config, options = model.config, FusionOptions("bert")
    options.enable_embed_layer_norm = False  # it would hide the word table
    with tempfile.TemporaryDirectory() as folder:
        torch.onnx.export(Outputs(model, names), (ids, torch.ones_like(ids)), path := f"{folder}/model.onnx", input_names=INPUTS,
                          output_names=names, dynamic_axes=axes, opset_version=17, dynamo=False)
        graph = optimize_model(path, "bert", config.num_attention_heads, config.hidden_size, options, opt_level=0).model
    graph.opset_import.append(make_opsetid("com.microsoft", 1))
    return graph


def initializers(model: onnx.ModelProto) -> dict[str, TensorProto]:
    return {tensor.name: tensor for tensor in model.graph.initializer}


def matrices(model: onnx.ModelProto) -> list[NodeProto]:
    """The products to quantise: all those with a constant matrix but the reader's head, which is small and decides."""
    constant = initializers(model)
    return [node for node in model.graph.node if node.op_type == "Attention"
            or (node.op_type == "MatMul" and node.input[1] in constant and constant[node.input[1]].dims[1] > 2)]


def texts(paths: list[Path], kind: str, tokenizer: Tokenizer) -> Iterator[list[int]]:
    """Token ids of the calibration texts as the model will see them: passages and queries, or question and passage."""
    for path in paths:
        for paragraph in (p for row in rows(path) for p in row.get("paragraphs", [row])):
            passages = [p for p in map(paragraph.get, ("text", "text_nl", "text_en")) if p]
            questions = [q for row in paragraph["qas"][:2] for q in (row["question_nl"], row["question_en"]) if q]
            for text in [*(f"passage: {p}" for p in passages), *(f"query: {q}" for q in questions[:1])] if kind == "encoder" else []:
                yield tokenizer.encode(text).ids[:MAX_TOKENS]
            for question in questions[:2] if kind == "reader" else []:
                asked, read = (tokenizer.encode(t, add_special_tokens=False).ids for t in (question, random.choice(passages)))
                yield [BOS, *asked, EOS, EOS, *read[:MAX_TOKENS - len(asked) - 4], EOS]


def largest_inputs(model: onnx.ModelProto, sample: list[list[int]]) -> dict[str, np.ndarray]:
    """Of every matrix's input, the largest absolute value that each channel takes."""
    names = [node.input[0] for node in matrices(model)]
    probe = deepcopy(model)
    probe.graph.output.extend(make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = InferenceSession(probe.SerializeToString(), providers=["CPUExecutionProvider"])
    largest = {name: np.zeros(1, np.float32) for name in names}
    for ids in sample:
        feed = {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), np.int64)}
        for name, value in zip(names, session.run(names, feed), strict=True):
            largest[name] = np.maximum(largest[name], np.abs(value).max((0, 1)))
    return largest


def insert_before(model: onnx.ModelProto, node: NodeProto, new: list[NodeProto]) -> None:
    at = list(model.graph.node).index(node)
    for each in reversed(new):
        model.graph.node.insert(at, each)


def smooth(model: onnx.ModelProto, largest: dict[str, np.ndarray]) -> None:
    """Divide the inputs of outlier channels, so that the scale of the tensor is fine enough for the others.

    After GELU, where one channel can be 30 times the rest, it is split into copies that share it (Zhao et al. 2019): columns of the
    matrix before and rows of the one after are repeated, and no weight grows. Elsewhere the rows of the matrix are multiplied.
    """
    constant, producer = initializers(model), {name: node for node in model.graph.node for name in node.output}

    def change(name: str, new: np.ndarray) -> None:
        constant[name].CopyFrom(numpy_helper.from_array(np.ascontiguousarray(new), name))

    for k, node in enumerate(matrices(model)):
        channels, before, matrix = largest[node.input[0]], producer[node.input[0]], numpy_helper.to_array(constant[node.input[1]])
        if before.op_type == "BiasGelu":
            copies = np.maximum(1, np.ceil(channels / (OUTLIER * np.median(channels)))).astype(int)
            scale = np.repeat(copies, copies)
            change(node.input[1], np.repeat(matrix, copies, axis=0))
            for name in (producer[before.input[0]].input[1], before.input[1]):
                change(name, np.repeat(numpy_helper.to_array(constant[name]), copies, axis=-1))
        else:
            scale = np.maximum(channels, 1e-5) ** STRENGTH / np.maximum(np.abs(matrix).max(1), 1e-5) ** (1 - STRENGTH)
            change(node.input[1], (matrix * scale[:, None]).astype(np.float32))
        model.graph.initializer.append(numpy_helper.from_array((1 / scale).astype(np.float32), f"smooth_{k}"))
        # A node of its own: the layer norm before also feeds the residual, and GELU is not linear.
        insert_before(model, node, [make_node("Mul", [node.input[0], f"smooth_{k}"], [f"smoothed_{k}"])])
        node.input[0] = f"smoothed_{k}"


def quantise(model: onnx.ModelProto) -> None:
    """Replace every matrix by int8 columns and the word table by int8 rows, both symmetric with a scale for each."""
    constant = initializers(model)

    def store(name: str, axis: int) -> list[str]:
        values = numpy_helper.to_array(constant[name])
        scale = (np.maximum(np.abs(values).max(axis, keepdims=bool(axis)), 1e-12) / LARGEST).astype(np.float32)
        parts = {"int8": np.round(values / scale).astype(np.int8), "scale": scale}
        model.graph.initializer.remove(constant[name])
        model.graph.initializer.extend(numpy_helper.from_array(part, f"{name}.{key}") for key, part in parts.items())
        return [f"{name}.{key}" for key in parts]

    for node in matrices(model):
        whole, scale = store(node.input[1], axis=0)
        if node.op_type == "MatMul":
            node.op_type, node.domain, node.input[1:] = "DynamicQuantizeMatMul", "com.microsoft", [whole, scale]
        else:
            x, x_scale, x_zero = (f"{node.output[0]}.{key}" for key in ("int8", "scale", "zero"))
            insert_before(model, node, [make_node("DynamicQuantizeLinear", [node.input[0]], [x, x_scale, x_zero])])
            node.op_type, (_, _, bias, mask) = "QAttention", node.input
            node.input[:] = [x, whole, bias, x_scale, scale, mask, x_zero]
    node = next(node for node in model.graph.node if node.input and node.input[0].endswith(TABLE))
    (whole, scale), ids, out = store(node.input[0], axis=1), node.input[1], node.output[0]
    insert_before(model, node, [make_node("Gather", [whole, ids], ["word_int8"]), make_node("Gather", [scale, ids], ["word_scale"]),
                                make_node("Cast", ["word_int8"], ["word_float"], to=TensorProto.FLOAT),
                                make_node("Mul", ["word_float", "word_scale"], [out])])
    model.graph.node.remove(node)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=OUTPUTS)
    for name in ("--model", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--encoder", type=Path, help="folder of the tokenizer and the word table, if not --model")
    parser.add_argument("--calibration", type=Path, nargs="+", required=True, help="training texts (never those of an evaluation)")
    args = parser.parse_args()
    random.seed(7)
    encoder = args.encoder or args.model
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    model = fused(load(args.kind, args.model, encoder), OUTPUTS[args.kind])
    sample = list(texts(args.calibration, args.kind, tokenizer))
    smooth(model, largest_inputs(model, random.sample(sample, min(TEXTS, len(sample)))))
    quantise(model)
    onnx.checker.check_model(model)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, args.out)
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
