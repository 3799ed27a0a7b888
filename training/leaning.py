"""Fit what tells a follow-up question from one that stands alone: logistic regression on dialogues, cross-fitted by dialogue.

    python training/leaning.py --dialogues FILE --store DIR --out qa/models/leaning.json

Leaning questions are those of the dialogues; their complete forms, also begun with "en" or typed without care, and the first questions
of other dialogues stand alone, also where the document that they are about is not there.
Weights are for the evidence as it comes, so that no scaling has to be kept.
"""
import argparse
import json
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from qa import Retriever
from qa.answers.conversation import leaning_evidence
from qa.answers.filters import Filters
from qa.evaluation.dialogues import read_dialogues
from qa.text.language import detect_language


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("dialogues", "store", "out"):
        arguments.add_argument(f"--{name}", type=Path, required=True)
    given = arguments.parse_args()
    random.seed(7)
    searcher, dialogues = Retriever.open(given.store).latest(), read_dialogues(given.dialogues)
    evidence: list[dict[str, float]] = []
    leans: list[bool] = []
    dialogue: list[int] = []
    for number, turns in enumerate(dialogues):
        others = [other for other in dialogues if other is not turns]
        for before, turn in pairwise(turns):
            cited = searcher.search(before.complete, 1)[0].document.id
            opened = f"{'En' if detect_language(turn.complete) == 'nl' else 'And'} {turn.complete[0].lower()}{turn.complete[1:]}"
            asked = {turn.question: turn.question != turn.complete, turn.complete: False, opened: False,
                     turn.complete.lower().rstrip(" ?"): False, random.choice(others)[0].question: False}
            stranger = random.choice(others)[0].question
            about = {hit.document.id for hit in searcher.search(stranger, 3)}
            without = Filters(documents=tuple(document for document in searcher.store.documents if document not in about))
            for question, label, filters in [*((question, label, None) for question, label in asked.items()), (stranger, False, without)]:
                evidence.append(leaning_evidence(searcher, question, cited, filters))
                leans.append(label)
                dialogue.append(number)
    names = list(evidence[0])
    features, labels = np.array([[row[name] for name in names] for row in evidence]), np.array(leans)
    model = make_pipeline(StandardScaler(), LogisticRegression())
    chance = cross_val_predict(model, features, labels, groups=dialogue, cv=GroupKFold(10), method="predict_proba")[:, 1]
    print(f"{len(labels)} questions, {labels.sum()} lean · cross-fitted: right {np.mean((chance > 0.5) == labels):.3f}, "
          + ", ".join(f"at {cut}: lean and missed {np.mean(chance[labels] < cut):.3f}, stand alone and completed "
                      f"{np.mean(chance[~labels] >= cut):.3f}" for cut in (0.2, 0.3, 0.4, 0.5)))
    scaler, regression = model.fit(features, labels)
    weights = regression.coef_[0] / scaler.scale_
    record = {"intercept": float(regression.intercept_[0] - weights @ scaler.mean_),
              "weights": dict(zip(names, weights.tolist(), strict=True))}
    given.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
