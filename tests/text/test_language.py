"""The language of a text, told even for two words; a probability, not a switch."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.language import UNKNOWN, detect_language, language_probabilities

QUESTIONS = [json.loads(line) for line in (Path(__file__).parent.parent / "data" / "jordan.jsonl").read_text("utf-8").splitlines()]


def test_the_gold_questions_are_told_apart() -> None:
    wrong = [q["question"] for q in QUESTIONS if detect_language(q["question"]) != q["language"]]
    assert len(wrong) <= 0.04 * len(QUESTIONS), wrong


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("waar?", "nl"),
        ("where?", "en"),
        ("hoe lang", "nl"),
        ("how long", "en"),
        ("", "nl"),
        ("12345", "nl"),
        ("Wie viele Soldaten schicken die Niederlande nach Jordanien?", "de"),
        ("Combien de soldats sont en Jordanie ?", "fr"),
        ("¿Cuántos soldados manda el país?", "es"),
        ("Quanti soldati sono in Giordania?", "it"),
        ("Сколько солдат?", UNKNOWN),
        ("兵士は何人ですか", UNKNOWN),
        ("كم عدد الجنود", UNKNOWN),
    ],
)
def test_detect(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_among() -> None:
    assert detect_language("Сколько солдат?", among=("nl", "en")) in ("nl", "en")
    assert detect_language("Wie viele Soldaten?", among=("en",)) == "en"


@given(st.text())
def test_probabilities_sum_to_one(text: str) -> None:
    assert sum(language_probabilities(text).values()) == pytest.approx(1)
