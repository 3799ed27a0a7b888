"""Asking, searching and conversations, for people and for programs."""

import json
import select
from pathlib import Path

import pytest

from tests.commands.processes import QUESTION, Streams, lines, run, start

REPLY = {"question", "understood_as", "language", "found", "confidence", "answers", "hits", "ms"}
ANSWER = {"text", "span", "sentence", "sentence_span", "score", "document", "sources", "locator"}
HIT = {"rank", "score", "parts", "text", "span", "sentence", "sentence_span", "document", "locator"}
SOURCE = {"span", "sentence_span", "document", "locator"}
DOCUMENT = {"id", "title", "date", "language", "source"}


def test_ask_json_has_the_keys_of_the_contract_to_the_letter(store: str) -> None:
    code, out, err = run("ask", QUESTION, "--store", store, "--json", "-k", "3")
    assert (code, err) == (0, "")
    (reply,) = lines(out)
    assert reply.keys() == REPLY
    assert (reply["question"], reply["understood_as"], reply["language"], reply["found"]) == (QUESTION, QUESTION, "nl", True)
    assert 0 < reply["confidence"] <= 1
    assert len(reply["hits"]) == 3
    for answer in reply["answers"]:
        assert answer.keys() == ANSWER
        assert answer["document"].keys() == DOCUMENT
        assert all(source.keys() == SOURCE and source["document"].keys() == DOCUMENT for source in answer["sources"])
    for rank, hit in enumerate(reply["hits"], 1):
        assert hit.keys() == HIT
        assert hit["document"].keys() == DOCUMENT
        assert hit["rank"] == rank
        start, end = (n - hit["span"][0] for n in hit["sentence_span"])
        assert hit["text"][start:end] == hit["sentence"]
    best = reply["answers"][0]
    assert "35" in best["text"]
    assert best["document"] == {
        "id": "defensie/militairen-naar-jordanie.txt",
        "title": "Nederlandse militairen beveiligen Belgische F-16's in Jordanië",
        "date": "2020-09",
        "language": "nl",
        "source": None,
    }
    start, end = (n - best["sentence_span"][0] for n in best["span"])
    assert best["sentence"][start:end] == best["text"]


@pytest.mark.parametrize("command", ["ask", "search"])
def test_ten_hits_unless_told_otherwise(store: str, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    code, out, _ = Streams(monkeypatch, Path.cwd()).run(command, QUESTION, "--store", store, "--json")
    assert (code, len(lines(out)[0]["hits"])) == (0, 10)


def test_ask_for_people(store: str) -> None:
    code, out, err = run("ask", QUESTION, "--store", store)
    assert (code, err) == (0, "")
    assert "35" in out.split("\n", 1)[0]
    assert "“Nederland stuurt [zo'n 35" in out
    assert "2020-09 · defensie/militairen-naar-jordanie.txt" in out
    assert "\x1b" not in out


def test_where_a_filter_leaves_nothing(store: str) -> None:
    assert run("ask", QUESTION, "--store", store, "--filter", "since=2999") == (0, "Niets gevonden.\n", "")


def test_search(store: str) -> None:
    code, out, _ = run("search", QUESTION, "--store", store, "--json", "-k", "2", "--filter", "language=nl", "--filter", "date=2020-09")
    (found,) = lines(out)
    assert code == 0
    assert found.keys() == {"question", "hits"}
    assert [hit["document"]["id"] for hit in found["hits"]] == ["defensie/militairen-naar-jordanie.txt"] * 2
    code, out, _ = run("search", QUESTION, "--store", store, "-k", "1")
    assert code == 0
    assert out.startswith(" 1. ")


def test_nothing_found_exits_0(store: str) -> None:
    code, out, err = run("ask", "xqzv wrtpl", "--store", store, "--json", "--filter", "since=2999")
    assert (code, err) == (0, "")
    (reply,) = lines(out)
    assert (reply["found"], reply["answers"], reply["hits"], reply["confidence"]) == (False, [], [], 0.0)
    for command in ("ask", "search"):
        assert run(command, "xqzv", "--store", store, "--filter", "since=2999")[0] == 0


def test_one_line_for_each_line_and_bad_ones_go_on(small: Path) -> None:
    given = (
        b"Hoe laat gaat de brug open?\n\n   \nWie is de brugwachter?\r\n"
        + b"\xff\xfe brug\n"
        + b"a" * 10_001
        + b"\nlaatste zonder regeleinde"
    )
    for command in ("search", "ask"):
        code, out, err = run(command, "-", "--json", given=given, cwd=small)
        assert (code, err) == (0, "")
        replies = lines(out)
        assert [set(reply) == {"question", "error"} for reply in replies] == [False, True, True, False, False, True, False]
        assert replies[0]["question"] == "Hoe laat gaat de brug open?"
        assert replies[3]["question"] == "Wie is de brugwachter?"
        assert replies[1]["error"] == "the question is empty; type at least one word"
    assert "14.00" in replies[0]["answers"][0]["text"]


def test_replies_are_flushed_line_by_line(small: Path) -> None:
    with start("ask", "-", "--json", cwd=small) as process:
        assert process.stdin
        assert process.stdout
        for question in ("Hoe laat gaat de brug open?", "Wie is de brugwachter?"):
            process.stdin.write(question.encode() + b"\n")
            process.stdin.flush()
            assert select.select([process.stdout], [], [], 60)[0]
            assert json.loads(process.stdout.readline())["question"] == question
        process.stdin.close()
        assert process.wait(30) == 0


def test_chat_writes_nothing_for_an_empty_line(small: Path) -> None:
    code, out, err = run("chat", "-", "--json", given=b"Hoe laat gaat de brug open?\n\nWie is de brugwachter?\n", cwd=small)
    assert (code, err) == (0, "")
    assert [reply["question"] for reply in lines(out)] == ["Hoe laat gaat de brug open?", "Wie is de brugwachter?"]
    assert all(reply.keys() == REPLY for reply in lines(out))


def test_an_empty_line_begins_a_new_conversation(sample_store: Path, tmp_path: Path) -> None:
    given = "Hoeveel militairen gaan naar Jordanië?\nEn hoe lang?\n\nEn hoe lang?\n".encode()
    code, out, _ = run("chat", "-", "--json", "--store", str(sample_store), given=given, cwd=tmp_path)
    first, leaning, alone = map(json.loads, out.splitlines())
    assert code == 0
    assert first["understood_as"] == first["question"]
    assert "militairen" in leaning["understood_as"]
    assert (alone["understood_as"], alone["found"]) == ("En hoe lang?", False)


def test_chat_json_has_no_prompt_in_it(small: Path) -> None:
    code, out, _ = run("chat", "--json", given=b"Hoe laat gaat de brug open?\n", cwd=small)
    assert code == 0
    assert len(lines(out)) == 1
