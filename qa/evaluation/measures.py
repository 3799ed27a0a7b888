"""Which measures are taken of a set of outcomes, and their bootstrap intervals."""
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.judging import Outcome
from qa.evaluation.metrics import Array, auroc, best_f1, brier, ece, interval, mean, mrr, ndcg_at, ratio, recall_at, resampled

Columns = Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number about many questions, with the words for people."""

    name: str
    text: str
    of: Callable[[Columns], Array]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the ends of its 95 % interval. None: not defined for these questions."""

    value: float | None
    low: float | None
    high: float | None


MEASURES = (
    Measure("recall@1", "document first", lambda c: recall_at(c["rank"], 1)),
    Measure("recall@5", "document among the first 5", lambda c: recall_at(c["rank"], 5)),
    Measure("mrr", "mean reciprocal rank", lambda c: mrr(c["rank"])),
    Measure("ndcg@10", "nDCG of the first 10", lambda c: ndcg_at(c["rank"], 10)),
    Measure("exact", "exact match", lambda c: mean(c["exact"])),
    Measure("f1", "F1 of words", lambda c: mean(c["f1"])),
    Measure("sentence", "sentence and document right", lambda c: mean(c["in_sentence"])),
    Measure("well_done", "right answer shown or rightly refused", lambda c: mean(c["well_done"])),
    Measure("shown", "shown, where there is an answer", lambda c: ratio((c["found"] * c["answerable"]).sum(-1), c["answerable"].sum(-1))),
    Measure("refused", "refused, where there is none",
            lambda c: ratio(((1 - c["found"]) * (1 - c["answerable"])).sum(-1), (1 - c["answerable"]).sum(-1))),
    Measure("auroc", "AUROC of confidence for answerable", lambda c: auroc(c["confidence"], c["answerable"])),
    Measure("best_f1", "best F1 with the best cut-off", lambda c: best_f1(c["confidence"], c["f1"], c["answerable"])[0]),
    Measure("best_f1_cut", "that cut-off", lambda c: best_f1(c["confidence"], c["f1"], c["answerable"])[1]),
    Measure("sure", "shown as sure", lambda c: mean(c["sure"])),
    Measure("wrong_of_sure", "wrong, of what is shown as sure", lambda c: ratio((c["sure"] * (1 - c["right"])).sum(-1), c["sure"].sum(-1))),
    Measure("wrong_but_sure", "wrong but sure, of all", lambda c: mean(c["sure"] * (1 - c["right"]))),
    Measure("brier", "Brier score (lower is better)", lambda c: brier(c["confidence"], c["right"])),
    Measure("ece", "calibration error, 10 bins (lower is better)", lambda c: ece(c["confidence"], c["right"])),
    Measure("ms_median", "milliseconds, median", lambda c: np.median(c["ms"], axis=-1)),
    Measure("ms_p95", "milliseconds, 95th percentile", lambda c: np.percentile(c["ms"], 95, axis=-1)),
)


def columns(outcomes: Sequence[Outcome]) -> dict[str, Array]:
    """One array a field, one number a question; true is 1."""
    names = ("rank", "exact", "f1", "in_sentence", "well_done", "found", "confidence", "sure", "right", "ms")
    return {name: np.array([getattr(o, name) for o in outcomes], dtype=np.float64) for name in names} | {
        "answerable": np.array([o.gold.answerable for o in outcomes], dtype=np.float64)}


def estimates(outcomes: Sequence[Outcome], seed: int = 0) -> dict[str, Estimate]:
    """Every measure by name, all with the same bootstrap samples of the questions."""
    given = columns(outcomes)
    drawn = resampled(given, seed=seed)
    return {m.name: Estimate(*map(_defined, (float(m.of(given)), *interval(m.of(drawn))))) for m in MEASURES}


def _defined(value: float) -> float | None:
    return None if np.isnan(value) else value
