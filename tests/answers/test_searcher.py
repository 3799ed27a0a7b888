"""Ranking, with an encoder whose cosines a person can compute: order and scores."""

from math import sqrt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa import Assistant
from qa.answers.filters import Filters
from qa.answers.searcher import Searcher
from qa.errors import FilterError, RequestError
from qa.settings import RetrievalSettings
from qa.text.language import shares_among
from qa.text.terms import LANGUAGES
from qa.types import Hit, Span
from tests.embeddings.test_term_index import naive_shares
from tests.fakes import WordCounts, searcher_over

ENCODER = WordCounts("brug open jansen water bridge")
WEIGHT, LIFT = RetrievalSettings().terms_weight, RetrievalSettings().other_language
TEXTS = {
    "a.txt": "De brug is open.",
    "b.txt": "De brug is van Jansen, en Jansen is dicht bij het water.",
    "c.txt": "Het water is hoog.",
    "d.txt": "The bridge is open and it is old.",
    "e.txt": "Niets van dat alles.",
}
COSINES = {"a.txt": 2 / sqrt(2 * 2), "b.txt": 1 / sqrt(6 * 2), "c.txt": 0.0, "d.txt": 1 / sqrt(2 * 2), "e.txt": 0.0}  # to "brug open"


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return searcher_over(tmp_path_factory.mktemp("searcher"), TEXTS, ENCODER)


def ids(hits: list[Hit]) -> list[str]:
    return [hit.document.id for hit in hits]


def test_order_scores_and_their_parts(searcher: Searcher) -> None:
    hits = searcher.search("brug open", 10, None)
    shares = dict(zip(TEXTS, naive_shares("brug open", list(TEXTS.values()), ["nl", "nl", "nl", "en", "nl"]), strict=True))
    lifts = {name: LIFT * (1 - shares_among("brug open", LANGUAGES)["en" if name == "d.txt" else "nl"]) for name in TEXTS}
    expected = {name: COSINES[name] + WEIGHT * shares[name] + lifts[name] for name in TEXTS}
    assert ids(hits) == sorted(TEXTS, key=lambda name: (-expected[name], name))
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    for hit in hits:
        name = hit.document.id
        assert hit.score == pytest.approx(expected[name], abs=1e-6)
        parts = {"cosine": COSINES[name], "terms": shares[name], "language": lifts[name]}
        assert hit.parts == {part: pytest.approx(value, abs=1e-6) for part, value in parts.items()}
        assert hit.text == TEXTS[name] == searcher.store.text(name)[hit.span.start : hit.span.end]


@pytest.mark.parametrize("k", [1, 2, 5, 6, 50, 10**6, 10**12])
def test_k_over_the_corpus_gives_what_there_is(searcher: Searcher, k: int) -> None:
    hits = searcher.search("brug open", k, None)
    assert ids(hits) == ids(searcher.search("brug open", 5, None))[:k]
    assert [hit.rank for hit in hits] == list(range(1, min(k, 5) + 1))


@pytest.mark.parametrize("k", [0, -1, -3])
def test_k_below_one(searcher: Searcher, k: int) -> None:
    with pytest.raises(RequestError, match=rf"^{k} results were asked for; ask for at least 1$"):
        searcher.search("brug", k, None)


def test_ties_go_to_the_earlier_passage(searcher: Searcher) -> None:
    hits = searcher.search("xqzv", 10, None)  # no word of it anywhere: e.txt alone shares its axis, d.txt is in the less likely language
    shares = shares_among("xqzv", LANGUAGES)
    assert ids(hits) == ["e.txt", "d.txt", "a.txt", "b.txt", "c.txt"]
    assert [hit.score for hit in hits] == pytest.approx([1 + LIFT * shares["en"], LIFT * shares["nl"], *[LIFT * shares["en"]] * 3])


