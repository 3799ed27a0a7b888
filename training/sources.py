"""The training data as it stands: rows, paragraphs with their questions, and questions as people type them."""
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

Paragraph = tuple[str, dict[str, str | None], list[dict]]  # the set it is from, its text by language, its questions


def rows(path: Path) -> Iterator[dict]:
    """Of a file of JSON lines, `.gz` or not."""
    with (gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")) as file:
        yield from map(json.loads, file)


def bilingual_paragraphs(data: Path, part: str = "train") -> Iterator[Paragraph]:
    """Of the hand-written sets. There is an encyclopedia of the training part alone."""
    for path in sorted((data / "own").glob(f"*.{part}.jsonl")):
        for article in rows(path):
            for p in article["paragraphs"]:
                yield "own", {"nl": p["text_nl"], "en": p["text_en"]}, p["qas"]
    for path in data.glob(f"encyclopedia.{part}.jsonl"):
        for p in rows(path):
            yield "encyclopedia", {"nl": p["text_nl"], "en": p["text_en"]}, p["qas"]
    for p in rows(data / f"reading.nl.{part}.jsonl"):
        questions = [dict(q, answer_nl=q["answer"]) for q in p["qas"]]
        yield "open", {"nl": p["text"]}, questions


def as_typed(question: str) -> str:
    """Drop the question mark or the capitals at random, so that style says nothing about the label."""
    if random.random() < 0.3:
        question = question.rstrip(" ?")
    return question.lower() if random.random() < 0.3 else question
