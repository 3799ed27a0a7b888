"""A build beside what is there: only new text is embedded."""

import os
import shutil
from pathlib import Path

import pytest

from qa.corpus.folder import Skipped
from qa.embeddings import vector_cache
from qa.embeddings.build import plan
from qa.embeddings.store import CURRENT, GENERATIONS, MANIFEST, VECTORS, Store
from qa.embeddings.writing import verify
from qa.settings import PassageSettings, Settings
from tests.embeddings.small import FILES, VOCABULARY, found, texts, tree
from tests.fakes import Counting, build_with, encoders, write_files

PARAGRAPHS = Settings(passages=PassageSettings(merge_below=1))  # each is a passage


def test_only_changed_passages_are_embedded(tmp_path: Path, counting: Counting) -> None:
    corpus = write_files(tmp_path / "corpus", {"a.txt": "date 2020-09 Titel\n\nDe brug is open.\n\nHij is dicht.\n\nHet kost 35 euro."})
    report = build_with(counting, corpus, tmp_path / "store", PARAGRAPHS)
    assert (report.passages, report.embedded) == (3, 3)
    assert sorted(counting.encoded) == ["Titel\nDe brug is open.", "Titel\nHet kost 35 euro.", "Titel\nHij is dicht."]
    counting.encoded.clear()
    write_files(corpus, {"a.txt": "date 2020-09 Titel\n\nNieuw.\n\nDe brug is open.\n\nHij is dicht.\n\nHet kost 40 euro."})
    report = build_with(counting, corpus, tmp_path / "store", PARAGRAPHS)
    assert (report.passages, report.embedded, report.changed) == (4, 2, ("a.txt",))
    assert sorted(counting.encoded) == ["Titel\nHet kost 40 euro.", "Titel\nNieuw."]
    write_files(corpus, {"a.txt": "date 2020-09 Andere\n\nNieuw."})  # what it is found by has changed too
    assert build_with(counting, corpus, tmp_path / "store", PARAGRAPHS).embedded == 1


def test_vectors_from_before_are_those_of_a_build_from_nothing(corpus: Path, store: Path, counting: Counting, tmp_path: Path) -> None:
    write_files(corpus, {"a.txt": "De brug is dicht. Jansen weet van 35 niets.", "0.txt": "Eerst 40."})
    build_with(counting, corpus, store)
    build_with(counting, corpus, tmp_path / "other")
    ours, fresh = Store.open(store), Store.open(tmp_path / "other")
    assert [ours.passage_text(p) for p in ours.passages] == [fresh.passage_text(p) for p in fresh.passages]
    assert [ours.dense.vector(n).tolist() for n in range(4)] == [fresh.dense.vector(n).tolist() for n in range(4)]
    assert ours.terms.scores("brug jansen 40").tolist() == fresh.terms.scores("brug jansen 40").tolist()


def test_nothing_changed_leaves_the_generation_alone(corpus: Path, store: Path, counting: Counting) -> None:
    before = tree(store / GENERATIONS), (store / CURRENT).stat().st_mtime_ns, (store / VECTORS).read_bytes()
    report = build_with(counting, corpus, store)
    assert (report.generation, report.documents, report.embedded) == ("1", 3, 0)
    assert (report.added, report.changed, report.removed) == ((), (), ())
    assert counting.encoded == []
    assert (tree(store / GENERATIONS), (store / CURRENT).stat().st_mtime_ns, (store / VECTORS).read_bytes()) == before


def test_other_line_ends_and_another_encoding_are_no_change(corpus: Path, store: Path, counting: Counting) -> None:
    write_files(corpus, {"a.txt": b"\xef\xbb\xbfDe brug is open.", "map/c.txt": "De brug kost 35 euro.".encode("utf-16")})
    assert build_with(counting, corpus, store).generation == "1"
    write_files(corpus, {"d.txt": "Een.\n\nTwee."})
    assert build_with(counting, corpus, store).generation == "2"
    write_files(corpus, {"d.txt": "Een.\r\n\r\nTwee."})
    assert build_with(counting, corpus, store).generation == "2"


def test_other_settings_are_a_change(corpus: Path, store: Path, counting: Counting) -> None:
    report = build_with(counting, corpus, store, PARAGRAPHS)
    assert (report.generation, report.embedded, report.changed) == ("2", 0, ())


def test_a_rename_embeds_nothing(corpus: Path, store: Path, counting: Counting) -> None:
    (corpus / "a.txt").rename(corpus / "map" / "z.txt")
    report = build_with(counting, corpus, store)
    assert (report.generation, report.added, report.removed, report.embedded) == ("2", ("map/z.txt",), ("a.txt",), 0)
    assert counting.encoded == []
    assert texts(store)["map/z.txt"] == FILES["a.txt"]


