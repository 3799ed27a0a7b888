"""Several forms of one question: scores by hand, with a logit for each other form that agrees and four off what was just said."""
from qa.answers.agreement import Agreement, agreement
from qa.answers.candidates import Candidate
from qa.settings import ReaderSettings
from qa.types import Span

SETTINGS = ReaderSettings(agreement=1.0, repetition=4.0)


def found(**scores: float) -> list[list[Candidate]]:
    return [[Candidate(text, Span(0, len(text)), None, 0.0, score)] for text, score in scores.items()]


def outcome(*forms: list[list[Candidate]], answered: str = "") -> tuple[int, int, list[str]]:
    agreed = agreement(forms, answered, SETTINGS)
    return agreed.form, agreed.understood, [group[0].text for group in agreed.groups]


def test_one_form_keeps_its_order() -> None:
    assert outcome(found(Gao=9.0, Mali=8.5)) == (0, 0, ["Gao", "Mali"])


def test_what_two_forms_find_goes_before_what_one_finds_a_little_better() -> None:
    assert outcome(found(Gao=9.0, Mali=8.5), found(mali=8.6)) == (1, 0, ["mali"])
    assert outcome(found(Gao=9.8, Mali=8.5), found(mali=8.6)) == (0, 0, ["Gao", "Mali"])


def test_the_question_is_understood_as_the_first_form_that_found_the_answer() -> None:
    assert outcome(found(Gao=9.0), found(Mali=7.0), found(Mali=12.0, Gao=1.0)) == (2, 1, ["Mali", "Gao"])


def test_what_was_just_answered_is_seldom_asked_again() -> None:
    assert outcome(found(Mali=9.0, Gao=5.5), answered="in Mali") == (0, 0, ["Gao", "Mali"])
    assert outcome(found(Mali=9.0, Gao=4.5), answered="in Mali") == (0, 0, ["Mali", "Gao"])


def test_nothing_found_in_any_form() -> None:
    assert agreement([[], []], "Mali", SETTINGS) == Agreement(0, 0, ())
