"""From hits to a reply, with a reader that knows its phrases: which answer, which sentence, which sources."""

from pathlib import Path

import pytest

from qa.answers.assistant import Assistant
from qa.answers.confidence import Calibration
from qa.answers.filters import Filters
from qa.answers.retriever import Retriever
from qa.errors import ModelError, QuestionError, RequestError
from qa.settings import ConfidenceSettings, ReaderSettings, Settings
from qa.types import Reply
from tests.fakes import Phrases, WordCounts, searcher_over

ENCODER = WordCounts("brug open jansen water")
BY_MARGIN = Calibration(0.0, {"margin": 1.0})


def assistant(folder: Path, texts: dict[str, str], scores: dict[str, float], settings: Settings | None = None) -> Assistant:
    return Assistant(Retriever(searcher_over(folder, texts, ENCODER)), Phrases(scores), BY_MARGIN, settings)


def check_spans(reply: Reply, bot: Assistant) -> None:
    for answer in reply.answers:
        text = bot.store.text(answer.document.id)
        assert (answer.span.of(text), answer.sentence_span.of(text)) == (answer.text, answer.sentence)
        assert answer.sentence_span.contains(answer.span)
        assert (answer.sources[0].span, answer.sources[0].document) == (answer.span, answer.document)
        for source in answer.sources:
            assert source.sentence_span.contains(source.span)
    for hit in reply.hits:
        text = bot.store.text(hit.document.id)
        assert (hit.span.of(text), hit.sentence_span.of(text)) == (hit.text, hit.sentence)


def test_the_best_span_by_margin_and_place(tmp_path: Path) -> None:
    bot = assistant(
        tmp_path,
        {"a.txt": "De brug is van Jansen. Hij is 35 jaar.", "b.txt": "Het water is hoog."},
        {"35 jaar": 3.0, "Jansen": 2.0, "hoog": 4.0},
    )
    reply = bot.ask("brug")
    weight = ReaderSettings().retrieval_weight
    scores = {hit.document.id: hit.score for hit in reply.hits}
    assert [(a.text, a.sentence, a.score) for a in reply.answers] == [
        ("35 jaar", "Hij is 35 jaar.", pytest.approx(3.0 + weight * scores["a.txt"])),
        ("Jansen", "De brug is van Jansen.", pytest.approx(2.0 + weight * scores["a.txt"])),
        ("hoog", "Het water is hoog.", pytest.approx(4.0 + weight * scores["b.txt"])),
    ]
    check_spans(reply, bot)


def test_a_piece_of_the_same_phrase_is_no_other_answer(tmp_path: Path) -> None:
    texts = {"a.txt": "De brug is zo'n 35 meter lang, 4 meter breed.", "b.txt": "Een brug van 30 meter."}
    reply = assistant(tmp_path, texts, {"35 meter": 3.0, "zo'n": 2.5, "4 meter": 1.0}).ask("brug")
    assert [answer.text for answer in reply.answers] == ["35 meter", "4 meter"]


def test_the_same_answer_elsewhere_becomes_a_source(tmp_path: Path) -> None:
    bot = assistant(
        tmp_path,
        {"a.txt": "De brug is 35 meter.", "b.txt": "Een brug van 35 meter, open.", "c.txt": "De brug is 40 meter."},
        {"35 meter": 3.0, "40 meter": 1.0},
    )
    reply = bot.ask("brug open")
    assert [(a.text, [s.document.id for s in a.sources]) for a in reply.answers] == [
        ("35 meter", ["b.txt", "a.txt"]),
        ("40 meter", ["c.txt"]),
    ]
    check_spans(reply, bot)


def test_copies_of_a_passage_are_sources(tmp_path: Path) -> None:
    text = "De brug is open. De brugwachter heet Jansen."
    bot = assistant(tmp_path, {"a.txt": text, "kopie van a.txt": text, "later.txt": "date 2020-09 Later\n\n" + text}, {"Jansen": 3.0})
    reply = bot.ask("brug")
    (answer,) = reply.answers
    assert [s.document.id for s in answer.sources] == ["a.txt", "kopie van a.txt", "later.txt"]
    for source in answer.sources:
        whole = bot.store.text(source.document.id)
        assert (source.span.of(whole), source.sentence_span.of(whole)) == ("Jansen", "De brugwachter heet Jansen.")


def test_a_source_outside_the_filter_is_not_named(tmp_path: Path) -> None:
    text = "De brug is open. De brugwachter heet Jansen."
    bot = assistant(tmp_path, {"a.txt": text, "b.txt": text}, {"Jansen": 3.0})
    (answer,) = bot.ask("brug", filters=Filters(documents=("b.txt",))).answers
    assert [s.document.id for s in answer.sources] == ["b.txt"]


