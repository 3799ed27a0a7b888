"""Outcomes that a person can count, summed up."""
import json
from dataclasses import replace
from math import inf, nan

import pytest

from qa.evaluation.gold import GoldQuestion
from qa.evaluation.judging import Outcome
from qa.evaluation.measures import MEASURES
from qa.evaluation.report import evaluation_json, evaluation_text, summed_up
from qa.settings import ConfidenceWord

ASKED = GoldQuestion("Wie?", ("Jan",), "a.txt", "nl", "wie")
FIRST = Outcome(ASKED, True, ConfidenceWord.SURE, .9, "Jan", "Jan.", "a.txt", 1.0, 1.0, 1.0, 1.0, 10.0)
WRONG_BUT_SURE = replace(FIRST, answer="Piet", rank=2.0, exact=0.0, f1=0.0, in_sentence=0.0, ms=20.0)
WRONGLY_REFUSED = replace(WRONG_BUT_SURE, found=False, word=ConfidenceWord.UNSURE, confidence=.3, rank=inf, f1=.6, ms=30.0)
RIGHTLY_REFUSED = replace(WRONGLY_REFUSED, gold=GoldQuestion("Who?", (), None, "en", "wie"), confidence=.1, rank=nan, exact=nan, f1=nan,
                          in_sentence=nan, ms=40.0)
OUTCOMES = (FIRST, WRONG_BUT_SURE, WRONGLY_REFUSED, RIGHTLY_REFUSED)


def test_the_measures_are_what_a_person_counts() -> None:
    values = {name: estimate.value for name, estimate in summed_up(OUTCOMES).overall.measures.items()}
    expected = {
        "recall@1": 1 / 3, "recall@5": 2 / 3, "mrr": (1 + 1 / 2) / 3, "exact": 1 / 3, "f1": 1.6 / 3, "sentence": 1 / 3,
        "well_done": 2 / 4, "shown": 2 / 3, "refused": 1, "auroc": 1, "sure": 2 / 4, "wrong_of_sure": 1 / 2, "wrong_but_sure": 1 / 4,
        "brier": (.1**2 + .9**2 + .7**2 + .1**2) / 4, "best_f1": (1 + 0 + .6 + 1) / 4, "best_f1_cut": .3,
        "ece": (2 * abs(.9 - 1 / 2) + .7 + .1) / 4, "ms_median": 25.0,
    }
    assert {name: values[name] for name in expected} == pytest.approx(expected)


def test_groups_part_the_questions() -> None:
    evaluation = summed_up(OUTCOMES)
    counts = {kind: {name: group.questions for name, group in groups.items()} for kind, groups in evaluation.groups.items()}
    assert counts == {"language": {"nl": 3, "en": 1}, "answerable": {"yes": 3, "no": 1}, "type": {"wie": 4}}
    assert evaluation.groups["type"]["wie"] == evaluation.overall
    refused = evaluation.groups["answerable"]["no"].measures
    assert (refused["well_done"].value, refused["f1"].value, refused["f1"].low) == (1.0, None, None)


def test_intervals_hold_their_value_and_depend_on_the_seed_alone() -> None:
    many = OUTCOMES * 30
    evaluation = summed_up(many)
    for name in ("recall@1", "f1", "well_done", "wrong_of_sure", "brier"):
        estimate = evaluation.overall.measures[name]
        assert estimate.low < estimate.value < estimate.high
    assert evaluation.overall == summed_up(many).overall
    assert evaluation.overall != summed_up(many, seed=1).overall


def test_json_says_null_where_a_number_is_not_defined() -> None:
    report = json.loads(json.dumps(evaluation_json(summed_up(OUTCOMES)), allow_nan=False))
    assert list(report["overall"]) == [measure.name for measure in MEASURES]
    assert [reply["rank"] for reply in report["replies"]] == [1.0, 2.0, None, None]
    assert report["groups"]["answerable"]["no"]["measures"]["f1"] == {"value": None, "low": None, "high": None}
    assert [one["count"] for one in report["calibration"]] == [1, 1, 2]


def test_the_table_is_aligned() -> None:
    lines = evaluation_text(summed_up(OUTCOMES)).splitlines()
    assert lines[0] == "4 questions, 3 with an answer"
    rows = {line.split()[0]: line for line in lines[2:] if line}
    assert rows["recall@1"].split() == ["recall@1", "document", "first", "0.333", "0.000–1.000"]
    points = {rows[name].index(".") for name in ("recall@1", "exact", "well_done", "brier")}
    assert len(points) == 1
    assert rows["no"].split()[:3] == ["no", "1", "–"]