def test_a_copy_embeds_nothing(corpus: Path, store: Path, counting: Counting) -> None:
    shutil.copy(corpus / "a.txt", corpus / "kopie van a.txt")
    report = build_with(counting, corpus, store)
    assert (report.added, report.passages, counting.encoded) == (("kopie van a.txt",), 4, [])


def test_restoring_a_deleted_document_embeds_nothing(corpus: Path, store: Path, counting: Counting) -> None:
    (corpus / "a.txt").unlink()
    assert build_with(counting, corpus, store).removed == ("a.txt",)
    assert "a.txt" not in texts(store)
    write_files(corpus, {"a.txt": FILES["a.txt"]})
    assert build_with(counting, corpus, store).added == ("a.txt",)
    assert counting.encoded == []
    assert texts(store) == FILES


def test_an_edit_of_the_same_size_and_time_is_noticed(corpus: Path, store: Path, counting: Counting) -> None:
    file = corpus / "map" / "c.txt"
    before = file.stat()
    file.write_text("De brug kost 40 euro.", encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert build_with(counting, corpus, store).changed == ("map/c.txt",)
    assert counting.encoded == ["De brug kost 40 euro."]
    assert not any("35" in text for text in texts(store).values())
    assert found(counting, store, "brug 40") == "De brug kost 40 euro."


def test_a_killed_build_resumes_with_the_batch_it_was_at(corpus: Path, store: Path) -> None:
    write_files(corpus, {f"{n:03}.txt": f"Brug {n} is open." for n in range(100)})
    dying = Counting(VOCABULARY, lasts=2)
    with pytest.raises(KeyboardInterrupt):
        build_with(dying, corpus, store)
    assert len(dying.encoded) == 2 * vector_cache._BATCH
    assert Store.open(store).generation == "1"
    after = Counting(VOCABULARY)
    report = build_with(after, corpus, store)
    assert report.embedded == len(after.encoded) == 100 - 2 * vector_cache._BATCH
    assert sorted(dying.encoded + after.encoded) == sorted(f"Brug {n} is open." for n in range(100))
    verify(Store.open(store))


@pytest.mark.parametrize("vectors", ["there", "damaged", "gone"])
def test_a_dry_run_says_what_a_build_does_and_changes_nothing(corpus: Path, store: Path, counting: Counting, vectors: str) -> None:
    write_files(corpus, {"a.txt": "De brug is dicht.", "d.txt": "Nieuw.", "d2.txt": "Nieuw.", "leeg.txt": ""})
    (corpus / "b.md").unlink()
    if vectors == "damaged":
        (store / VECTORS).write_bytes(b"rommel" * 1000)
    elif vectors == "gone":
        (store / VECTORS).unlink()
    before = tree(store), tree(corpus)
    with encoders(counting):
        planned = plan(corpus, store)
    assert (tree(store), tree(corpus)) == before
    report = build_with(counting, corpus, store)
    assert (planned.changes.added, planned.changes.changed, planned.changes.removed) == (report.added, report.changed, report.removed)
    assert (report.added, report.changed, report.removed) == (("d.txt", "d2.txt"), ("a.txt",), ("b.md",))
    assert planned.skipped == report.skipped == (Skipped("leeg.txt", "is empty"),)
    assert planned.to_embed == report.embedded == (2 if vectors == "there" else 3)
    assert planned.seconds > 0
    with encoders(counting):
        assert (len(plan(corpus, store).changes), plan(corpus, store).to_embed, plan(corpus, store).seconds) == (0, 0, 0)


def test_a_dry_run_begins_no_store(corpus: Path, tmp_path: Path, counting: Counting) -> None:
    with encoders(counting):
        planned = plan(corpus, tmp_path / "store")
    assert planned.changes.added == tuple(FILES)
    assert planned.to_embed == 3
    assert not (tmp_path / "store").exists()


@pytest.mark.slow
def test_ten_thousand_tiny_files(tmp_path: Path, counting: Counting) -> None:
    corpus = write_files(tmp_path / "corpus", {f"{n % 100}/{n}.txt": f"Brug {n} is open." for n in range(10_000)})
    write_files(corpus, {"leeg.txt": "", "0/foto.jpg": b"\xff\xd8"})
    report = build_with(counting, corpus, tmp_path / "store")
    assert (report.documents, report.embedded, len(report.added), len(report.skipped)) == (10_000, 10_000, 10_000, 2)
    counting.encoded.clear()
    write_files(corpus, {"7/7.txt": "Brug 7 is dicht."})
    report = build_with(counting, corpus, tmp_path / "store")
    assert (report.changed, counting.encoded) == (("7/7.txt",), ["Brug 7 is dicht."])
    assert (tmp_path / "store" / GENERATIONS / report.generation / MANIFEST).exists()
