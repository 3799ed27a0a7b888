"""What the reader learns from: questions with a passage and its answer, or with a passage that does not say.

Most come from the sets themselves. Answered ones are also drafted by rule; those without an answer come by rule from the others: names
swapped, and passages that the project's own retriever finds for a question that they do not answer.
"""
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from drafted import drafted
from sources import Paragraph, bilingual_paragraphs, rows

from qa import Retriever, build
from qa.answers.completion import topic

KEEP = {"own": 0.9, "open": 0.9, "encyclopedia": 0.9, "english": 0.9, "qamr": 0.1, "negative": 0.9, "swapped": 0.15,
        "follow-up": 0.15, "drafted": 0.9}  # share used
PLACE = re.compile(r" (?:in|van|bij|op|voor|naar|aan|of|at|for|to|on) ((?:de |het |the )?[^,?]*[A-Z][^,?]*)$")
NAME = re.compile(r"(?<=[^.?!] )[A-Z][\w-]{2,}|\b\d[\d.,]*\b")  # a word with a capital inside the question, or a number


@dataclass(frozen=True, slots=True)
class Example:
    question: str
    passage: str
    answer: str        # "" = the passage does not say
    source: str


def positives(paragraphs: list[Paragraph], data: Path) -> Iterator[Example]:
    for source, texts, questions in paragraphs:
        for q in questions:
            for asked in ("nl", "en"):
                for language, text in texts.items():
                    answer = "" if q["is_impossible"] else q[f"answer_{language}"]
                    if text and q[f"question_{asked}"] and (answer or q["is_impossible"]):
                        yield Example(q[f"question_{asked}"], text, answer, source)
                        before = random.choice(questions)
                        if before is not q and before[f"question_{asked}"]:
                            said = "" if before["is_impossible"] else before[f"answer_{language}"]
                            yield Example(follow_up(q[f"question_{asked}"], before[f"question_{asked}"], said), text, answer, "follow-up")
    for r in rows(data / "reading.en.train.jsonl.gz"):
        answer = "" if r["is_impossible"] or not r["answers"] else r["answers"][0]["text"]
        yield Example(r["question"], r["context"], answer, "qamr" if r["src"] == "qamr" else "english")


def follow_up(question: str, before: str, said: str) -> str:
    """As a conversation completes it: a place or the like taken out, and what was talked about noted behind it."""
    place = PLACE.search(question.rstrip(" ?"))
    note = random.choice([said, topic(before)]) or topic(before)
    if place and len(question[:place.start()].split()) > 2 and random.random() < 0.6:
        question, note = question[:place.start()], f"{place[1]}, {note}" if random.random() < 0.5 else place[1]
    return f"{question.rstrip(' ?')} ({note})?"


def negatives(paragraphs: list[Paragraph]) -> Iterator[Example]:
    """Questions with the best passage that the project's own retriever finds elsewhere and that lacks the answer: what is to be refused."""
    with TemporaryDirectory() as work:
        corpus = Path(work) / "corpus"
        corpus.mkdir()
        for n, (_, texts, _) in enumerate(paragraphs):
            for language, text in texts.items():
                if text:
                    (corpus / f"{n}.{language}.txt").write_text(text, encoding="utf-8")
        build(corpus, Path(work) / "store")
        retriever = Retriever.open(Path(work) / "store")
        for n, (_, _, questions) in enumerate(paragraphs):
            for q in random.sample(questions, min(3, len(questions))):
                asked = q[random.choice(("question_nl", "question_nl", "question_en"))]
                answers = [q[name].lower() for name in ("answer_nl", "answer_en") if q.get(name) and not q["is_impossible"]]
                for hit in retriever.search(asked, 8) if asked else ():
                    elsewhere = hit.document.id.partition(".")[0] != str(n)
                    if elsewhere and not any(answer in hit.text.lower() for answer in answers):
                        yield Example(asked, hit.text, "", "negative")
                        break


def swapped(examples: list[Example]) -> Iterator[Example]:
    """Near misses by rule: an answered question in which a name or number of the passage became one that the passage lacks.

    The entity swap of SQuAD 2.0 (Rajpurkar et al. 2018, table 1), drawn from the other questions' names of the same kind.
    """
    pool = sorted({name for e in examples for name in NAME.findall(e.question)})
    for e in examples:
        said = [name for name in NAME.findall(e.question) if name in e.passage and name not in e.answer]
        if e.answer and said:
            name = random.choice(said)
            drawn = random.sample(pool, min(40, len(pool)))
            others = [other for other in drawn if other[0].isdigit() == name[0].isdigit() and other not in e.passage]
            if others:
                yield Example(e.question.replace(name, random.choice(others)), e.passage, "", "swapped")


def examples_of(data: Path) -> list[Example]:
    """A draw of all kinds, each with its share."""
    paragraphs = list(bilingual_paragraphs(data))
    asked = list(positives(paragraphs, data))
    by_rule = (Example(*each, "drafted") for each in drafted(data))
    return [e for e in (*asked, *negatives(paragraphs), *swapped(asked), *by_rule) if random.random() < KEEP[e.source]]
