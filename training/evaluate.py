"""The reader by itself, on the paragraph that a question is about: F1 of its best span, and whether its score tells what is answerable.

    python training/evaluate.py --data DIR --readers OLD qa/models/reader

Development data only: the own articles, open Dutch texts, and XQuAD. F1 is over answerable questions, whatever the score; AUROC tells
how well the best score parts them from the others, and XQuAD has no others.
"""
import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sources import Paragraph, bilingual_paragraphs, rows

from qa.answers.reader import OnnxReader
from qa.evaluation.metrics import auroc, f1

DIRECTIONS = tuple((asked, language) for asked in ("nl", "en") for language in ("nl", "en"))


def development(data: Path) -> Iterator[Paragraph]:
    yield from bilingual_paragraphs(data, "dev")
    for p in rows(data / "xquad.dev.jsonl"):
        yield "XQuAD", {"nl": p["context_nl"], "en": p["context_en"]}, p["qas"]


def figures(reader: OnnxReader, questions: list[tuple[str, str, str]]) -> tuple[float, float]:
    """Mean F1 and AUROC of questions, each with its passage and its answer, "" where there is none."""
    f1s, scores, answerable = [], [], []
    for question, passage, answer in questions:
        best = reader.read(question, [passage])[0][0]
        scores.append(best.score)
        answerable.append(float(bool(answer)))
        if answer:
            f1s.append(f1(passage[best.span.start:best.span.end], [answer]))
    return float(np.mean(f1s)), float(auroc(np.array(scores), np.array(answerable)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--readers", type=Path, nargs="+", required=True, help="folders with tokenizer.json and onnx/model.onnx")
    args = parser.parse_args()
    asked_of: dict[str, list[tuple[str, str, str]]] = {}
    for source, texts, questions in development(args.data):
        for asked, language in DIRECTIONS:
            for q in questions if texts.get(language) else ():
                answer = "" if q.get("is_impossible") else q[f"answer_{language}"]
                asked_of.setdefault(f"{source} {asked}→{language}", []).append((q[f"question_{asked}"], texts[language], answer))
    print("| F1 / AUROC | " + " | ".join(f"{name} ({len(questions)})" for name, questions in asked_of.items()) + " | mean F1 |")
    print("|---" * (len(asked_of) + 2) + "|")
    for folder in args.readers:
        reader = OnnxReader.open(folder)
        found = [figures(reader, questions) for questions in asked_of.values()]
        cells = [f"{100 * value:.1f}" + ("" if np.isnan(area) else f" / {area:.3f}") for value, area in found]
        print(f"| {folder} | {' | '.join(cells)} | {100 * np.mean([value for value, _ in found]):.1f} |", flush=True)


if __name__ == "__main__":
    main()
