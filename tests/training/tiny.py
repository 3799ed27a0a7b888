"""A model of two layers, 32 wide, in the packages that the base comes from, and paragraphs with questions."""
import struct
import zipfile
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing

LAYERS, WIDTH, HEADS, INNER, POSITIONS = 2, 32, 2, 64, 512
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
UNUSED = ("▁ongebruikt", "日")
PIECES = (*SPECIAL, "▁", *map(chr, range(33, 127)), "é", *UNUSED, "▁brug", "▁gaat", "▁bridge", "<mask>")
SCALE = 2.0 ** -6
PLACES = ("Breda", "Tiel", "Goes", "Gouda", "Meppel", "Sneek", "Assen", "Venlo")


def integers(seed: str, size: int) -> np.ndarray:
    """What stands for a matrix in the package: `(integer - 8) * SCALE` is the weight."""
    return np.random.default_rng(list(seed.encode())).integers(0, 16, size).astype(np.uint8)


def packed(values: np.ndarray) -> bytes:
    """Blocks of a scale and 32 integers of 4 bits: number k in the low bits of byte k, number 16 + k in the high ones."""
    return b"".join(struct.pack("<e", SCALE) + (block[:16] | block[16:] << 4).tobytes() for block in values.reshape(-1, 32))


def weights_file() -> bytes:
    pieces = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, pieces)])
    head = struct.pack("<4sI7ifi", b"E5S1", 1, WIDTH, LAYERS, HEADS, INNER, len(PIECES) + 3, POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, ends[-1])
    head += ends.astype("<u4").tobytes() + bytes(4 * len(pieces)) + b"".join(pieces)
    head += struct.pack("<iI", 2, 5) + b"rules"
    tensors = {"emb.word": packed(integers("emb.word", (len(PIECES) + 3) * WIDTH)), "emb.pos": numbers(POSITIONS * WIDTH, 0.01),
               "emb.type": numbers(2 * WIDTH, 0.0), "emb.ln.w": numbers(WIDTH, 1.0), "emb.ln.b": numbers(WIDTH, 0.0)}
    sizes = dict.fromkeys(("q", "k", "v", "ao"), (WIDTH, WIDTH)) | {"fi": (INNER, WIDTH), "fo": (WIDTH, INNER)}
    for layer in range(LAYERS):
        for name, (rows, columns) in sizes.items():
            tensors[f"l{layer}.{name}.w"] = packed(integers(f"l{layer}.{name}.w", rows * columns))
            tensors[f"l{layer}.{name}.b"] = numbers(rows, 0.0)
        for name in ("aln", "oln"):
            tensors |= {f"l{layer}.{name}.w": numbers(WIDTH, 1.0), f"l{layer}.{name}.b": numbers(WIDTH, 0.0)}
    place = len(head) + 4 + sum(2 + len(name) + 21 for name in tensors)
    head += struct.pack("<i", len(tensors))
    for name, raw in tensors.items():
        blocks = not name.endswith(".b") and "ln" not in name and name not in {"emb.pos", "emb.type"}
        head += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", blocks, 0, place, len(raw))
        place += len(raw)
    return head + b"".join(tensors.values())


def numbers(count: int, value: float) -> bytes:
    return np.full(count, value, "<f4").tobytes()


def tokenizer() -> Tokenizer:
    made = Tokenizer(Unigram([(piece, 0.0 if piece in {*SPECIAL, "<mask>"} else -3.0) for piece in PIECES], unk_id=3))
    made.pre_tokenizer = Metaspace()
    made.post_processor = TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    made.add_special_tokens([*SPECIAL, "<mask>"])
    return made


def write_wheel(folder: Path, name: str, tag: str, member: str, content: bytes) -> None:
    about = f"{name}-0.3.0.dist-info"
    with zipfile.ZipFile(folder / f"{name}-0.3.0-py3-none-{tag}.whl", "w") as archive:
        archive.writestr(member, content)
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.3.0\n")
        archive.writestr(f"{about}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-{tag}\n")
        archive.writestr(f"{about}/RECORD", "")


def qa(place: str, hour: int, answered: bool = True) -> dict[str, object]:
    return {"question_nl": f"Hoe laat gaat de brug in {place} {'open' if answered else 'dicht'}?", "type": "wanneer",
            "question_en": f"When does the bridge in {place} {'open' if answered else 'close'}?", "is_impossible": not answered,
            "answer_nl": f"{hour} uur" if answered else "", "answer_en": f"{hour} o'clock" if answered else "",
            "answer": f"{hour} uur" if answered else ""}


def paragraph(place: str, hour: int) -> dict[str, object]:
    text = f"De brug in {place} gaat om {hour} uur open."
    return {"text": text, "text_nl": text, "text_en": f"The bridge in {place} opens at {hour} o'clock.",
            "qas": [qa(place, hour), qa(place, hour, answered=False)]}
