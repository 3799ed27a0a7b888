"""The measures of the field, as pure functions.

Those of arrays work along the last axis, so that 1,000 bootstrap samples of n questions are one call with an array of (1000, n).
In `ranks`, the best is 1, `inf` is not found and `nan` is a question without a document to find, which no mean counts.
"""
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from qa.text.normalising import normalised

Array = NDArray[np.float64]


def exact_match(answer: str, gold: Collection[str]) -> float:
    """1.0 if the answer equals any gold answer after SQuAD's normalisation (Rajpurkar et al. 2016)."""
    return float(normalised(answer) in {normalised(other) for other in gold})


def f1(answer: str, gold: Collection[str]) -> float:
    """SQuAD's F1 of words, after normalisation, with the gold answer it fits best."""
    return max(_f1(normalised(answer).split(), normalised(other).split()) for other in gold)


def _f1(answer: list[str], gold: list[str]) -> float:
    if not answer or not gold:  # as SQuAD does: nothing but articles and punctuation equals only its like
        return float(answer == gold)
    return 2 * (Counter(answer) & Counter(gold)).total() / (len(answer) + len(gold))


def mean(values: Array) -> Array:
    """Of what is not nan; nan where nothing is left."""
    given = ~np.isnan(values)
    return ratio(np.where(given, values, 0.0).sum(-1), given.sum(-1))


def ratio(part: Array, whole: Array | NDArray[np.int_]) -> Array:
    """Nan where the whole is zero."""
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=np.asarray(whole) > 0)


def recall_at(ranks: Array, k: int) -> Array:
    """The share of questions whose document is among the first k."""
    return mean(np.where(np.isnan(ranks), np.nan, ranks <= k))


def mrr(ranks: Array) -> Array:
    """Mean reciprocal rank; not found counts 0."""
    return mean(1 / ranks)


def ndcg_at(ranks: Array, k: int) -> Array:
    """Normalised discounted cumulative gain (Järvelin & Kekäläinen 2002) with one relevant document a question."""
    return mean(np.where(ranks > k, 0.0, 1 / np.log2(1 + ranks)))


def auroc(scores: Array, positive: Array) -> Array:
    """The chance that a positive scores above a negative, ties half; nan where one of the two is missing."""
    order = np.argsort(scores, axis=-1)
    ordered, labels = np.take_along_axis(scores, order, -1), np.take_along_axis(positive, order, -1)
    place, last = np.arange(scores.shape[-1]), _last_of_ties(ordered)
    first = np.concatenate([np.ones_like(last[..., :1]), last[..., :-1]], -1)
    low = np.maximum.accumulate(np.where(first, place, 0), -1)
    high = np.flip(np.minimum.accumulate(np.flip(np.where(last, place, place.size), -1), -1), -1)
    positives = labels.sum(-1)
    wins = (labels * (1 + (low + high) / 2)).sum(-1) - positives * (positives + 1) / 2  # Mann-Whitney U
    return ratio(wins, positives * (place.size - positives))


def best_f1(scores: Array, f1s: Array, answerable: Array) -> tuple[Array, Array]:
    """SQuAD 2.0's best F1 (Rajpurkar et al. 2018) and the score from which on to answer for it; nan: to answer nothing.

    An answer counts its F1, which is 0 where there is none to give; a refusal counts 1 there, and 0 elsewhere.
    """
    order = np.argsort(-scores, axis=-1)
    gain = np.where(answerable > 0, np.nan_to_num(f1s), -1.0)  # of answering over refusing
    ordered = np.take_along_axis(scores, order, -1)
    sums = np.where(_last_of_ties(ordered), np.cumsum(np.take_along_axis(gain, order, -1), -1), -np.inf)
    at = np.argmax(sums, -1, keepdims=True)
    best = np.take_along_axis(sums, at, -1)[..., 0]
    value = ((1 - answerable).sum(-1) + np.maximum(best, 0.0)) / scores.shape[-1]
    return value, np.where(best > 0, np.take_along_axis(ordered, at, -1)[..., 0], np.nan)


def _last_of_ties(ordered: Array) -> NDArray[np.bool_]:
    return np.concatenate([ordered[..., 1:] != ordered[..., :-1], np.ones_like(ordered[..., :1], dtype=bool)], -1)


def brier(confidence: Array, right: Array) -> Array:
    """The mean squared distance of confidence from what came true (Brier 1950); lower is better."""
    return mean((confidence - right) ** 2)


def ece(confidence: Array, right: Array, bins: int = 10) -> Array:
    """Expected calibration error (Guo et al. 2017) with bins of equal mass; equal confidences share a bin. Lower is better."""
    gap = confidence - right
    gaps = [np.abs(np.where(inside, gap, 0.0).sum(-1)) for inside in _bins(confidence, bins)]
    return np.asarray(np.sum(gaps, axis=0) / gap.shape[-1])


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like confidence: how many, their mean confidence, and the share that was right."""

    count: int
    confidence: float
    right: float


def reliability(confidence: Array, right: Array, bins: int = 10) -> list[Bin]:
    """The bins of `ece` that hold anything, lowest first. Takes arrays of (n,)."""
    return [Bin(int(inside.sum()), float(confidence[inside].mean()), float(right[inside].mean()))
            for inside in _bins(confidence, bins) if inside.any()]


def _bins(confidence: Array, bins: int) -> list[NDArray[np.bool_]]:
    edges = np.percentile(confidence, np.linspace(0, 100, bins + 1), axis=-1)[..., None]
    edges[0], edges[-1] = -np.inf, np.inf
    return [(low < confidence) & (confidence <= high) for low, high in pairwise(edges)]


def resampled(columns: Mapping[str, Array], resamples: int = 1000, seed: int = 0) -> dict[str, Array]:
    """Bootstrap samples of questions (Efron 1979): columns of (n,) become (resamples, n).

    All columns are drawn alike, so that what two systems gave for one question stays together: the interval of
    `mean(drawn["a"]) - mean(drawn["b"])` is that of the paired difference.
    """
    size = len(next(iter(columns.values())))
    drawn = np.random.default_rng(seed).integers(0, size, (resamples, size))
    return {name: column[drawn] for name, column in columns.items()}


def interval(values: Array) -> tuple[float, float]:
    """The middle 95 % of a measure over bootstrap samples, those left out where it is not defined."""
    defined = values[~np.isnan(values)]
    if not defined.size:
        return np.nan, np.nan
    low, high = np.percentile(defined, [2.5, 97.5])
    return float(low), float(high)
