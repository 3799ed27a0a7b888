"""The main job on real input: the article on Jordan among the documents that ship, asked in both languages."""

import json
from pathlib import Path

import pytest

from qa import Assistant, Reply
from qa.text.normalising import normalised

GOLD = [json.loads(line) for line in (Path(__file__).parent.parent / "data" / "jordan.jsonl").read_text("utf-8").splitlines()]
ARTICLE = "defensie/militairen-naar-jordanie.txt"


@pytest.mark.parametrize("gold", GOLD[:10], ids=lambda gold: gold["question"])
def test_thirty_five_however_it_is_asked(sample: Assistant, gold: dict) -> None:
    reply = sample.ask(gold["question"])
    assert "35" in reply.answers[0].text
    assert reply.answers[0].sentence == "Nederland stuurt zo'n 35 militairen naar Jordanië."
    assert reply.answers[0].document.id == ARTICLE
    assert (reply.found, reply.language, reply.understood_as) == (True, gold["language"], gold["question"])


def right(reply: Reply, gold: dict) -> bool:
    """Rightly refused, or found with an answer that holds, or is held by, one that counts."""
    if not gold["answers"]:
        return not reply.found
    given = normalised(reply.answers[0].text) if reply.answers else ""
    return reply.found and any(f" {normalised(a)} " in f" {given} " or f" {given} " in f" {normalised(a)} " for a in gold["answers"])


AS_MEASURED = 0.78  # right or rightly refused with the bundled reader, where .9 is sought: raise it with a better one


def test_questions_about_this_one_article_are_answered_as_well_as_measured(assistant_over, sample: Assistant) -> None:
    alone = assistant_over({ARTICLE: sample.store.text(ARTICLE)})
    replies = [(gold, alone.ask(gold["question"])) for gold in GOLD]
    wrong = [
        f"{gold['question']} -> {[a.text for a in reply.answers[:1]]} ({reply.confidence:.2f}), not {gold['answers'][:1]}"
        for gold, reply in replies
        if not right(reply, gold)
    ]
    assert len(wrong) <= (1 - AS_MEASURED) * len(GOLD) + 1e-9, "\n".join(wrong)
