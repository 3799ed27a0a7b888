import pytest

from qa.answers.completion import completions, topic


@pytest.mark.parametrize(("typed", "before", "answer", "complete"), [
    ("En hoe lang?", "Hoeveel militairen gaan naar Jordanië?", "35", "hoe lang gaan militairen naar Jordanië?"),
    ("en hoe lang?", "Hoeveel militairen stuurt Nederland naar Jordanië?", "35", "hoe lang stuurt militairen Nederland naar Jordanië?"),
    ("waar?", "Wanneer werd de cassette voorgesteld?", "30 augustus 1963", "waar werd de cassette voorgesteld?"),
    ("wanneer?", "Wie ontdekte penicilline?", "Fleming", "wanneer ontdekte Fleming penicilline?"),
    ("En van Defensie?", "Wie is minister van Buitenlandse Zaken?", "Stef Blok", "Wie is minister van Defensie?"),
    ("and in 1963?", "Who won the Elfstedentocht in 1909?", "Minne Hoekstra", "Who won the Elfstedentocht in 1963?"),
    ("en de kilometerprijs", "Hoe hoog is het opstaptarief van de bus?", "€ 1,12", "Hoe hoog is de kilometerprijs van de bus?"),
    ("en wagens?", "Met hoeveel fietsen begint de hub?", "46", "Met hoeveel wagens begint de hub?"),
    ("nee wacht, 20 bedoel ik", "Welk loon krijgt iemand van 18?", "de helft", "Welk loon krijgt iemand van 20?"),
    ("en hoe lang?", "Hoeveel legt de gemeente er op toe?", "€ 8.500", "hoe lang legt de gemeente er op toe?"),
    ("waar?", "Wat willen ze eraan doen?", "een leerfabriek", "waar willen ze eraan doen?"),
    ("hoever moet ik er vandaan blijven", "Wat kost een nest?", "€ 90", "hoever moet ik er vandaan blijven (kost een nest)?"),
    ("met hoeveel dokters", "Wie neemt de praktijk over?", "Een opvolger", "met hoeveel dokters (neemt de praktijk over)?"),
    ("hoe oud is ze", "Wie is de schipper?", "Riet Scherpenzeel", "hoe oud is ze (Riet Scherpenzeel)?"),
])
def test_the_first_way_to_complete_a_question(typed: str, before: str, answer: str, complete: str) -> None:
    assert completions(typed, before, answer)[0] == complete


def test_the_other_ways_are_with_a_note_of_what_was_said_and_as_typed() -> None:
    assert completions("hoe oud is ze", "Wie is de schipper van de pont?", "Riet") == [
        "hoe oud is ze (Riet)?", "hoe oud is ze (de schipper van de pont, Riet)?", "hoe oud is ze"]


def test_the_topic_of_a_completed_question_is_that_of_the_first() -> None:
    assert topic("hoe oud is ze (de schipper van de pont, Riet)?") == "de schipper van de pont"
