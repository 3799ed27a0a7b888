"""Documents that say different things are both shown."""
from qa.answers.disagreement import disagreeing
from qa.terminal import reply_text

FIRST = "date 2020-09 Militairen naar Jordanië\n\nNederland stuurt 35 militairen naar Jordanië.\n"
LATER = "date 2021-01 Meer militairen naar Jordanië\n\nNederland stuurt 40 militairen naar Jordanië.\n"
OTHER = "date 2020-10 Terug uit Mali\n\nNederland haalde 250 militairen terug uit Mali.\n"
QUESTION = "Hoeveel militairen stuurt Nederland naar Jordanië?"


def test_two_documents_with_two_numbers_disagree_and_one_about_something_else_does_not(assistant_over) -> None:
    reply = assistant_over({"a.txt": FIRST, "b.txt": LATER, "mali.txt": OTHER}).ask(QUESTION)
    assert {(a.document.id, a.document.date) for a in disagreeing(reply)} == {("a.txt", "2020-09"), ("b.txt", "2021-01")}
    told = next(line for line in reply_text(reply, colour=False).splitlines() if line.startswith("De documenten spreken elkaar tegen"))
    assert "35 militairen (2020-09)" in told
    assert "40 militairen (2021-01)" in told


def test_copies_and_other_events_do_not_disagree(assistant_over) -> None:
    assert disagreeing(assistant_over({"a.txt": FIRST, "copy.txt": FIRST, "mali.txt": OTHER}).ask(QUESTION)) == ()


def test_nothing_disagrees_with_a_reply_that_found_nothing(assistant_over) -> None:
    reply = assistant_over({"a.txt": FIRST, "b.txt": LATER}).ask("Hoe heet de koningin van Denemarken?")
    assert not reply.found
    assert disagreeing(reply) == ()
