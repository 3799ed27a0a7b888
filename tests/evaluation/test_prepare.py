"""`benchmarks/prepare.py` on data of the same form, and what it made that is in the repository."""
import json
import subprocess
import sys
from pathlib import Path

import pytest

from qa.corpus import plain
from qa.evaluation.dialogues import Turn, read_dialogues
from qa.evaluation.gold import GoldQuestion, read_gold

ROOT = Path(__file__).parents[2]
OWN = ROOT / "benchmarks" / "data" / "own.dev"

ARTICLE = {"id": "weer-001", "genre": "nieuws", "date": "2020-09", "title_nl": "Regen", "title_en": "Rain", "paragraphs": [
    {"text_nl": "Het regent.", "text_en": "It rains.", "qas": [
        {"question_nl": "Wat doet het?", "question_en": "What does it do?", "type": "wat", "is_impossible": False,
         "answer_nl": "regent", "answer_en": "rains"}]},
    {"text_nl": "Morgen niet.", "text_en": "Not tomorrow.", "qas": [
        {"question_nl": "Hoe koud is het?", "question_en": "How cold is it?", "type": "hoe", "is_impossible": True,
         "answer_nl": "", "answer_en": ""}]}]}
XQUAD = {"id": "d00p0", "title": "Rain", "context_nl": "Het regent in Breda.", "context_en": "It rains in Breda.", "qas": [
    {"id": "1", "question_nl": "In welke stad?", "question_en": "In how many cities?", "answer_nl": "Breda", "answer_en": "Breda"}]}
READING = {"id": "r-0", "src": "x", "text": "Het regent.", "qas": [
    {"question_nl": "Regent het?", "question_en": "Does it rain?", "type": "ja/nee", "is_impossible": False, "answer": "regent"}]}
DIALOGUE = {"id": "d-1", "turns": [{"q": "Regent het?", "complete": "Regent het?", "answer": ["regent"], "kind": "standalone"}]}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    (data / "own").mkdir(parents=True)
    for name, record in (("own/weer.dev.jsonl", ARTICLE), ("own/weer.train.jsonl", ARTICLE), ("xquad.dev.jsonl", XQUAD),
                         ("reading.nl.dev.jsonl", READING), ("own-dialogues.dev.jsonl", DIALOGUE)):
        (data / name).write_text(json.dumps(record) + "\n", encoding="utf-8")
    command = [sys.executable, ROOT / "benchmarks" / "prepare.py", "--data", data, "--out", tmp_path / "out"]
    subprocess.run(command, check=True, capture_output=True)
    return tmp_path / "out"


def test_an_article_has_a_header_that_the_corpus_reads(out: Path) -> None:
    text = (out / "own-en" / "weer-001.txt").read_text(encoding="utf-8")
    assert text == "date 2020-09 Rain\n\nIt rains.\n\nNot tomorrow.\n"
    assert (plain.read(text).date, plain.read(text).title) == ("2020-09", "Rain")


def test_questions_have_the_language_asked_and_answers_that_of_the_document(out: Path) -> None:
    answered, impossible = read_gold(out / "own.dev.nl-en.jsonl")
    assert answered == GoldQuestion("Wat doet het?", ("rains",), "weer-001.txt", "nl", "wat", "weer-001")
    assert impossible == GoldQuestion("Hoe koud is het?", (), None, "nl", "hoe", "weer-001")


def test_paragraphs_are_documents_without_a_header(out: Path) -> None:
    assert (out / "xquad-nl" / "d00p0.txt").read_text(encoding="utf-8") == "Het regent in Breda.\n"
    assert [(q.document, q.type, q.article) for q in read_gold(out / "xquad.dev.en-nl.jsonl")] == [("d00p0.txt", "hoeveel", "Rain")]
    assert [q.type for q in read_gold(out / "reading.dev.en-nl.jsonl")] == ["janee"]


@pytest.mark.parametrize("asked", ["nl", "en"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_gold_answer_of_ours_stands_in_its_document(asked: str, language: str) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (OWN / f"own-{language}").iterdir()}
    questions = read_gold(OWN / f"own.dev.{asked}-{language}.jsonl")
    assert (len(texts), len(questions), sum(q.answerable for q in questions)) == (28, 28 * 12, 28 * 8)
    assert {q.language for q in questions} == {asked}
    assert {f"{q.article}.txt" for q in questions} == texts.keys()
    missing = [q for q in questions if q.answerable and not any(answer in texts[q.document] for answer in q.answers)]
    assert missing == []


def test_dialogues_come_with_the_articles_they_are_about(out: Path) -> None:
    assert [path.name for path in (out / "dialogues-nl").iterdir()] == ["weer-001.txt"]
    assert read_dialogues(out / "dialogues.dev.jsonl") == [[Turn("Regent het?", "Regent het?", ("regent",), "standalone")]]
