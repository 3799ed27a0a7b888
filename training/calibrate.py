"""Fit the confidence: logistic regression on the evidence for the first answer, end to end, on development questions.

    python training/calibrate.py --gold benchmarks/data/own.dev --out qa/models/confidence.json

`--gold` holds corpora `own-nl/`, `own-en/` and questions `own.dev.<asked>-<language>.jsonl`. One store holds the documents of one
language; every question goes through the whole of it, as users' questions do. The figures printed are cross-fitted by
article: no probability is judged by a model that saw its article. The weights written are fitted on all of them.
`--models` holds the folders `encoder/` and `reader/`; by default the bundled ones.
"""
import argparse
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from qa import Assistant, build
from qa.answers.reader import BUNDLED_READER, OnnxReader
from qa.answers.retriever import Retriever
from qa.evaluation.gold import GoldQuestion, read_gold
from qa.evaluation.judging import judge
from qa.evaluation.metrics import auroc, brier, ece

LANGUAGES = ("nl", "en")
REGULARISATION = 0.3  # C of scikit-learn; the choice hardly matters with so few weights


@dataclass(slots=True)
class Recorder:
    """Stands where the calibration stands, and keeps what it is asked about."""

    seen: list[Mapping[str, float]] = field(default_factory=list)

    def probability(self, evidence: Mapping[str, float]) -> float:
        self.seen.append(evidence)
        return 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    gold: GoldQuestion
    evidence: Mapping[str, float]
    right: bool


def samples(gold: Path, models: Path, stores: Path) -> list[Sample]:
    found = []
    for language in LANGUAGES:
        store = stores / language
        build(gold / f"own-{language}", store, model=str(models / "encoder"))
        recorder = Recorder()
        assistant = Assistant(Retriever.open(store), OnnxReader.open(models / "reader"), recorder)
        for asked in LANGUAGES:
            for question in read_gold(gold / f"own.dev.{asked}-{language}.jsonl"):
                reply = assistant.ask(question.question)
                if reply.answers:
                    outcome = judge(question, reply, 0.0, assistant.store.copies)
                    found.append(Sample(question, recorder.seen[-1], outcome.right))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=BUNDLED_READER.parent)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as stores:
        found = samples(args.gold, args.models, Path(stores))
    names = list(found[0].evidence)
    x = np.array([[sample.evidence[name] for name in names] for sample in found])
    right = np.array([sample.right for sample in found])
    answerable = np.array([sample.gold.answerable for sample in found])
    articles = [sample.gold.article for sample in found]

    def fitted(columns: list[int]) -> tuple[np.ndarray, LogisticRegression, StandardScaler]:
        model = make_pipeline(StandardScaler(), LogisticRegression(C=REGULARISATION))
        crossed = cross_val_predict(model, x[:, columns], right, groups=articles, cv=GroupKFold(7), method="predict_proba")[:, 1]
        model.fit(x[:, columns], right)
        return crossed, model[1], model[0]

    everything = list(range(len(names)))
    crossed, model, scaler = fitted(everything)
    print(f"{len(found)} questions, {right.mean():.3f} right; cross-fitted:")
    for left_out in (None, *everything):  # an ablation: what each piece of evidence is worth
        columns = [n for n in everything if n != left_out]
        probability = crossed if left_out is None else fitted(columns)[0]
        name = "all" if left_out is None else f"without {names[left_out]}"
        print(f"{name:20} Brier {brier(probability, right):.4f}  ECE {ece(probability, right):.3f}  "
              f"AUROC right {auroc(probability, right):.3f}  answerable {auroc(probability, answerable):.3f}")
    print("cut-off  shown where answerable  refused where not  wrong of shown  wrong of all  right or rightly refused")
    for cut in np.arange(0.2, 0.95, 0.05):
        shown = crossed >= cut
        well_done = np.where(shown, right, ~answerable).mean()
        wrong = shown & ~right
        print(f"{cut:7.2f}  {shown[answerable].mean():22.3f}  {1 - shown[~answerable].mean():17.3f}  "
              f"{wrong.sum() / max(1, shown.sum()):14.3f}  {wrong.mean():12.3f}  {well_done:.3f}")
    weights = model.coef_[0] / scaler.scale_
    intercept = model.intercept_[0] - float(weights @ scaler.mean_)
    record = {"intercept": round(float(intercept), 4),
              "weights": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}}
    args.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
