"""What the user typed, made fit to be searched for."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answers.question import MAX_CHARACTERS, MAX_TOKENS, clean, shortened
from qa.errors import QuestionError


def count(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  hoeveel\tmilitairen?\r\n", "hoeveel militairen?"),
        ("a\x00b\x1b[31mc\x7f\x85d", "a b [31mc d"),
        ("hé 🚲 Ĳ ﬁ", "hé 🚲 Ĳ ﬁ"),
        ("half\ud800paar", "half paar"),
        ("regel\u2028twee\ufeff", "regel twee"),
        ("a\u00a0b", "a b"),
    ],
)
def test_clean(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize("typed", ["", " ", "\n\t\u00a0", "\x00\x07", "\u2028", "\ufeff"])
def test_empty(typed: str) -> None:
    with pytest.raises(QuestionError, match="the question is empty; type at least one word"):
        clean(typed)


def test_the_limit_in_characters() -> None:
    assert clean("a" * MAX_CHARACTERS) == "a" * MAX_CHARACTERS
    with pytest.raises(QuestionError, match="100,000 characters; the limit is 10,000"):
        clean("a" * 100_000)


def test_a_long_story_is_shortened_to_its_last_sentences() -> None:
    story = "Ik las gisteren een bericht in de krant. " * 60 + "Hoeveel militairen gaan er?"
    rest = shortened(story, count)
    assert rest.endswith("Hoeveel militairen gaan er?")
    assert story.removesuffix(rest).endswith(". ")  # begins where a sentence does
    assert count([rest])[0] <= MAX_TOKENS


def test_what_is_said_after_the_question_does_not_hide_it() -> None:
    rest = shortened("Ik las gisteren een bericht in de krant. " * 60 + "Hoeveel militairen gaan er? Alvast bedankt.", count)
    assert "Hoeveel militairen gaan er?" in rest


def test_one_endless_sentence_keeps_its_last_words() -> None:
    rest = shortened(" ".join(f"woord{n}" for n in range(1000)), count)
    assert rest.endswith("woord998 woord999")
    assert 0.5 * MAX_TOKENS < count([rest])[0] <= MAX_TOKENS


@pytest.mark.parametrize("tokens", [MAX_TOKENS - 1, MAX_TOKENS])
def test_what_fits_is_left_alone(tokens: int) -> None:
    question = " ".join(["woord"] * tokens)
    assert shortened(question, count) == question


@given(st.text(max_size=400))
def test_always_fits_and_is_never_empty(text: str) -> None:
    def letters(texts: Sequence[str]) -> list[int]:
        return [len(text) for text in texts]

    try:
        question = clean(text)
    except QuestionError:
        return
    rest = shortened(question, letters)
    assert 0 < len(rest) <= max(len(question), MAX_TOKENS)
    assert len(rest) <= MAX_TOKENS
    assert question.endswith(rest)
