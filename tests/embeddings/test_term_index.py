"""BM25 against the formula written out, and its share of the question's information in [0, 1]."""

import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.embeddings.term_index import TermIndex
from qa.errors import StoreDamaged
from qa.settings import RetrievalSettings
from qa.text.lexicon import translations
from qa.text.terms import stemmed, terms, words

SETTINGS = RetrievalSettings()


def naive_shares(question: str, texts: list[str], languages: list[str], k1: float = SETTINGS.k1, b: float = SETTINGS.b) -> list[float]:
    """BM25 as Lucene has it (Kamphuis et al. 2020), divided by the sum of idf: one text, one word at a time.

    A word counts as often as it and its translations do, each by its weight (Darwish & Oard 2003).
    """
    shares = [0.0] * len(texts)
    for language in set(languages):
        other = "en" if language == "nl" else "nl"
        rows = [n for n, of in enumerate(languages) if of == language]
        found = {n: Counter(terms(texts[n], language)) for n in rows}
        average = sum(c.total() for c in found.values()) / len(rows)
        held, attainable = dict.fromkeys(rows, 0.0), 0.0
        for own, foreign in {stemmed(word, language): stemmed(word, other) for word in reversed(words(question))}.items():
            weights = {**translations(foreign, other), own: 1.0}
            frequency = min(len(rows), sum(weight * sum(term in found[n] for n in rows) for term, weight in weights.items()))
            idf = math.log(1 + (len(rows) - frequency + 0.5) / (frequency + 0.5))
            attainable += idf
            for n in rows:
                times = sum(weight * found[n][term] for term, weight in weights.items())
                held[n] += idf * times / (times + k1 * (1 - b + b * found[n].total() / average)) if times else 0.0
        for n in rows:
            shares[n] = held[n] / attainable if attainable else 0.0
    return shares


TEXTS = [
    "Nederland stuurt 35 militairen naar Jordanië.",
    "De militairen gaan in oktober.",
    "De F-16 is een straaljager.",
    "The Netherlands sends 200 soldiers to Lithuania.",
    "Soldiers, soldiers, soldiers!",
    "Vitamine D maakt de huid aan.",
]
LANGUAGES = ["nl", "nl", "nl", "en", "en", "nl"]


@pytest.mark.parametrize(
    "question", ["militairen naar Jordanië", "soldiers", "de", "F-16", "D", "xqzv wrtpl", "militairen militairen jordanie", "?!", ""]
)
def test_equals_the_formula(question: str) -> None:
    shares = TermIndex.build(TEXTS, LANGUAGES, SETTINGS).scores(question)
    assert shares.tolist() == pytest.approx(naive_shares(question, TEXTS, LANGUAGES), abs=1e-6)


WORDS = st.lists(st.sampled_from("de het brug open dicht militair 35 f-16 D jordanie wacht the bridge".split()), max_size=12).map(" ".join)


@given(WORDS, st.lists(st.tuples(WORDS, st.sampled_from(["nl", "en"])), min_size=1, max_size=12))
@settings(max_examples=60)
def test_a_share_is_between_0_and_1_and_equals_the_formula(question: str, documents: list[tuple[str, str]]) -> None:
    texts, languages = map(list, zip(*documents, strict=True))
    shares = TermIndex.build(texts, languages, SETTINGS).scores(question)
    assert all(0 <= share <= 1 for share in shares)
    assert shares.tolist() == pytest.approx(naive_shares(question, texts, languages), abs=1e-5)


def test_a_lone_stop_word_counts_for_little() -> None:
    index = TermIndex.build(TEXTS, LANGUAGES, SETTINGS)
    assert max(index.scores("de regenboogforel zwemt stroomopwaarts")) < 0.1 < max(index.scores("militairen Jordanië"))


def test_a_word_that_no_text_has_lowers_the_share() -> None:
    index = TermIndex.build(TEXTS, LANGUAGES, SETTINGS)
    assert index.scores("Jordanië")[0] > index.scores("Jordanië regenboogforel")[0] > 0


def test_a_question_finds_its_words_in_the_other_language() -> None:
    index = TermIndex.build(TEXTS, LANGUAGES, SETTINGS)
    assert index.scores("hoeveel soldaten")[[3, 4]].min() > 0
    assert index.scores("how many ships").max() == 0


def test_a_compound_that_no_text_has_stands_for_its_parts() -> None:
    """Each text has one part of two with one idf: half of .6 of tf / (tf + k1), all texts being equally long."""
    index = TermIndex.build(["prijzen stijgen", "energie stroomt", "water kookt"], ["nl"] * 3, SETTINGS)
    share = 0.6 * 0.5 * 1 / (1 + SETTINGS.k1)
    assert index.scores("energieprijzen").tolist() == pytest.approx([share, share, 0])


def test_information_is_the_idf() -> None:
    index = TermIndex.build(TEXTS, LANGUAGES, SETTINGS)
    assert index.information("militair", "nl") == pytest.approx(math.log(1 + (4 - 2 + 0.5) / (2 + 0.5)))
    assert index.information("forel", "nl") == pytest.approx(math.log(1 + (4 + 0.5) / 0.5))


@pytest.mark.parametrize(
    ("texts", "languages"), [(TEXTS, LANGUAGES), (TEXTS[:1], ["nl"]), (["?!", "--"], ["nl", "en"])], ids=["both", "one", "none"]
)
def test_round_trip(tmp_path: Path, texts: list[str], languages: list[str]) -> None:
    index = TermIndex.build(texts, languages, SETTINGS)
    index.save(tmp_path)
    again = TermIndex.load(tmp_path, languages)
    assert again.scores("militairen soldiers 35").tolist() == index.scores("militairen soldiers 35").tolist()


@pytest.mark.parametrize("keep", [0, 0.5], ids=["emptied", "cut"])
def test_every_damaged_file_is_an_error_of_ours(tmp_path: Path, keep: float) -> None:
    TermIndex.build(TEXTS, LANGUAGES, SETTINGS).save(tmp_path / "whole")
    for file in sorted((tmp_path / "whole" / "nl").iterdir()):
        data = file.read_bytes()
        file.write_bytes(data[: int(keep * len(data))])
        with pytest.raises(StoreDamaged, match="qa build"):
            TermIndex.load(tmp_path / "whole", LANGUAGES)
        file.write_bytes(data)
