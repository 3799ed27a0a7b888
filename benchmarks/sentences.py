"""Sentence splitters on the gold sentences: exact spans found, and speed.

    python benchmarks/sentences.py
    python benchmarks/sentences.py --lines FILE --language nl
"""
import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pysbd
import sentencex

from qa.text.sentences import split
from qa.types import Span

GOLD = Path(__file__).parents[1] / "tests" / "data" / "sentences.jsonl"
Splitter = Callable[[str, str], Iterable[Span]]


def located(text: str, pieces: Iterable[str]) -> tuple[Span, ...]:
    """Spans of pieces in the order of the text, without the white space around them."""
    spans, at = [], 0
    for piece in map(str.strip, pieces):
        start = text.find(piece, at)
        if piece and start >= 0:
            at = start + len(piece)
            spans.append(Span(start, at))
    return tuple(spans)


def by_sentencex(text: str, language: str) -> tuple[Span, ...]:
    return located(text, sentencex.segment(language, text))


def by_pysbd(text: str, language: str) -> tuple[Span, ...]:
    return located(text, pysbd.Segmenter(language=language, clean=False).segment(text))


SPLITTERS: dict[str, Splitter] = {"qa.text.sentences": split, "sentencex": by_sentencex, "pysbd": by_pysbd}


def scores(splitter: Splitter, items: list[dict[str, Any]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of exact spans, over all sentences of the items."""
    right = found = wanted = 0
    for item in items:
        gold = set(located(item["text"], item["sentences"]))
        ours = set(splitter(item["text"], item["language"]))
        right, found, wanted = right + len(gold & ours), found + len(ours), wanted + len(gold)
    return right / found, right / wanted, 2 * right / (found + wanted)


def sentences_per_second(splitter: Splitter, items: list[dict[str, Any]], rounds: int = 3) -> float:
    count = sum(len(item["sentences"]) for item in items)
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        for item in items:
            splitter(item["text"], item["language"])
        times.append(time.perf_counter() - begin)
    return count / statistics.median(times)


def seconds_on_one_line(splitter: Splitter, characters: int) -> float:
    sentence = "Dhr. Jansen kwam om 14.00 uur. "
    begin = time.perf_counter()
    list(splitter(sentence * (characters // len(sentence)), "nl"))
    return time.perf_counter() - begin


def joined(lines: Iterable[str], language: str, by: int = 10) -> list[dict[str, Any]]:
    """Texts made of lines that are one sentence each, `by` at a time."""
    sentences = [" ".join(line.split()) for line in lines if line.strip()]
    groups = [sentences[i:i + by] for i in range(0, len(sentences), by)]
    return [{"language": language, "text": " ".join(group), "sentences": group} for group in groups]


def gold() -> dict[str, list[dict[str, Any]]]:
    items = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    held_out = [item for item in items if item["held_out"]]
    return {"tuned on": [item for item in items if not item["held_out"]], "held out": held_out,
            "held out, nl": [item for item in held_out if item["language"] == "nl"],
            "held out, en": [item for item in held_out if item["language"] == "en"]}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lines", type=Path, help="a file with one sentence on each line instead of the gold sentences")
    arguments.add_argument("--language", default="nl")
    given = arguments.parse_args()
    parts = gold()
    if given.lines:
        parts = {given.lines.stem: joined(given.lines.read_text(encoding="utf-8").splitlines(), given.language)}
    for name, part in parts.items():
        print(f"{name}: {len(part)} texts, {sum(len(item['sentences']) for item in part)} sentences")
    print("\n| P / R / F1 | " + " | ".join(parts) + " | sentences/s | line of 20 kB, s | of 40 kB, s |")
    print("|---" * (len(parts) + 4) + "|")
    for name, splitter in SPLITTERS.items():
        cells = [" / ".join(f"{value:.3f}" for value in scores(splitter, part)) for part in parts.values()]
        cells.append(f"{sentences_per_second(splitter, next(iter(parts.values()))):,.0f}")
        cells += [f"{seconds_on_one_line(splitter, size):.3f}" for size in (20_000, 40_000)]
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
