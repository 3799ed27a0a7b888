"""The measures against examples worked out by hand, and against scikit-learn."""
import math
from math import inf, log2, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    brier_score_loss,
    label_ranking_average_precision_score,
    ndcg_score,
    roc_auc_score,
    top_k_accuracy_score,
)

from qa.evaluation import metrics

CLOSE = {"abs": 1e-6, "rel": 0}
confidences = st.integers(0, 20).map(lambda n: n / 20)  # few values, hence ties
both = st.lists(st.tuples(confidences, st.booleans()), min_size=2, max_size=40)
judged = both.filter(lambda pairs: len({right for _, right in pairs}) == 2)


def arrays(pairs: list[tuple[float, bool]]) -> tuple[metrics.Array, metrics.Array]:
    return np.array([c for c, _ in pairs]), np.array([float(right) for _, right in pairs])


@pytest.mark.parametrize(("answer", "gold", "expected"), [
    ("35", ["35"], 1),
    ("De Tweede Kamer.", ["tweede kamer"], 1),                      # case, article, full stop
    ("the bridge", ["A bridge"], 1),
    ("an hour", ["hour"], 1),
    ("het jaar 2019", ["in 2019"], 2 * 1 / (2 + 2)),                # "jaar 2019" and "in 2019" share one word
    ("35 militairen", ["35"], 2 * 1 / (2 + 1)),
    ("nee nee", ["nee"], 2 * 1 / (2 + 1)),                          # a word counts as often as it is there
    ("35 militairen", ["veertig", "zo'n 35 militairen"], 2 * 2 / (2 + 3)),  # the best of the gold answers
    ("Irak", ["Jordanië"], 0),
    ("", ["Jordanië"], 0),
    ("de", ["het"], 1),                                             # nothing is left of either
    ("de", ["Jordanië"], 0),
])
def test_f1(answer: str, gold: list[str], expected: float) -> None:
    assert metrics.f1(answer, gold) == pytest.approx(expected)
    assert metrics.exact_match(answer, gold) == (expected == 1)


@given(st.lists(st.sampled_from("een de 35 militairen Irak , basis".split()), max_size=6).map(" ".join),
       st.lists(st.text(max_size=20), min_size=1, max_size=3))
def test_f1_is_a_share_one_for_itself_and_never_below_exact_match(answer: str, others: list[str]) -> None:
    assert metrics.f1(answer, [answer]) == metrics.exact_match(answer, [answer]) == 1
    assert metrics.exact_match(answer, others) <= metrics.f1(answer, others) <= 1
    assert metrics.f1(answer, others) == max(metrics.f1(other, [answer]) for other in others)


def test_ranks() -> None:
    ranks = np.array([1, 3, inf, nan])  # the last question has no document to find
    assert metrics.recall_at(ranks, 1) == pytest.approx(1 / 3)
    assert metrics.recall_at(ranks, 3) == pytest.approx(2 / 3)
    assert metrics.mrr(ranks) == pytest.approx((1 + 1 / 3 + 0) / 3)
    assert metrics.ndcg_at(ranks, 10) == pytest.approx((1 + 1 / log2(4) + 0) / 3)
    assert metrics.ndcg_at(ranks, 2) == pytest.approx(1 / 3)


@given(st.lists(st.integers(1, 20), min_size=2, max_size=30))
def test_ranks_as_scikit_learn_has_them(places: list[int]) -> None:
    ranks, documents = np.array(places, dtype=float), 20
    relevant = np.eye(documents)[[n % documents for n in range(len(places))]]
    scores = np.array([np.roll(np.arange(documents, 0, -1), n % documents - (place - 1)) for n, place in enumerate(places)], dtype=float)
    assert metrics.mrr(ranks) == pytest.approx(label_ranking_average_precision_score(relevant, scores), **CLOSE)
    assert metrics.ndcg_at(ranks, 10) == pytest.approx(ndcg_score(relevant, scores, k=10), **CLOSE)
    for k in (1, 5):
        expected = top_k_accuracy_score(relevant.argmax(1), scores, k=k, labels=np.arange(documents))
        assert metrics.recall_at(ranks, k) == pytest.approx(expected, **CLOSE)


def test_auroc_by_hand() -> None:
    scores, positive = np.array([.9, .8, .8, .1]), np.array([1., 1., 0., 0.])
    assert metrics.auroc(scores, positive) == pytest.approx((1 + 1 + .5 + 1) / 4)  # of four pairs, one is tied
    assert np.isnan(metrics.auroc(scores, np.ones(4)))


@given(judged)
def test_auroc_and_brier_as_scikit_learn_has_them(pairs: list[tuple[float, bool]]) -> None:
    confidence, right = arrays(pairs)
    assert metrics.auroc(confidence, right) == pytest.approx(roc_auc_score(right, confidence), **CLOSE)
    assert metrics.brier(confidence, right) == pytest.approx(brier_score_loss(right, confidence), **CLOSE)


@given(judged)
def test_auroc_turns_round_with_the_labels(pairs: list[tuple[float, bool]]) -> None:
    confidence, right = arrays(pairs)
    assert metrics.auroc(confidence, 1 - right) == pytest.approx(1 - metrics.auroc(confidence, right))


