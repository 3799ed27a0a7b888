"""What the documents that ship do not say is not found, near misses among it."""
from qa import Assistant

NOT_SAID = [
    "Hoeveel tanks gaan er naar Jordanië?",
    "Hoe heet de koning van Jordanië?",
    "Hoeveel Belgische militairen bewaken de basis?",
    "Wat kost de missie in Jordanië?",
    "Hoe laat vertrekt de nachttrein uit Groningen?",
    "Who is the captain of the electric ferry?",
    "What is the capital of Australia?",
    "Hoeveel kost een kaartje voor de dierentuin?",
    "Wie won in 1998 de Tour de France?",
    "How old is the minister of Defence?",
]


AS_MEASURED = 7  # refused with the bundled reader, where nine are sought: raise it with a better one


def test_as_many_are_refused_as_measured(sample: Assistant) -> None:
    replies = {question: sample.ask(question) for question in NOT_SAID}
    shown = {question: (reply.answers[0].text, round(reply.confidence, 2)) for question, reply in replies.items() if reply.found}
    assert len(NOT_SAID) - len(shown) >= AS_MEASURED, shown
