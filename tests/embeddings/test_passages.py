"""Documents to passages: whole sentences, within the budget, begun afresh at headings; offsets exact on any text."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.corpus import markdown, plain
from qa.corpus.extraction import Extraction
from qa.embeddings.encoder import Encoder
from qa.embeddings.passages import context, passages_of
from qa.embeddings.store import Store
from qa.settings import PassageSettings
from qa.types import Document, Passage
from tests.fakes import build_with, write_files

DOCUMENT = Document("a.txt", "Titel", None, "nl", None)
SMALL = PassageSettings(budget=21, overlap=1, merge_below=8)  # words; the title takes one


def count(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def cut(text: str, limits: PassageSettings = SMALL, document: Document = DOCUMENT) -> list[tuple[str | None, str]]:
    extraction = plain.read(text)
    return [(p.heading, p.span.of(text)) for p in passages_of(document, text, extraction.blocks, count, limits)]


def sentence(word: str, words: int) -> str:
    return " ".join([word.capitalize(), *[word] * (words - 1)]) + "."


def test_a_paragraph_that_fits_stays_whole() -> None:
    first, second = (" ".join([sentence(word, 10), sentence(word, 10)]) for word in ("een", "twee"))
    assert cut(f"{first}\n\n{second}") == [(None, first), (None, second)]


def test_a_longer_one_is_cut_between_sentences_and_overlaps_by_one() -> None:
    a, b, c = sentence("een", 12), sentence("twee", 8), sentence("drie", 8)
    assert cut(f"{a} {b} {c}") == [(None, f"{a} {b}"), (None, f"{b} {c}")]


def test_no_overlap_where_it_does_not_fit() -> None:
    a, b, c = sentence("een", 5), sentence("twee", 14), sentence("drie", 14)
    assert cut(f"{a} {b} {c}") == [(None, f"{a} {b}"), (None, c)]


def test_short_paragraphs_are_joined_under_one_heading_only() -> None:
    a, b, c = sentence("een", 3), sentence("twee", 3), sentence("drie", 3)
    assert cut(f"{a}\n\n{b}\n\nKop\n\n{c}") == [(None, f"{a}\n\n{b}"), ("Kop", c)]


def test_a_heading_without_text_is_a_passage() -> None:
    assert cut("Een zin.\n\nKop\n\nNog een kop\n\nTekst.\n\nEinde") == [
        (None, "Een zin."),
        (None, "Kop"),
        ("Nog een kop", "Tekst."),
        (None, "Einde"),
    ]


def test_a_sentence_over_the_budget_is_windowed_at_a_clause() -> None:
    a, b = " ".join(["een"] * 15) + ",", " ".join(["twee"] * 15) + "."
    assert cut(f"{a} {b}") == [(None, a), (None, b)]


def test_title_and_heading_go_before_what_is_embedded() -> None:
    assert context(DOCUMENT, "Kop", "Tekst.") == "Titel\nKop\n"
    assert context(DOCUMENT, "Titel", "Tekst.") == "Titel\n"
    assert context(DOCUMENT, None, "Titel is ook het begin.") == ""


EDITS = st.sampled_from(["", "Ingevoegd. ", "Een heel andere zin, en nog een. " * 3, "x\n\ny "])


@given(EDITS, st.integers(min_value=0, max_value=3))
def test_an_edit_does_not_ripple_past_a_heading(edit: str, place: int) -> None:
    sections = [f"Kop {n}\n\n" + " ".join(sentence(word, 7) for word in "een twee drie vier vijf".split()) for n in "abcd"]
    before = cut("\n\n".join(sections))
    edited = [*sections]
    edited[place] = edited[place].replace("\n\n", f"\n\n{edit}", 1)
    after = cut("\n\n".join(edited))
    for number, section in enumerate("abcd"):
        if number != place:
            heading = f"Kop {section}"
            assert [p for p in after if p[0] == heading] == [p for p in before if p[0] == heading]


PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        " ",
        "\f",
        "\u2028",
        "\x85",
        "\u00a0",
        "\u202f",
        "\u00ad",
        "🚲",
        "👨‍👩‍👧",
        "e\u0308",
        "İ",
        "ﬁ",
        "Ĳ",
        "# ",
        "Kop\n\n",
        "Een zin. ",
        "Nog een? ",
        "“Ja.” ",
        "- punt\n",
        "1) ",
        "€ 3,2 mln. ",
        "woord " * 30,
        "x" * 50,
        "12 okt. 2020, ",
        "a. b. c. ",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=30).map("".join)


def check(extraction: Extraction, passages: list[Passage], budget: int) -> None:
    text = extraction.text
    assert [p.number for p in passages] == list(range(len(passages)))
    for passage in passages:
        covered = passage.span.of(text)
        assert covered == covered.strip() != ""
        assert (passage.span.start, passage.span.end) == (passage.sentences[0].start, passage.sentences[-1].end)
        for one in passage.sentences:
            assert passage.span.contains(one)
            assert one.of(text) == one.of(text).strip() != ""
        assert all(a.end <= b.start for a, b in pairwise(passage.sentences))
        assert all(not text[a.end : b.start].strip() for a, b in pairwise(passage.sentences))
        assert sum(count([one.of(text) for one in passage.sentences])) <= budget
    assert all(a.span.start < b.span.start and a.span.end < b.span.end for a, b in pairwise(passages))
    inside = set().union(*(range(p.span.start, p.span.end) for p in passages))
    for block in extraction.blocks:
        if not block.is_heading:  # nothing of a paragraph is lost
            assert {n for n in range(block.span.start, block.span.end) if not text[n].isspace()} <= inside


@pytest.mark.parametrize("read", [plain.read, markdown.read], ids=["txt", "md"])
@given(text=TEXTS)
@settings(max_examples=200)
def test_offsets_budget_and_order_hold_for_any_text(read, text: str) -> None:
    extraction = read(text)
    check(extraction, list(passages_of(DOCUMENT, extraction.text, extraction.blocks, count, SMALL)), SMALL.budget - 1)


@pytest.mark.parametrize(
    ("title", "heading"),
    [("Titel", "Kop"), ("Een lange titel " * 20, "Kop"), ("Titel", "Een kop als een alinea " * 40), ("t" * 5000, "k" * 5000)],
    ids=["short", "long-title", "long-heading", "endless"],
)
def test_what_is_embedded_fits_the_budget_prompt_title_and_heading_counted(
    encoder: Encoder, tmp_path: Path, title: str, heading: str
) -> None:
    text = "Ja. Nee. " * 300  # sentences of two or three tokens fill a passage to the brim
    build_with(encoder, write_files(tmp_path / "corpus", {"a.md": f"---\ntitle: {title}\n---\n# {heading}\n\n{text}"}), tmp_path / "store")
    store = Store.open(tmp_path / "store")
    for passage in store.passages:
        covered = store.passage_text(passage)
        embedded = "passage: " + context(store.documents["a.md"], passage.heading, covered) + covered
        assert encoder.count_tokens([embedded])[0] + 2 <= PassageSettings().budget  # 2: the tokens that begin and end every text


@pytest.mark.parametrize(
    "text",
    ["a" * 300_000, "woord " * 60_000, "🚲" * 50_000, "ja, " * 50_000, "." * 100_000],
    ids="letters words emoji clauses stops".split(),
)
def test_one_endless_sentence_is_windowed_with_bounded_work(encoder: Encoder, text: str) -> None:
    counted = 0

    def count(texts: Sequence[str]) -> list[int]:
        nonlocal counted
        counted += sum(map(len, texts))
        return encoder.count_tokens(texts)

    extraction = plain.read(text)
    passages = list(passages_of(DOCUMENT, text, extraction.blocks, count, PassageSettings()))
    assert counted <= 20 * len(text)  # each halving counts the text once more
    assert sum(len(p.span.of(text).replace(" ", "")) for p in passages) >= len(text.replace(" ", ""))
    assert max(encoder.count_tokens([p.span.of(text) for p in passages])) <= PassageSettings().budget