def test_best_f1_by_hand() -> None:
    scores = np.array([.9, .7, .5, .3])
    answerable, f1s = np.array([1., 0., 1., 1.]), np.array([1., nan, .5, 0.])
    # answering the first three: 1 + 0 + .5, and nothing for refusing the fourth, which has an answer;
    # answering the first alone: 1 + 1 (rightly refused) + 0 + 0
    value, cut = metrics.best_f1(scores, f1s, answerable)
    assert (value, cut) == (pytest.approx((1 + 1) / 4), .9)


def test_best_f1_may_be_to_answer_nothing() -> None:
    value, cut = metrics.best_f1(np.array([.9, .2]), np.array([nan, nan]), np.zeros(2))
    assert value == 1
    assert np.isnan(cut)


@given(st.lists(st.tuples(confidences, confidences, st.booleans()), min_size=1, max_size=30))
def test_best_f1_is_that_of_every_cut_off_tried(triples: list[tuple[float, float, bool]]) -> None:
    scores, f1s, answerable = (np.array(column, dtype=float) for column in zip(*triples, strict=True))

    def answering_from(cut: float) -> float:
        answered = scores >= cut
        return float(np.where(answered, f1s * answerable, 1 - answerable).mean())

    value, cut = metrics.best_f1(scores, np.where(answerable, f1s, nan), answerable)
    assert value == pytest.approx(max(answering_from(c) for c in (*scores, inf)))
    assert value == pytest.approx(answering_from(inf if np.isnan(cut) else float(cut)))


def test_calibration_by_hand() -> None:
    confidence, right = np.array([.2, .2, .8, .8]), np.array([0., 1., 1., 1.])
    assert metrics.brier(confidence, right) == pytest.approx((.2**2 + .8**2 + .2**2 + .2**2) / 4)
    assert metrics.ece(confidence, right) == pytest.approx((2 * abs(.5 - .2) + 2 * abs(1 - .8)) / 4)
    assert metrics.reliability(confidence, right) == [
        metrics.Bin(2, pytest.approx(.2), .5), metrics.Bin(2, pytest.approx(.8), 1.)]


def test_ten_bins_hold_equally_many() -> None:
    confidence = np.random.default_rng(1).random(200)
    assert [one.count for one in metrics.reliability(confidence, np.ones(200))] == [20] * 10


@given(judged)
def test_bins_as_scikit_learn_has_them(pairs: list[tuple[float, bool]]) -> None:
    confidence, right = arrays(pairs)
    share, mean_confidence = calibration_curve(right, confidence, n_bins=10, strategy="quantile")
    bins = metrics.reliability(confidence, right)
    assert [one.confidence for one in bins] == pytest.approx(mean_confidence, **CLOSE)
    assert [one.right for one in bins] == pytest.approx(share, **CLOSE)
    expected = sum(one.count * abs(one.confidence - one.right) for one in bins) / len(pairs)
    assert metrics.ece(confidence, right) == pytest.approx(expected, **CLOSE)


@given(st.lists(st.tuples(confidences, st.booleans(), st.sampled_from([1., 2., 7., inf, nan])), min_size=2, max_size=15))
def test_many_samples_at_once_are_each_of_them(rows: list[tuple[float, bool, float]]) -> None:
    confidence, right, ranks = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    drawn = metrics.resampled({"c": confidence, "r": right, "rank": ranks}, resamples=20, seed=3)
    for of, names in ((metrics.auroc, "cr"), (metrics.brier, "cr"), (metrics.ece, "cr"), (metrics.mrr, ["rank"]),
                      (lambda c, r: metrics.best_f1(c, c, r)[0], "cr"), (lambda c, r: metrics.best_f1(c, c, r)[1], "cr")):
        together = of(*(drawn[name] for name in names))
        apart = [of(*(drawn[name][n] for name in names)) for n in range(20)]
        np.testing.assert_allclose(together, apart, atol=1e-12)


def test_samples_keep_a_question_together_and_depend_on_the_seed_alone() -> None:
    columns = {"a": np.arange(50.), "b": np.arange(50.) + .5}
    drawn = metrics.resampled(columns, seed=7)
    assert drawn["a"].shape == (1000, 50)
    np.testing.assert_array_equal(drawn["b"] - drawn["a"], np.full((1000, 50), .5))
    np.testing.assert_array_equal(drawn["a"], metrics.resampled(columns, seed=7)["a"])
    assert (drawn["a"] != metrics.resampled(columns, seed=8)["a"]).any()


def test_the_interval_of_a_mean_is_that_of_the_normal_distribution() -> None:
    values = np.random.default_rng(0).random(400)
    low, high = metrics.interval(metrics.mean(metrics.resampled({"v": values})["v"]))
    half = 1.96 * values.std() / math.sqrt(400)
    assert (low, high) == pytest.approx((values.mean() - half, values.mean() + half), abs=.15 * half)


def test_an_interval_leaves_out_what_is_not_defined() -> None:
    assert metrics.interval(np.array([nan, .5, .5])) == (.5, .5)
    assert np.isnan(metrics.interval(np.array([nan, nan]))).all()
