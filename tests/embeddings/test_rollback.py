"""From generation to generation and back: history, verify, another model, and readers that move along meanwhile."""

import json
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from qa.answers.assistant import Assistant
from qa.answers.confidence import Calibration
from qa.answers.retriever import Retriever
from qa.embeddings import files
from qa.embeddings.build import build, changes
from qa.embeddings.dense import DenseIndex
from qa.embeddings.store import CURRENT, GENERATIONS, MANIFEST, Store, current
from qa.embeddings.writing import KEPT, history, rollback, verify
from qa.errors import StoreBusy, StoreDamaged, StoreError, StoreMissing
from tests.fakes import Counting, Phrases, WordCounts, build_with, encoders, write_files

ENCODER = WordCounts("brug open dicht jansen")
TEXTS = {"a.txt": "De brug is open.", "b.txt": "De brugwachter heet Jansen."}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_files(tmp_path / "corpus", TEXTS)


@pytest.fixture
def store(corpus: Path, tmp_path: Path) -> Path:
    """Two generations: with the bridge open, and with it closed."""
    build_with(ENCODER, corpus, tmp_path / "store")
    edition(corpus, tmp_path / "store", "De brug is dicht.")
    return tmp_path / "store"


def edition(corpus: Path, store: Path, text: str) -> str:
    return build_with(ENCODER, write_files(corpus, {"a.txt": text}), store).generation


def names(store: Path) -> list[str]:
    return [name for name, _, _ in history(store)]


def opened(store: Path, *known: WordCounts) -> Retriever:
    with encoders(*known or (ENCODER,)):
        return Retriever.open(store)


@pytest.mark.parametrize("damage", ["manifest", "file"])
def test_a_damaged_old_generation_is_no_obstacle(corpus: Path, store: Path, damage: str) -> None:
    edition(corpus, store, "De brug is rood.")
    oldest = store / GENERATIONS / "1"
    if damage == "manifest":
        (oldest / MANIFEST).write_text("{")
        assert names(store) == ["2", "3"]
    else:
        (oldest / "dense.faiss").unlink()
        with pytest.raises(StoreDamaged, match=r"generation 1 of .* misses"):
            rollback(store, "1")
    assert rollback(store) == "2"


def test_history(store: Path) -> None:
    (first, old, then), (second, new, later) = history(store)
    assert (first, second) == ("1", "2")
    assert old.documents["a.txt"] != new.documents["a.txt"]
    assert old.documents["b.txt"] == new.documents["b.txt"]
    assert time.time() - 60 < then <= later <= time.time()


def test_back_and_forth_with_an_open_retriever(corpus: Path, store: Path) -> None:
    retriever = opened(store)
    assert retriever.search("brug", 1)[0].text == "De brug is dicht."
    assert rollback(store) == current(store) == "1"
    assert retriever.search("brug", 1)[0].text == "De brug is open."
    assert retriever.store.generation == "1"
    assert Store.open(store).text("a.txt") == "De brug is open."
    assert changes(corpus, store).changed == ("a.txt",)
    assert names(store) == ["1", "2"]
    assert rollback(store, "2") == "2"
    assert retriever.search("brug", 1)[0].text == "De brug is dicht."


def test_there_is_nothing_to_go_back_to(store: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"does not have a generation '7'; it has: 1, 2"):
        rollback(store, "7")
    with pytest.raises(StoreError, match=r"'\.\./2'"):
        rollback(store, "../2")
    rollback(store)
    with pytest.raises(StoreError, match="does not have anything older than generation 1; it has: 1, 2"):
        rollback(store)
    with pytest.raises(StoreMissing, match="there is no store"):
        rollback(tmp_path / "nergens")
    assert not (tmp_path / "nergens").exists()


def test_a_build_after_a_rollback_keeps_what_was_live(corpus: Path, store: Path) -> None:
    edition(corpus, store, "De brug is weer open.")
    rollback(store, "1")
    assert edition(corpus, store, "De brug is voorgoed dicht.") == "4"
    assert names(store) == ["1", "3", "4"]
    assert Store.open(store).text("a.txt") == "De brug is voorgoed dicht."
    rollback(store, "1")
    assert Store.open(store).text("a.txt") == "De brug is open."