def test_an_answer_over_two_sentences_shows_both(tmp_path: Path) -> None:
    bot = assistant(tmp_path, {"a.txt": "Nee. De brug is open. Jansen is weg. Ja."}, {"open. Jansen": 3.0})
    assert bot.ask("brug").answers[0].sentence == "De brug is open. Jansen is weg."


def test_overlapping_spans_are_one_answer(tmp_path: Path) -> None:
    bot = assistant(
        tmp_path, {"a.txt": "De brug is zo'n 35 meter lang."}, {"zo'n 35 meter": 3.0, "35 meter": 2.9, "35": 2.8, "meter lang": 2.0}
    )
    assert [a.text for a in bot.ask("brug").answers] == ["zo'n 35 meter"]


@pytest.mark.parametrize("alternatives", [1, 2, 3])
def test_alternatives_number_what_was_set(tmp_path: Path, alternatives: int) -> None:
    bot = assistant(
        tmp_path,
        {"a.txt": "De brug is rood, wit, geel en zwart."},
        {"rood": 4.0, "wit": 3.0, "geel": 2.0, "zwart": 1.0},
        Settings(reader=ReaderSettings(alternatives=alternatives)),
    )
    assert [a.text for a in bot.ask("brug").answers] == ["rood", "wit", "geel", "zwart"][:alternatives]


@pytest.mark.parametrize(("score", "found"), [(40.0, True), (-40.0, False)])
def test_answers_are_kept_when_nothing_is_found(tmp_path: Path, score: float, found: bool) -> None:
    bot = assistant(tmp_path, {"a.txt": "De brug is open."}, {"open": score})
    reply = bot.ask("brug")
    assert (reply.found, [a.text for a in reply.answers]) == (found, ["open"])
    assert reply.found == (reply.confidence >= ConfidenceSettings().found)


def test_a_filter_that_leaves_nothing_is_a_reply(tmp_path: Path) -> None:
    reply = assistant(tmp_path, {"a.txt": "De brug is open."}, {"open": 3.0}).ask("brug", filters=Filters(since="2020"))
    assert (reply.found, reply.confidence, reply.answers, reply.hits) == (False, 0.0, (), ())


@pytest.mark.parametrize("k", [1, 2, 10])
def test_k_is_the_number_of_hits_not_of_what_is_read(tmp_path: Path, k: int) -> None:
    texts = {f"{n}.txt": f"De brug nummer {n} is open." for n in range(6)}
    reply = assistant(tmp_path, texts, {"nummer 3": 3.0}).ask("brug nummer 3", k=k)
    assert [hit.rank for hit in reply.hits] == list(range(1, min(k, 6) + 1))
    assert reply.answers[0].text == "nummer 3"


def test_the_question_is_understood_as_it_was_typed(tmp_path: Path) -> None:
    bot = assistant(tmp_path, {"a.txt": "De brug is open."}, {"open": 3.0})
    for typed in ("brug?", "  is de\tbrug open? \n", "brug\x07"):
        reply = bot.ask(typed)
        assert (reply.question, reply.understood_as) == (typed, typed)
    story = "Ik liep langs het water. " * 100 + "Is de brug open?"
    reply = bot.ask(story)
    assert reply.question == story
    assert reply.understood_as.endswith("Is de brug open?")
    assert len(reply.understood_as) < len(story)


def test_bad_requests(tmp_path: Path) -> None:
    bot = assistant(tmp_path, {"a.txt": "De brug is open."}, {})
    for k in (0, -3):
        with pytest.raises(RequestError, match=f"{k} results"):
            bot.ask("brug", k=k)
    with pytest.raises(QuestionError):
        bot.ask("\x00")


def test_probability_is_the_logistic_of_the_weighted_sum() -> None:
    calibration = Calibration(-1.0, {"margin": 0.5, "cosine": 1.0})
    assert calibration.probability({"margin": 2.0, "cosine": 0.0, "lead": 9.0}) == pytest.approx(0.5)
    values = [calibration.probability({"margin": margin, "cosine": 0.0}) for margin in (-1e9, -1.0, 0.0, 1.0, 1e9)]
    assert values == sorted(values)
    assert 0 <= values[0] < values[-1] <= 1


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"intercept": "x", "weights": {}}', '{"intercept": 0, "weights": []}'])
def test_a_damaged_calibration_is_named(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "confidence.json").write_text(content)
    with pytest.raises(ModelError, match=r"confidence\.json.*install bronzin again"):
        Calibration.open(tmp_path / "confidence.json")
