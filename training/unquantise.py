"""The weights of a quantised reader, back in the Hugging Face layout, to train further from: what `export.py` did, undone.

    python training/unquantise.py qa/models/reader --out READER

What was rounded stays so. The word table is left out: it was never trained, and is the encoder's.
"""
import argparse
import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
import onnx
from onnx import NodeProto, numpy_helper
from safetensors.numpy import save_file

PREFIX = "model."
IN_ONE = ("attention.self.query", "attention.self.key", "attention.self.value")
HEAD = "qa_outputs.weight"


def weights_of(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    constant = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    producer = {name: node for node in model.graph.node for name in node.output}
    matrices = (node for node in model.graph.node if node.op_type in ("QAttention", "DynamicQuantizeMatMul"))

    def matrix(node: NodeProto) -> tuple[np.ndarray, np.ndarray]:
        """It and what its input's channels were multiplied by, both as quantised."""
        attention = node.op_type == "QAttention"
        smoothed = producer[producer[node.input[0]].input[0] if attention else node.input[0]]
        return constant[node.input[1]] * constant[node.input[4 if attention else 2]].reshape(1, -1), constant[smoothed.input[1]]

    def layer(name: str, attention: NodeProto, *others: NodeProto) -> Iterator[tuple[str, np.ndarray]]:
        (whole, scale), out, inner, last = map(matrix, (attention, *others))
        parts = np.split(whole * scale[:, None], 3, axis=1), np.split(constant[attention.input[2]], 3)
        for part, weight, bias in zip(IN_ONE, *parts, strict=True):
            yield from ((f"{name}{part}.weight", weight.T), (f"{name}{part}.bias", bias))
        copies = np.round(1 / last[1]).astype(int)  # of each channel after GELU, side by side
        first = [0]
        while (following := first[-1] + copies[first[-1]]) < len(copies):
            first.append(following)
        yield f"{name}attention.output.dense.weight", (out[0] * out[1][:, None]).T
        yield f"{name}intermediate.dense.weight", (inner[0] * inner[1][:, None])[:, first].T
        yield f"{name}intermediate.dense.bias", constant[f"{PREFIX}{name}intermediate.dense.bias"][first]
        yield f"{name}output.dense.weight", last[0][first].T

    kept = {name.removeprefix(PREFIX): values for name, values in constant.items()
            if name.startswith(PREFIX) and values.dtype == np.float32 and not name.endswith(".scale")}
    (head,) = (values for name, values in constant.items() if values.ndim == 2 and values.shape[1] == 2 and not name.startswith(PREFIX))
    layers = (layer(f"bert.encoder.layer.{n}.", *four) for n, four in enumerate(zip(*[matrices] * 4, strict=True)))
    return kept | dict(chain.from_iterable(layers)) | {HEAD: head.T}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reader", type=Path, help="folder with config.json and onnx/model.onnx")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    weights = weights_of(onnx.load(args.reader / "onnx" / "model.onnx"))
    args.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(args.reader / "config.json", args.out)
    save_file({name: np.ascontiguousarray(values) for name, values in weights.items()}, args.out / "model.safetensors", {"format": "pt"})


if __name__ == "__main__":
    main()
