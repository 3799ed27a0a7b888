"""Makes corpora and gold questions of the development data.

    python benchmarks/prepare.py --data DIR --out DIR
    python benchmarks/prepare.py --data DIR --out benchmarks/data/own.dev --sets own

DIR has `xquad.dev.jsonl`, `own/*.jsonl`, `own-dialogues.dev.jsonl` and `reading.nl.dev.jsonl`. Of each set comes one corpus per
language, `own-nl/`, and one file of gold questions per direction, `own.dev.en-nl.jsonl`: English questions about Dutch documents.
Only the own articles may be passed on with the project.
"""
import argparse
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

LANGUAGES = ("nl", "en")
Record = dict[str, Any]
# the first that fits: "how many" before "how", and a word inside the question only where none of the others begins it
_TYPES = {"hoeveel": r"how (?:many|much)|what (?:percent|number|amount)", "hoelang": r"how long", "hoe": r"how", "wie": r"who|whose|whom",
          "wanneer": r"when|(?:what|which) (?:year|date|day|month|century|decade)", "waarom": r"why", "waar": r"where",
          "welke": r"which", "wat": r"what"}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    given = arguments.parse_args()
    for name in given.sets:
        SETS[name](given.data, given.out)


def xquad(data: Path, out: Path) -> None:
    """Each paragraph is a document of its own, without a header."""
    records = list(read(data / "xquad.dev.jsonl"))
    for language in LANGUAGES:
        corpus(out / f"xquad-{language}", {record["id"]: record[f"context_{language}"] for record in records})
        for asked in LANGUAGES:
            gold(out / f"xquad.dev.{asked}-{language}.jsonl", (
                question(qa[f"question_{asked}"], qa[f"answer_{language}"], record["id"], asked, question_type(qa["question_en"]),
                         article=record["title"])
                for record in records for qa in record["qas"]))


def own(data: Path, out: Path) -> None:
    """Each article is a document, its date and title on the first line."""
    articles = [article for path in sorted((data / "own").glob("*.dev.jsonl")) for article in read(path)]
    for language in LANGUAGES:
        corpus(out / f"own-{language}", {article["id"]: article_text(article, language) for article in articles})
        for asked in LANGUAGES:
            gold(out / f"own.dev.{asked}-{language}.jsonl", (
                question(qa[f"question_{asked}"], qa[f"answer_{language}"], article["id"], asked, qa["type"], article=article["id"])
                for article in articles for paragraph in article["paragraphs"] for qa in paragraph["qas"]))


def dialogues(data: Path, out: Path) -> None:
    """The Dutch articles that the dialogues are about, and the dialogues as they are."""
    articles = [article for path in sorted((data / "own").glob("*.train.jsonl")) for article in read(path)]
    corpus(out / "dialogues-nl", {article["id"]: article_text(article, "nl") for article in articles})
    gold(out / "dialogues.dev.jsonl", read(data / "own-dialogues.dev.jsonl"))


def reading(data: Path, out: Path) -> None:
    """Each paragraph is a document of its own; there is Dutch text only."""
    records = list(read(data / "reading.nl.dev.jsonl"))
    corpus(out / "reading-nl", {record["id"]: record["text"] for record in records})
    for asked in LANGUAGES:
        gold(out / f"reading.dev.{asked}-nl.jsonl", (
            question(qa[f"question_{asked}"], qa["answer"], record["id"], asked, qa["type"].replace("/", ""), article=record["id"])
            for record in records for qa in record["qas"]))


SETS = {"xquad": xquad, "own": own, "reading": reading, "dialogues": dialogues}


def article_text(article: Record, language: str) -> str:
    header = f"date {article['date']} {article[f'title_{language}']}"
    return "\n\n".join([header, *(paragraph[f"text_{language}"] for paragraph in article["paragraphs"])])


def question(text: str, answer: str, document: str, language: str, kind: str, *, article: str) -> Record:
    """An empty answer is that of an impossible question."""
    return {"question": text, "answers": [answer] if answer else [], "document": f"{document}.txt" if answer else None,
            "language": language, "type": kind, "article": article}


def question_type(english: str) -> str:
    """The question word of an English question, in the names that the own articles use; "overig" where there is none."""
    for where in (r"\W*(?:{})\b", r".*\b(?:{})\b"):
        for name, words in _TYPES.items():
            if re.match(where.format(words), english, re.IGNORECASE | re.DOTALL):
                return name
    return "overig"


def read(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def corpus(folder: Path, documents: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents.items():
        (folder / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    print(f"{folder}: {len(documents)} documents")


def gold(path: Path, questions: Iterable[Record]) -> None:
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in questions]
    path.write_text("".join(lines), encoding="utf-8")
    print(f"{path}: {len(lines)} lines")


if __name__ == "__main__":
    main()
