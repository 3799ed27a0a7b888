"""The main job on real input: the article on Jordan among the documents that ship, asked in both languages."""
import json
from pathlib import Path

import pytest

from qa import Assistant
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


def right(reply, gold: dict) -> bool:
    """Rightly refused, or found with an answer that holds, or is held by, one that counts."""
    if not gold["answers"]:
        return not reply.found
    given = normalised(reply.answers[0].text) if reply.answers else ""
    return reply.found and any(f" {normalised(a)} " in f" {given} " or f" {given} " in f" {normalised(a)} " for a in gold["answers"])


def test_nine_in_ten_of_the_gold_questions(sample: Assistant) -> None:
    wrong = [f"{g['question']} -> {r.answers[0].text if r.answers else None!r} ({r.confidence:.2f})" for g in GOLD if not right(r := sample.ask(g["question"]), g)]
    assert len(wrong) <= 0.1 * len(GOLD), "\n".join(wrong)