def test_a_build_after_a_rollback_to_what_there_is_embeds_nothing(corpus: Path, store: Path) -> None:
    rollback(store)
    encoder = Counting("brug open dicht jansen")
    report = build_with(encoder, corpus, store)
    assert (report.generation, report.changed, report.embedded, encoder.encoded) == ("3", ("a.txt",), 0, [])


def test_a_pointer_to_nothing_is_mended_by_a_rollback(store: Path) -> None:
    (store / CURRENT).write_text("99\n")
    assert rollback(store) == "2"
    assert Store.open(store).text("a.txt") == "De brug is dicht."


def test_a_damaged_generation_is_not_gone_back_to(store: Path) -> None:
    file = store / GENERATIONS / "1" / "documents.jsonl"
    file.write_bytes(file.read_bytes().replace(b"open", b"oper"))
    with pytest.raises(StoreDamaged):
        rollback(store)
    assert current(store) == "2"


def test_not_while_a_build_runs(corpus: Path, store: Path) -> None:
    class Impatient(WordCounts):
        def encode_passages(self, texts):  # type: ignore[no-untyped-def]
            with pytest.raises(StoreBusy):
                rollback(store)
            return super().encode_passages(texts)

    write_files(corpus, {"a.txt": "Nieuw."})
    assert build_with(Impatient("brug open dicht jansen"), corpus, store).embedded == 1


def test_verify_finds_one_flipped_byte_in_any_file(store: Path) -> None:
    verify(Store.open(store))
    here = store / GENERATIONS / "2"
    paths = [path for path in here.rglob("*") if path.is_file()]
    assert {path.name for path in paths} >= {MANIFEST, "dense.faiss", "documents.jsonl", "passages.jsonl"}
    for path in paths:
        data = path.read_bytes()
        for place in (0, len(data) // 2, len(data) - 1):
            path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:])
            with pytest.raises(StoreError, match="qa build"):
                verify(Store.open(store))
        path.write_bytes(data)
    verify(Store.open(store))


def test_verify_finds_vectors_that_are_none(store: Path) -> None:
    """Digests match what was written; what was written is nonsense."""
    for wrong in (2 * ENCODER.encode_passages(["brug"]), 0 * ENCODER.encode_passages(["brug"]), np.full((1, 5), np.nan, np.float32)):
        whole = Store.open(store)
        whole.dense = DenseIndex.build(np.concatenate([ENCODER.encode_passages(["brug open"]), wrong]))
        with pytest.raises(StoreDamaged, match=r"passage [01] .* does not find itself"):
            verify(whole)


# Generations that never were


@pytest.mark.parametrize("times", [1, 3])
def test_a_build_killed_just_before_the_swap_is_no_history(corpus: Path, store: Path, times: int) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for number in range(times):
        with patch.object(files, "replace", killed), pytest.raises(KeyboardInterrupt):
            edition(corpus, store, f"De brug is {number} keer open.")
        assert names(store) == ["1", "2"]
    with pytest.raises(StoreError, match="it has: 1, 2"):
        rollback(store, "3")
    rollback(store)
    assert names(store) == ["1", "2"]
    assert edition(corpus, store, "De brug is hoog.") not in ("1", "2")
    assert names(store)[:2] == ["1", "2"]
    assert len(names(store)) == KEPT == len(list((store / GENERATIONS).iterdir()))


def test_a_generation_half_removed_is_no_history(corpus: Path, store: Path) -> None:
    edition(corpus, store, "Een.")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with patch.object(shutil, "rmtree", killed), pytest.raises(KeyboardInterrupt):
        edition(corpus, store, "Twee.")
    assert (store / GENERATIONS / "1").exists()
    assert names(store) == ["2", "3", "4"]
    assert edition(corpus, store, "Drie.") == "5"
    assert sorted(path.name for path in (store / GENERATIONS).iterdir()) == ["3", "4", "5"]


def test_a_generation_removed_while_it_is_opened_is_not_opened(corpus: Path, store: Path) -> None:
    """As if three builds ended between the reading of CURRENT and the last file: the reader begins again."""
    from qa.embeddings.term_index import TermIndex

    load, collected = TermIndex.load, []

    def slow(folder: Path, languages: list[str]) -> TermIndex:
        if not collected:
            collected.append(folder.parent.name)
            for number in range(KEPT):
                edition(corpus, store, f"De brug is {number} keer open.")
        return load(folder, languages)

    with patch.object(TermIndex, "load", slow):
        retriever = opened(store)
    assert collected == ["2"]
    assert retriever.store.generation == "5"
    assert retriever.search("brug", 1)[0].text == f"De brug is {KEPT - 1} keer open."


