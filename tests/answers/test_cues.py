import pytest

from qa.answers import cues


@pytest.mark.parametrize("text", ["dank je wel", "Dank u wel!", "thanks", "Oké, bedankt.", "hallo", "Thank you very much"])
def test_courtesy_asks_nothing(text: str) -> None:
    assert cues.is_courtesy(text)


@pytest.mark.parametrize("text", ["en hoe lang?", "dank je wel, en hoe lang", "wie is dat", "ok?", "35", "the netherlands", "ja maar waar"])
def test_questions_are_no_courtesy(text: str) -> None:
    assert not cues.is_courtesy(text)


@pytest.mark.parametrize(("typed", "left"), [
    ("en hoe lang?", "hoe lang?"),
    ("Dank u. En wat mag mijn helper dan niet?", "wat mag mijn helper dan niet?"),
    ("nee, de Belgische bedoel ik", "de Belgische"),
    ("sorry, ik bedoelde de huur", "de huur"),
    ("no wait, I meant how many served in total", "how many served in total"),
    ("nee in de ochtendspits, daar gaat het me om", "in de ochtendspits"),
    ("nee", "nee"),
    ("Hoeveel militairen gaan er?", "Hoeveel militairen gaan er?"),
])
def test_what_is_left_without_the_words_of_conversation(typed: str, left: str) -> None:
    assert cues.bare(typed) == left


def test_each_cue() -> None:
    assert cues.opens("en de kosten?")
    assert not cues.opens("Enschede ligt waar?")
    assert cues.corrects("nee, de Belgische bedoel ik")
    assert not cues.corrects("Neemt de raad een besluit?")
    assert cues.points("wie had dat voorgesteld")
    assert not cues.points("Wie stelde de brug voor?")
    assert cues.names_in("Wie won in Zwolle, Mina Bos?") == ["Zwolle", "Bos"]
    assert cues.names_in("wie won in 1963") == ["1963"]
    assert cues.names_in("Wie won de tocht?") == []
    assert cues.returns("terug naar die brug: hoe lang is ze")


@pytest.mark.parametrize(("question", "alone"), [
    ("Wie won de Tour de France van 1995?", True),
    ("Wat is de hoofdstad van Australië?", True),
    ("En wie won in Zwolle?", False),
    ("Wie won daar in Zwolle de tocht?", False),
    ("wie won de tocht", False),
])
def test_a_question_that_names_what_it_is_about_stands_alone(question: str, alone: bool) -> None:
    assert cues.stands_alone(question) == alone
