"""The build line: what it reports, what it refuses, and what it leaves."""

import os
from pathlib import Path
from unittest.mock import patch

import pytest

from qa.corpus.folder import Skipped
from qa.corpus.formats import READ
from qa.embeddings.build import build, changes
from qa.embeddings.store import Store
from qa.errors import CorpusError, StoreError
from tests.embeddings.small import tree
from tests.fakes import WordCounts, build_with, encoders, write_files

ENCODER = WordCounts("brug open jansen")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_files(
        tmp_path / "corpus", {"a.txt": "De brug is open.", "b.md": "De brugwachter heet Jansen.", "c.txt": "De brug is dicht."}
    )


def test_the_report_adds_up(corpus: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    write_files(corpus, {"leeg.txt": "", "foto.jpg": b"\xff\xd8", "nul.txt": b"een nul \x00 erin", "~$nota.docx": b"x", ".git/x.txt": "x"})
    report = build_with(ENCODER, corpus, store)
    assert (report.generation, report.documents, report.passages, report.model) == ("1", 3, 3, "word-counts")
    assert (report.added, report.changed, report.removed) == (("a.txt", "b.md", "c.txt"), (), ())
    assert report.skipped == (
        Skipped("foto.jpg", f"has the ending '.jpg'; only {READ} are read"),
        Skipped("leeg.txt", "is empty"),
        Skipped("nul.txt", "is binary, not text; convert it to .txt or .md"),
    )
    assert Store.open(store).manifest.skipped == {s.name: s.reason for s in report.skipped}

    (corpus / "a.txt").unlink()
    before = (corpus / "c.txt").stat()
    write_files(corpus, {"c.txt": "De brug is DICHT.", "d.txt": "Nieuw."})
    os.utime(corpus / "c.txt", ns=(before.st_atime_ns, before.st_mtime_ns))  # size and time as before: only the content tells
    expected = (("d.txt",), ("c.txt",), ("a.txt",))
    difference = changes(corpus, store)
    assert (difference.added, difference.changed, difference.removed) == expected
    assert len(difference) == 3
    report = build_with(ENCODER, corpus, store)
    assert (report.added, report.changed, report.removed) == expected
    assert len(changes(corpus, store)) == 0
    assert "DICHT" in Store.open(store).text("c.txt")


def test_passages_are_no_longer_than_the_encoder_takes(tmp_path: Path) -> None:
    short = WordCounts("brug open jansen")
    short.max_tokens = 12
    corpus = write_files(tmp_path / "corpus", {"a.txt": "Over de brug\n\n" + "De brug is vandaag weer open. " * 6})
    build_with(short, corpus, tmp_path / "store")
    opened = Store.open(tmp_path / "store")
    assert len(opened.passages) > 1
    for passage in opened.passages:
        assert short.count_tokens(["Over de brug " + opened.passage_text(passage)])[0] <= short.max_tokens


def test_a_damaged_store_keeps_its_model(corpus: Path, tmp_path: Path) -> None:
    bundled, other = WordCounts("brug"), WordCounts("open jansen")
    other.name = "other"
    store = tmp_path / "store"
    with encoders(bundled, other):
        build(corpus, store, model="other")
        (blocks,) = store.glob("generations/1/blocks.jsonl")
        blocks.write_bytes(blocks.read_bytes()[:-9])
        report = build(corpus, store)
    assert (report.model, report.generation, report.embedded) == ("other", "2", 0)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "nothing to read in"),
        ({"leeg.txt": ""}, "'leeg.txt' is empty"),
        ({"x.pdf": "%PDF", "y.jpg": "x"}, "'x.pdf' is named .pdf but is something else.*'y.jpg' has the ending '.jpg'"),
    ],
)
def test_an_empty_corpus_keeps_the_old_store(corpus: Path, tmp_path: Path, files: dict[str, str], reason: str) -> None:
    (tmp_path / "leeg").mkdir()
    write_files(tmp_path / "leeg", files)
    with pytest.raises(CorpusError, match=reason):
        build_with(ENCODER, tmp_path / "leeg", tmp_path / "store")
    build_with(ENCODER, corpus, tmp_path / "store")
    with pytest.raises(CorpusError, match=r"all 3 documents of the store are gone .*--allow-empty"):
        build_with(ENCODER, tmp_path / "leeg", tmp_path / "store")
    with pytest.raises(CorpusError, match="there is no corpus folder"):
        build_with(ENCODER, tmp_path / "weg", tmp_path / "store")
    assert len(Store.open(tmp_path / "store").documents) == 3


@pytest.mark.parametrize("name", ["d\udce9ja.txt", "m\udce9p/goed.txt", "d\udce9ja.jpg"], ids=ascii)
def test_a_name_that_is_not_utf_8_costs_one_file(corpus: Path, tmp_path: Path, name: str) -> None:
    try:
        write_files(corpus, {name: "De brug."})
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system has no such names")
    report = build_with(ENCODER, corpus, tmp_path / "store")
    assert report.documents == 3
    assert len(report.skipped) == 1
    assert report.skipped[0].name.encode("utf-8")  # can be printed and stored
    assert len(Store.open(tmp_path / "store").manifest.skipped) == 1


def test_progress_names_the_file_and_counts_to_the_end(corpus: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    with patch("qa.embeddings.build.open_encoder", lambda *_, **__: ENCODER):
        build(corpus, tmp_path / "store", progress=lambda *step: told.append(step))
    assert told == [(0, 3, "a.txt"), (1, 3, "b.md"), (2, 3, "c.txt"), (3, 3, "embedding"), (3, 3, "writing")]


def test_progress_comes_with_every_batch(tmp_path: Path) -> None:
    write_files(tmp_path / "corpus", {f"{n:02}.txt": f"Brug {n} is open." for n in range(70)})
    told: list[tuple[int, int, str]] = []
    with patch("qa.embeddings.build.open_encoder", lambda *_, **__: ENCODER):
        build(tmp_path / "corpus", tmp_path / "store", progress=lambda *step: told.append(step))
    assert told[70:] == [(32, 70, "embedding"), (64, 70, "embedding"), (70, 70, "embedding"), (70, 70, "writing")]


def test_the_store_may_stand_in_the_corpus(corpus: Path) -> None:
    for _ in range(2):
        report = build_with(ENCODER, corpus, corpus / "embeddings")
        assert (report.documents, report.skipped) == (3, ())


def test_the_corpus_is_only_read(corpus: Path, tmp_path: Path) -> None:
    before = tree(corpus)
    build_with(ENCODER, corpus, tmp_path / "store")
    assert tree(corpus) == before


def test_a_store_that_cannot_be_written(corpus: Path, tmp_path: Path) -> None:
    write_files(tmp_path, {"bestand": "x"})
    with pytest.raises(StoreError, match="bestand"):
        build_with(ENCODER, corpus, tmp_path / "bestand")
