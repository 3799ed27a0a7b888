"""Corpora and stores that are not as one would have them."""

import os
import tempfile
import time
from pathlib import Path

import pytest

from qa.answers.retriever import Retriever
from qa.embeddings.store import CURRENT, GENERATIONS
from qa.embeddings.writing import KEPT
from tests.embeddings.small import FILES, texts, tree
from tests.fakes import Counting, build_with, encoders, write_files


def test_names_that_differ_only_in_case(corpus: Path, store: Path, counting: Counting) -> None:
    write_files(corpus, {"A.TXT": "De brug is dicht.", "A.txt": "Jansen is 40."})
    if not os.path.samefile(corpus / "a.txt", corpus / "A.txt"):
        report = build_with(counting, corpus, store)
        assert report.added == ("A.TXT", "A.txt")
        assert texts(store) == FILES | {"A.TXT": "De brug is dicht.", "A.txt": "Jansen is 40."}
        (corpus / "a.txt").unlink()
        assert build_with(counting, corpus, store).removed == ("a.txt",)


def test_links_and_loops(corpus: Path, store: Path, counting: Counting, tmp_path: Path) -> None:
    write_files(tmp_path, {"buiten/geheim.txt": "Geheim."})
    (corpus / "lus.txt").symlink_to("lus.txt")
    (corpus / "heen.txt").symlink_to("weer.txt")
    (corpus / "weer.txt").symlink_to("heen.txt")
    (corpus / "map" / "boven").symlink_to("..")
    (corpus / "niets.txt").symlink_to("er is niets.txt")
    (corpus / "buiten").symlink_to(tmp_path / "buiten")
    (corpus / "geheim.txt").symlink_to(tmp_path / "buiten" / "geheim.txt")
    (corpus / "binnen.txt").symlink_to("a.txt")
    report = build_with(counting, corpus, store)
    assert report.added == ("binnen.txt",)
    assert {s.name: s.reason for s in report.skipped} == {
        **dict.fromkeys(["lus.txt", "heen.txt", "weer.txt", "niets.txt"], "is not a regular file"),
        **dict.fromkeys(["map/boven", "buiten"], "is a link to a folder, which is not followed"),
        "geheim.txt": "is a link that points out of the corpus",
    }
    assert texts(store) == FILES | {"binnen.txt": FILES["a.txt"]}
    assert counting.encoded == []


def test_what_is_not_ours_in_the_store_folder_is_left_alone(corpus: Path, store: Path, counting: Counting) -> None:
    theirs = {"brief.txt": "x", "foto/1.jpg": "x", f"{GENERATIONS}/oud/1.txt": "x", f"{GENERATIONS}/lees mij.txt": "x", "9/x.txt": "x"}
    before = tree(write_files(store, theirs))
    for number in range(KEPT + 1):
        build_with(counting, write_files(corpus, {"d.txt": f"De brug is {number} keer open."}), store)
    assert {name: tree(store)[name] for name in theirs} == {name: before[name] for name in theirs}
    assert sum(path.name.isdigit() for path in (store / GENERATIONS).iterdir()) == KEPT


@pytest.mark.parametrize("content", [b"", b"99\n", b"rommel", None], ids=ascii)
def test_a_pointer_that_names_nothing_costs_no_embedding(corpus: Path, store: Path, counting: Counting, content: bytes | None) -> None:
    (store / CURRENT).unlink() if content is None else (store / CURRENT).write_bytes(content)
    report = build_with(counting, corpus, store)
    assert (report.generation, report.embedded, counting.encoded) == ("2", 0, [])
    assert texts(store) == FILES


def test_a_clock_set_back_changes_nothing(corpus: Path, store: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    future = time.time() + 365 * 86_400
    for path in store.rglob("*"):
        os.utime(path, (future, future))
    monkeypatch.setattr(time, "time", lambda: 0.0)
    with encoders(counting):
        retriever = Retriever.open(store)
    for number in range(KEPT):
        build_with(counting, write_files(corpus, {"d.txt": f"De brug is {number} keer open."}), store)
        assert retriever.latest().store.generation == str(number + 2)
    assert {path.name for path in (store / GENERATIONS).iterdir()} == {"2", "3", "4"}


def test_corpus_and_store_on_different_file_systems(corpus: Path, counting: Counting) -> None:
    memory = Path("/dev/shm")
    if not memory.is_dir() or not os.access(memory, os.W_OK) or memory.stat().st_dev == corpus.stat().st_dev:
        pytest.skip("there is only one file system")
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        build_with(counting, corpus, Path(folder) / "store")
        assert build_with(counting, write_files(corpus, {"d.txt": "Nieuw."}), Path(folder) / "store").added == ("d.txt",)
        assert texts(Path(folder) / "store") == FILES | {"d.txt": "Nieuw."}