def test_filters_act_before_the_ranking(searcher: Searcher) -> None:
    assert ids(searcher.search("brug open", 1, Filters(documents=("c.txt",)))) == ["c.txt"]
    assert ids(searcher.search("brug open", 10, Filters(language="en"))) == ["d.txt"]
    assert searcher.search("brug open", 10, Filters(since="2020")) == []
    assert searcher.search("brug open", 10, Filters(documents=("weg.txt",))) == []
    with pytest.raises(FilterError, match="'auteur'"):
        searcher.search("brug open", 10, Filters(metadata={"auteur": "x"}))


def test_a_filtered_score_is_the_score(searcher: Searcher) -> None:
    whole = {hit.document.id: hit.score for hit in searcher.search("brug open", 10, None)}
    assert [hit.score for hit in searcher.search("brug open", 10, Filters(documents=("b.txt",)))] == [whole["b.txt"]]


def test_what_only_the_terms_find_is_found(tmp_path: Path) -> None:
    """With 2 candidates from each list; the vectors see nothing of the code."""
    texts = {f"{n:02}.txt": f"De brug nummer {n} is open." for n in range(20)} | {"zz.txt": "Formulier B-12."}
    base = searcher_over(tmp_path, texts, ENCODER)
    searcher = Searcher(base.store, ENCODER, RetrievalSettings(candidates=2, terms_weight=2.0))
    assert ids(searcher.search("brug B12", 2, None))[0] == "zz.txt"


def test_copies_fold_into_one_hit(tmp_path: Path) -> None:
    copy = "De brug is open. De brugwachter heet Jansen."
    searcher = searcher_over(tmp_path, {"a.txt": copy, "kopie van a.txt": copy, "map/a.md": copy, "b.txt": "De brug is dicht."}, ENCODER)
    hits = searcher.search("brug open", 5, None)
    assert ids(hits) == ["a.txt", "b.txt"]
    assert [p.document_id for p in searcher.store.copies(hits[0].passage)] == ["a.txt", "kopie van a.txt", "map/a.md"]
    assert ids(searcher.search("brug", 5, Filters(documents=("map/a.md",)))) == ["map/a.md"]


def test_the_best_sentence_holds_most_of_the_question(tmp_path: Path) -> None:
    text = "Er is water. De brug van Jansen is open. De brug."
    hit = searcher_over(tmp_path, {"a.txt": text}, ENCODER).search("is de brug van Jansen open", 1, None)[0]
    assert (hit.sentence, hit.sentence_span) == ("De brug van Jansen is open.", Span(13, 40))


WORDS = st.lists(st.sampled_from("de brug open jansen water bridge dicht".split()), min_size=1, max_size=8).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=15, unique=True), WORDS, st.integers(1, 20))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_equals_scoring_every_passage(tmp_path_factory: pytest.TempPathFactory, texts: list[str], question: str, k: int) -> None:
    files = {f"{n:02}.md": f"---\nlanguage: nl\n---\n{text}" for n, text in enumerate(texts)}
    searcher = searcher_over(tmp_path_factory.mktemp("naive"), files, ENCODER)
    cosines = ENCODER.encode_passages(texts) @ ENCODER.encode_queries([question])[0]
    shares = naive_shares(question, texts, ["nl"] * len(texts))
    lift = LIFT * (1 - shares_among(question, LANGUAGES)["nl"])
    scores = [float(c) + WEIGHT * s + lift for c, s in zip(cosines, shares, strict=True)]
    hits = searcher.search(question, k, None)
    assert [hit.score for hit in hits] == pytest.approx(sorted(scores, reverse=True)[:k], abs=1e-5)
    assert all(hit.score == pytest.approx(scores[hit.passage.number], abs=1e-5) for hit in hits)


def test_the_best_sentence_is_found_across_languages(sample: Assistant) -> None:
    hit = sample.retriever.search("How many soldiers does the Netherlands send to Jordan?", 1)[0]
    assert "militairen" in hit.sentence
    assert "Jordanië" in hit.sentence
