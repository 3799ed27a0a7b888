import math
from dataclasses import replace

import pytest

from qa.evaluation.gold import GoldQuestion
from qa.evaluation.judging import judge, rank_of, stands_in
from qa.settings import ConfidenceSettings
from qa.types import Answer, Document, Hit, Locator, Passage, Reply, Source, Span

GOLD = GoldQuestion("Hoeveel militairen?", ("zo'n 35", "35"), "b.txt", "nl", "hoeveel")
NONE = GoldQuestion("Hoeveel tanks?", (), None, "nl", "hoeveel")
SURE = ConfidenceSettings().sure


def document(name: str) -> Document:
    return Document(name, name, None, "nl", None)


def hit(rank: int, name: str) -> Hit:
    return Hit(Passage(rank, name, Span(0, 1), (Span(0, 1),), None, "nl"), document(name), "x", 1 / rank, rank, {}, Span(0, 1),
               Locator())


def itself(passage: Passage) -> list[Passage]:
    return [passage]


def reply(answer: str | None = None, *, sentence: str = "Er gaan 35 militairen.", sources: str = "b.txt", found: bool = True,
          confidence: float = .9) -> Reply:
    answers = ()
    if answer is not None:
        places = tuple(Source(Span(0, 1), Span(0, 1), document(name), Locator()) for name in sources.split())
        answers = (Answer(answer, Span(0, 1), sentence, Span(0, 1), places[0].document, 1.0, places),)
    return Reply("?", "?", "nl", found, confidence, answers, (hit(1, "a.txt"), hit(2, "a.txt"), hit(3, "b.txt")), {})


def test_rank_counts_documents_not_hits() -> None:
    hits = reply().hits
    assert [rank_of(name, hits, itself) for name in ("a.txt", "b.txt", "c.txt")] == [1, 2, math.inf]


def test_finding_a_copy_is_finding_the_document() -> None:
    assert rank_of("copy.txt", reply().hits, lambda p: [p, replace(p, document_id="copy.txt")] if p.number == 3 else [p]) == 2


@pytest.mark.parametrize(("answer", "exact", "f1", "right"), [
    ("35", 1, 1, True), ("35 militairen", 0, 2 / 3, True), ("35 militairen van de luchtmacht", 0, 2 / 5, False), (None, 0, 0, False)])
def test_the_first_answer_is_judged_whether_found_or_not(answer: str | None, exact: float, f1: float, right: bool) -> None:
    for found in (True, False):
        outcome = judge(GOLD, reply(answer, found=found), 5.0, itself)
        assert (outcome.exact, outcome.f1, outcome.right, outcome.well_done) == (exact, pytest.approx(f1), right, right and found)


@pytest.mark.parametrize("found", [True, False])
def test_where_there_is_no_answer_only_a_refusal_is_well_done(found: bool) -> None:
    outcome = judge(NONE, reply("35", found=found), 5.0, itself)
    assert (outcome.right, outcome.well_done) == (False, not found)
    assert all(map(math.isnan, (outcome.rank, outcome.exact, outcome.f1, outcome.in_sentence)))


@pytest.mark.parametrize(("sentence", "sources", "expected"), [
    ("Er gaan 35 militairen.", "b.txt", 1),
    ("Er gaan 35 militairen.", "a.txt b.txt", 1),   # the gold document says the same
    ("Er gaan 35 militairen.", "a.txt", 0),         # another document
    ("Er gaan 350 militairen.", "b.txt", 0),        # another number
])
def test_sentence_and_document_must_both_be_right(sentence: str, sources: str, expected: float) -> None:
    given = reply("militairen", sentence=sentence, sources=sources)
    assert judge(GOLD, given, 5.0, itself).in_sentence == expected
    assert judge(replace(GOLD, document=None), given, 5.0, itself).in_sentence == (sentence == "Er gaan 35 militairen.")


@pytest.mark.parametrize(("answer", "sentence", "expected"), [
    ("23", "Een 23-jarige kok.", True), ("23", "In 1923 niet.", False), ("Tweede Kamer", "de tweede kamer, zei hij", True),
    ("F-16’s", "met F-16's vliegen", True), ("het", "niets", False), ("een boot", "de boot voer uit", True)])
def test_an_answer_stands_in_a_sentence_as_whole_words(answer: str, sentence: str, expected: bool) -> None:
    assert stands_in(answer, sentence) is expected


@pytest.mark.parametrize(("confidence", "found", "sure"), [(SURE, True, True), (SURE - 1e-9, True, False), (SURE, False, False)])
def test_sure_is_what_is_shown_so(confidence: float, found: bool, sure: bool) -> None:
    assert judge(GOLD, reply("40", found=found, confidence=confidence), 5.0, itself).sure is sure


def test_the_words_may_have_other_cut_offs() -> None:
    assert judge(GOLD, reply("40", confidence=.5), 5.0, itself, ConfidenceSettings(sure=.5)).sure
