"""Cut the vocabulary to the pieces that texts use, and every single character of Latin, Greek, Cyrillic and common symbols.

    python training/vocabulary.py --base BASE --texts FILE... --out OUT

Texts are files of JSON lines, `.gz` or not: every string in them counts, once, but for labels. The rest of the base is copied.
"""
import argparse
import json
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file
from sources import rows
from tokenizers import Tokenizer

LEAST = 2  # occurrences
LABELS = {"id", "src", "type", "genre", "pos", "date"}
TABLE = "embeddings.word_embeddings.weight"


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in LABELS:
                yield from strings(each)


def texts(paths: list[Path]) -> Iterator[str]:
    """Every text once: a paragraph stands beside each of its questions."""
    seen = set()
    for path in paths:
        for text in (text for row in rows(path) for text in strings(row)):
            if hash(text) not in seen:
                seen.add(hash(text))
                yield text


def is_character(piece: str) -> bool:
    """Latin, Greek, Cyrillic; punctuation, currency and symbols. Also the mark of a word's beginning, alone or before it."""
    character = piece.removeprefix("▁")
    return not character or (len(character) == 1 and any(ord(character) in block for block in (
        range(0x0530), range(0x1E00, 0x2400), range(0x2460, 0x2800))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("base", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="training texts (never those of an evaluation)")
    args = parser.parse_args()
    shutil.copytree(args.base, args.out, ignore=shutil.ignore_patterns("model.safetensors"), dirs_exist_ok=True)
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    used = np.zeros(tokenizer.get_vocab_size(), np.int64)
    stream = texts(args.texts)
    while batch := list(islice(stream, 2000)):
        for encoded in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            np.add.at(used, encoded.ids, 1)

    record = json.loads((args.base / "tokenizer.json").read_text(encoding="utf-8"))
    model, special = record["model"], {token["content"] for token in record["added_tokens"]}
    kept = [n for n, (piece, _) in enumerate(model["vocab"]) if piece in special or used[n] >= LEAST or is_character(piece)]
    model["vocab"], model["unk_id"] = [model["vocab"][n] for n in kept], kept.index(model["unk_id"])
    for token in record["added_tokens"]:
        token["id"] = kept.index(token["id"])
    record["truncation"] = record["padding"] = None
    (args.out / "tokenizer.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")

    config = json.loads((args.base / "config.json").read_text(encoding="utf-8"))
    (args.out / "config.json").write_text(json.dumps(config | {"vocab_size": len(kept)}, indent=2) + "\n", encoding="utf-8")
    weights = load_file(args.base / "model.safetensors")
    weights[TABLE] = weights[TABLE][kept]
    save_file(weights, args.out / "model.safetensors", metadata={"format": "pt"})
    print(f"{args.out}: {len(kept):,} of {len(used):,} pieces, {used[kept].sum() / used.sum():.4%} of {used.sum():,} in the texts")


if __name__ == "__main__":
    main()