# Another model


class Named(Counting):
    def __init__(self, name: str, vocabulary: str, lasts: int | None = None) -> None:
        super().__init__(vocabulary, lasts)
        self.name = name


def test_another_model_is_whole_or_nothing_and_can_be_undone(corpus: Path, tmp_path: Path) -> None:
    one, other = Named("een", "brug open jansen"), Named("ander", "brugwachter heet dicht is de")
    store = tmp_path / "store"
    with encoders(one, other):
        build(corpus, store)
        retriever = Retriever.open(store)
        other.lasts = 0
        with pytest.raises(KeyboardInterrupt):
            build(corpus, store, model="ander")
        assert retriever.latest().encoder is one
        assert Store.open(store).manifest.model == "een"

        other.lasts = None
        report = build(corpus, store, model="ander")
        assert (report.generation, report.model, report.embedded, report.changed) == ("2", "ander", 2, ())
        searcher = retriever.latest()
        assert (searcher.encoder, searcher.store.manifest.fingerprint) == (other, other.fingerprint)
        assert retriever.search("heet", 1)[0].parts["cosine"] == pytest.approx(1 / 3**0.5)  # of "brugwachter heet" and "de"
        assert build(corpus, store).generation == "2"  # the store's own model from now on

        assert rollback(store) == "1"
        searcher = retriever.latest()
        assert (searcher.encoder, searcher.store.manifest.fingerprint) == (one, one.fingerprint)
        assert retriever.search("jansen", 1)[0].parts["cosine"] == pytest.approx(1.0)
        one.encoded.clear()
        assert build(corpus, store).generation == "1"
        assert one.encoded == []


# Under load


def test_what_was_removed_is_in_no_reply_after_the_swap(corpus: Path, store: Path) -> None:
    """Threads ask all the while; a question that was asked after the swap sees the new generation and nothing else."""
    bot = Assistant(opened(store), Phrases({"dicht": 1.0, "open": 1.0, "geheim": 2.0}), Calibration(5.0, {"margin": 0.0}))
    seen: list[tuple[bool, bool, bool]] = []
    swapped, ended = threading.Event(), threading.Event()

    def ask() -> None:
        while not ended.is_set():
            after = swapped.is_set()
            reply = bot.ask("brug dicht geheim")
            texts = [hit.text for hit in reply.hits] + [answer.sentence for answer in reply.answers]
            seen.append((after, any("geheim" in text for text in texts), bool(reply.answers)))

    edition(corpus, store, "De brug is geheim.")
    replace = files.replace

    def replaced(file: Path, data: bytes) -> None:
        replace(file, data)
        swapped.set()  # before the build has ended

    opening = Store.open_generation

    def slowly(folder: Path, generation: str) -> Store:
        time.sleep(0.3)  # as of a store of some size
        return opening(folder, generation)

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        try:
            time.sleep(0.3)
            with patch.object(files, "replace", replaced), patch.object(Store, "open_generation", slowly):
                edition(corpus, store, "De brug is dicht.")
                patience = time.monotonic() + 60
                while sum(after for after, _, _ in seen) <= 20 and time.monotonic() < patience:
                    time.sleep(0.05)
        finally:
            ended.set()
    for one in asking:
        one.result()  # no question failed
    assert all(answered for _, _, answered in seen)
    assert {found for after, found, _ in seen if not after} >= {True}
    after = [found for after, found, _ in seen if after]
    assert len(after) > 20
    assert not any(after), f"{sum(after)} of {len(after)} replies after the swap had what was removed"


def test_a_generation_of_an_earlier_format_is_not_gone_back_to(store: Path) -> None:
    file = store / GENERATIONS / "1" / MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"format": 1}), "utf-8")
    assert [name for name, _, _ in history(store)] == ["2"]
    with pytest.raises(StoreError, match="does not have anything older than generation 2; it has: 2"):
        rollback(store)
