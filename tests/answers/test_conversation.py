"""Questions that lean on each other, over the documents that ship."""
import time
from pathlib import Path

import pytest

from qa import Assistant, Conversation, build
from qa.answers.conversation import leaning_evidence
from tests.fakes import write_files


def test_a_conversation_about_jordan(sample: Assistant) -> None:
    conversation = Conversation(sample)
    first, how_long, minister, of_defence, caliphate = map(conversation.ask, [
        "Hoeveel militairen gaan naar Jordanië?", "En hoe lang?", "Wie is minister van Buitenlandse Zaken?", "En van Defensie?",
        "And when did ISIS lose its caliphate?"])
    assert first.understood_as == first.question
    assert "militairen" in how_long.understood_as
    assert how_long.question == "En hoe lang?"
    assert "een jaar" in how_long.answers[0].text
    assert minister.understood_as == minister.question
    assert "Ank Bijleveld" in of_defence.answers[0].text
    assert caliphate.understood_as == caliphate.question


@pytest.mark.parametrize("question", ["Wie is minister van Buitenlandse Zaken?", "And when did ISIS lose its caliphate?",
                                      "Hoe laat vertrekt de nachttrein uit Meerdam?"])
def test_a_question_that_stands_alone_gets_the_reply_it_gets_alone(sample: Assistant, question: str) -> None:
    conversation = Conversation(sample)
    conversation.ask("Hoeveel militairen gaan naar Jordanië?")
    assert (reply := conversation.ask(question)).understood_as == question
    assert [answer.text for answer in reply.answers] == [answer.text for answer in sample.ask(question).answers]


def test_thanks_get_no_fact(sample: Assistant) -> None:
    conversation = Conversation(sample)
    conversation.ask("Hoeveel militairen gaan naar Jordanië?")
    reply = conversation.ask("dank je wel")
    assert (reply.found, reply.answers, reply.hits) == (False, (), ())
    assert len(conversation.said) == 1


def test_a_follow_up_without_anything_before_it_finds_nothing(sample: Assistant) -> None:
    assert not Conversation(sample).ask("En hoe lang?").found


def test_what_a_person_says_was_meant_is_taken_as_it_is(sample: Assistant) -> None:
    conversation = Conversation(sample)
    conversation.ask("Hoe laat vertrekt de nachttrein uit Meerdam?")
    reply = conversation.ask("en hoe lang?", understood_as="Hoe lang blijven de militairen in Jordanië?")
    assert (reply.question, reply.understood_as) == ("en hoe lang?", "Hoe lang blijven de militairen in Jordanië?")
    assert "een jaar" in reply.answers[0].text


def test_a_question_may_go_back_to_what_was_said_before(sample: Assistant) -> None:
    conversation = Conversation(sample)
    conversation.ask("Hoeveel militairen gaan naar Jordanië?")
    conversation.ask("Hoe laat vertrekt de nachttrein uit Meerdam?")
    reply = conversation.ask("terug naar die militairen: hoe lang blijven ze?")
    assert reply.answers[0].document.id == "defensie/militairen-naar-jordanie.txt"


def test_a_document_that_was_cited_may_be_gone(tmp_path: Path) -> None:
    files = {"brug.txt": "De brug in Meerdam is drie weken dicht.", "dam.txt": "De dam is in 1970 gebouwd."}
    corpus = write_files(tmp_path / "corpus", files)
    build(corpus, tmp_path / "store")
    conversation = Conversation(Assistant.open(tmp_path / "store"))
    assert conversation.ask("Welke brug is dicht?").answers[0].document.id == "brug.txt"
    (corpus / "brug.txt").unlink()
    build(corpus, tmp_path / "store")
    reply = conversation.ask("En hoe lang?")
    assert reply.understood_as == "En hoe lang?"
    assert {hit.document.id for hit in reply.hits} == {"dam.txt"}


def test_the_time_it_takes_to_see_whether_a_question_leans_is_counted(sample: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = Conversation(sample)
    conversation.ask("Hoeveel militairen gaan naar Jordanië?")
    monkeypatch.setattr("qa.answers.conversation.leaning_evidence", lambda *_: time.sleep(0.3) or leaning_evidence(*_))
    ms = conversation.ask("En hoe lang?").ms
    assert ms["total"] > ms["retrieve"] > 300
