"""A build beside what is there: only new text is embedded, and what goes wrong costs no more than it must."""

import errno
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from qa.answers.assistant import Assistant
from qa.answers.confidence import Calibration
from qa.answers.reader import OnnxReader
from qa.answers.retriever import Retriever
from qa.corpus.folder import Skipped
from qa.embeddings import vector_cache
from qa.embeddings.build import changes, plan
from qa.embeddings.store import CURRENT, GENERATIONS, MANIFEST, VECTORS, Store
from qa.embeddings.writing import KEPT, rollback, verify
from qa.errors import CorpusError, StoreError
from qa.settings import PassageSettings, Settings
from tests.fakes import Counting, build_with, encoders, write_files

VOCABULARY = "brug open dicht jansen 35 40"
FILES = {"a.txt": "De brug is open.", "b.md": "De brugwachter heet Jansen.", "map/c.txt": "De brug kost 35 euro."}
PARAGRAPHS = Settings(passages=PassageSettings(merge_below=1))  # each is a passage


@pytest.fixture
def encoder() -> Counting:
    return Counting(VOCABULARY)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_files(tmp_path / "corpus", FILES)


@pytest.fixture
def store(tmp_path: Path, corpus: Path, encoder: Counting) -> Path:
    """A store of the corpus; what that took is forgotten."""
    build_with(encoder, corpus, tmp_path / "store")
    encoder.encoded.clear()
    return tmp_path / "store"


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder of its own, and no power over what may not be read or written: the superuser becomes somebody else for a while."""
    folder, ours = Path(tempfile.mkdtemp()), os.geteuid()
    somebody = 65534
    warm = Counting(VOCABULARY)  # whatever is loaded late is loaded now: it may lie where somebody else cannot read
    build_with(warm, write_files(folder / "warm" / "corpus", FILES), folder / "warm" / "store")
    try:
        if ours == 0:
            os.chown(folder, somebody, -1)
            os.seteuid(somebody)
        yield folder
    finally:
        os.seteuid(ours)
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                path.chmod(0o755)
        shutil.rmtree(folder)


def texts(store: Path) -> dict[str, str]:
    """After a check of every byte."""
    opened = Store.open(store)
    verify(opened)
    return {name: opened.text(name) for name in opened.documents}


def found(encoder: Counting, store: Path, question: str) -> str:
    with encoders(encoder):
        return Retriever.open(store).search(question, 1)[0].text


def tree(folder: Path) -> dict[str, tuple[int, bytes | None]]:
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else None)
            for path in sorted(folder.rglob("*"))}


# What is embedded


def test_only_changed_passages_are_embedded(tmp_path: Path, encoder: Counting) -> None:
    corpus = write_files(tmp_path / "corpus", {"a.txt": "date 2020-09 Titel\n\nDe brug is open.\n\nHij is dicht.\n\nHet kost 35 euro."})
    report = build_with(encoder, corpus, tmp_path / "store", PARAGRAPHS)
    assert (report.passages, report.embedded) == (3, 3)
    assert sorted(encoder.encoded) == ["Titel\nDe brug is open.", "Titel\nHet kost 35 euro.", "Titel\nHij is dicht."]
    encoder.encoded.clear()
    write_files(corpus, {"a.txt": "date 2020-09 Titel\n\nNieuw.\n\nDe brug is open.\n\nHij is dicht.\n\nHet kost 40 euro."})
    report = build_with(encoder, corpus, tmp_path / "store", PARAGRAPHS)
    assert (report.passages, report.embedded, report.changed) == (4, 2, ("a.txt",))
    assert sorted(encoder.encoded) == ["Titel\nHet kost 40 euro.", "Titel\nNieuw."]
    write_files(corpus, {"a.txt": "date 2020-09 Andere\n\nNieuw."})  # what it is found by has changed too
    assert build_with(encoder, corpus, tmp_path / "store", PARAGRAPHS).embedded == 1


def test_vectors_from_before_are_those_of_a_build_from_nothing(corpus: Path, store: Path, encoder: Counting, tmp_path: Path) -> None:
    write_files(corpus, {"a.txt": "De brug is dicht. Jansen weet van 35 niets.", "0.txt": "Eerst 40."})
    build_with(encoder, corpus, store)
    build_with(encoder, corpus, tmp_path / "other")
    ours, fresh = Store.open(store), Store.open(tmp_path / "other")
    assert [ours.passage_text(p) for p in ours.passages] == [fresh.passage_text(p) for p in fresh.passages]
    assert [ours.dense.vector(n).tolist() for n in range(4)] == [fresh.dense.vector(n).tolist() for n in range(4)]
    assert ours.terms.scores("brug jansen 40").tolist() == fresh.terms.scores("brug jansen 40").tolist()


def test_nothing_changed_leaves_the_generation_alone(corpus: Path, store: Path, encoder: Counting) -> None:
    before = tree(store / GENERATIONS), (store / CURRENT).stat().st_mtime_ns, (store / VECTORS).read_bytes()
    report = build_with(encoder, corpus, store)
    assert (report.generation, report.documents, report.embedded) == ("1", 3, 0)
    assert (report.added, report.changed, report.removed) == ((), (), ())
    assert encoder.encoded == []
    assert (tree(store / GENERATIONS), (store / CURRENT).stat().st_mtime_ns, (store / VECTORS).read_bytes()) == before


def test_other_line_ends_and_another_encoding_are_no_change(corpus: Path, store: Path, encoder: Counting) -> None:
    write_files(corpus, {"a.txt": b"\xef\xbb\xbfDe brug is open.", "map/c.txt": "De brug kost 35 euro.".encode("utf-16")})
    assert build_with(encoder, corpus, store).generation == "1"
    write_files(corpus, {"d.txt": "Een.\n\nTwee."})
    assert build_with(encoder, corpus, store).generation == "2"
    write_files(corpus, {"d.txt": "Een.\r\n\r\nTwee."})
    assert build_with(encoder, corpus, store).generation == "2"


def test_other_settings_are_a_change(corpus: Path, store: Path, encoder: Counting) -> None:
    report = build_with(encoder, corpus, store, PARAGRAPHS)
    assert (report.generation, report.embedded, report.changed) == ("2", 0, ())


def test_a_rename_embeds_nothing(corpus: Path, store: Path, encoder: Counting) -> None:
    (corpus / "a.txt").rename(corpus / "map" / "z.txt")
    report = build_with(encoder, corpus, store)
    assert (report.generation, report.added, report.removed, report.embedded) == ("2", ("map/z.txt",), ("a.txt",), 0)
    assert encoder.encoded == []
    assert texts(store)["map/z.txt"] == FILES["a.txt"]


def test_a_copy_embeds_nothing(corpus: Path, store: Path, encoder: Counting) -> None:
    shutil.copy(corpus / "a.txt", corpus / "kopie van a.txt")
    report = build_with(encoder, corpus, store)
    assert (report.added, report.passages, encoder.encoded) == (("kopie van a.txt",), 4, [])


def test_restoring_a_deleted_document_embeds_nothing(corpus: Path, store: Path, encoder: Counting) -> None:
    (corpus / "a.txt").unlink()
    assert build_with(encoder, corpus, store).removed == ("a.txt",)
    assert "a.txt" not in texts(store)
    write_files(corpus, {"a.txt": FILES["a.txt"]})
    assert build_with(encoder, corpus, store).added == ("a.txt",)
    assert encoder.encoded == []
    assert texts(store) == FILES


def test_an_edit_of_the_same_size_and_time_is_noticed(corpus: Path, store: Path, encoder: Counting) -> None:
    file = corpus / "map" / "c.txt"
    before = file.stat()
    file.write_text("De brug kost 40 euro.", encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert build_with(encoder, corpus, store).changed == ("map/c.txt",)
    assert encoder.encoded == ["De brug kost 40 euro."]
    assert not any("35" in text for text in texts(store).values())
    assert found(encoder, store, "brug 40") == "De brug kost 40 euro."


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
def test_a_dry_run_says_what_a_build_does_and_changes_nothing(corpus: Path, store: Path, encoder: Counting, vectors: str) -> None:
    write_files(corpus, {"a.txt": "De brug is dicht.", "d.txt": "Nieuw.", "d2.txt": "Nieuw.", "leeg.txt": ""})
    (corpus / "b.md").unlink()
    if vectors == "damaged":
        (store / VECTORS).write_bytes(b"rommel" * 1000)
    elif vectors == "gone":
        (store / VECTORS).unlink()
    before = tree(store), tree(corpus)
    with encoders(encoder):
        planned = plan(corpus, store)
    assert (tree(store), tree(corpus)) == before
    report = build_with(encoder, corpus, store)
    assert (planned.changes.added, planned.changes.changed, planned.changes.removed) == (report.added, report.changed, report.removed)
    assert (report.added, report.changed, report.removed) == (("d.txt", "d2.txt"), ("a.txt",), ("b.md",))
    assert planned.skipped == report.skipped == (Skipped("leeg.txt", "is empty"),)
    assert planned.to_embed == report.embedded == (2 if vectors == "there" else 3)
    assert planned.seconds > 0
    with encoders(encoder):
        assert (len(plan(corpus, store).changes), plan(corpus, store).to_embed, plan(corpus, store).seconds) == (0, 0, 0)


def test_a_dry_run_begins_no_store(corpus: Path, tmp_path: Path, encoder: Counting) -> None:
    with encoders(encoder):
        planned = plan(corpus, tmp_path / "store")
    assert planned.changes.added == tuple(FILES)
    assert planned.to_embed == 3
    assert not (tmp_path / "store").exists()


# What is refused, and what stays


def test_a_corpus_that_is_gone_or_emptied_keeps_the_store(corpus: Path, store: Path, encoder: Counting) -> None:
    shutil.rmtree(corpus)
    for allow_empty in (False, True):
        with pytest.raises(CorpusError, match="there is no corpus folder"):
            build_with(encoder, corpus, store, allow_empty=allow_empty)
    corpus.mkdir()
    with pytest.raises(CorpusError, match=r"all 3 documents of the store are gone .*--allow-empty"):
        build_with(encoder, corpus, store)
    assert Store.open(store).generation == "1"
    assert texts(store) == FILES
    with encoders(encoder):
        assert plan(corpus, store).changes.removed == tuple(FILES)


def test_an_emptied_store_opens_and_finds_nothing(corpus: Path, store: Path, encoder: Counting, reader: OnnxReader) -> None:
    with encoders(encoder):
        retriever = Retriever.open(store)
    bot = Assistant(retriever, reader, Calibration.open())
    assert retriever.search("brug")
    shutil.rmtree(corpus)
    corpus.mkdir()
    report = build_with(encoder, corpus, store, allow_empty=True)
    assert (report.documents, report.passages, report.removed) == (0, 0, tuple(FILES))
    assert texts(store) == {}
    with encoders(encoder):
        assert Retriever.open(store).search("brug") == []
    assert retriever.search("brug") == []  # the open one has moved on
    reply = bot.ask("Wat kost de brug?")
    assert (reply.found, reply.answers, reply.hits, reply.confidence) == (False, (), (), 0.0)
    assert build_with(encoder, corpus, store, allow_empty=True).generation == report.generation
    write_files(corpus, FILES)
    report = build_with(encoder, corpus, store)
    assert (report.added, report.embedded) == (tuple(FILES), 0)
    assert retriever.search("jansen", 1)[0].document.id == "b.md"


def test_most_documents_gone_is_done_and_can_be_undone(corpus: Path, store: Path, encoder: Counting) -> None:
    for name in ("a.txt", "b.md"):
        (corpus / name).unlink()
    assert build_with(encoder, corpus, store).removed == ("a.txt", "b.md")
    assert rollback(store) == "1"
    assert texts(store) == FILES


def failing(monkeypatch: pytest.MonkeyPatch, name: str, error: OSError) -> None:
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: _raise(error) if path.name == name else read(path))


def _raise(error: OSError) -> bytes:
    raise error


def test_a_file_that_cannot_be_read_this_time_keeps_its_last_good_version(
    corpus: Path, store: Path, encoder: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(corpus, {"a.txt": "Onleesbaar.", "b.md": "De brugwachter heet Pietersen."})
    with monkeypatch.context() as patched:
        failing(patched, "a.txt", OSError(errno.EIO, "Input/output error"))
        report = build_with(encoder, corpus, store)
        assert report.skipped == (Skipped("a.txt", "cannot be read (Input/output error); check its permissions and the disk", True),)
        assert (report.documents, report.changed, report.removed) == (3, ("b.md",), ())
        assert len(changes(corpus, store)) == 0
    assert encoder.encoded == ["De brugwachter heet Pietersen."]
    assert texts(store) == FILES | {"b.md": "De brugwachter heet Pietersen."}
    assert found(encoder, store, "brug open") == "De brug is open."
    report = build_with(encoder, corpus, store)  # now it can be read again
    assert (report.changed, report.skipped, texts(store)["a.txt"]) == (("a.txt",), (), "Onleesbaar.")


def test_a_file_deleted_while_it_is_read_is_removed(
    corpus: Path, store: Path, encoder: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, "a.txt", FileNotFoundError(errno.ENOENT, "No such file or directory"))
    report = build_with(encoder, corpus, store)
    assert (report.removed, report.skipped) == (("a.txt",), (Skipped("a.txt", "was removed while it was being read"),))
    assert list(texts(store)) == ["b.md", "map/c.txt"]


def test_a_new_file_that_cannot_be_read_costs_one_file(
    corpus: Path, store: Path, encoder: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(corpus, {"d.txt": "Nieuw.", "e.txt": "Ook nieuw."})
    failing(monkeypatch, "d.txt", OSError(errno.EIO, "Input/output error"))
    report = build_with(encoder, corpus, store)
    assert (report.documents, report.added, [s.name for s in report.skipped]) == (4, ("e.txt",), ["d.txt"])


def test_without_permission(unprivileged: Path, encoder: Counting) -> None:
    """A file, then a folder, that may not be read; the others go on."""
    corpus, store = write_files(unprivileged / "corpus", FILES), unprivileged / "store"
    build_with(encoder, corpus, store)
    write_files(corpus, {"b.md": "Nieuw."})
    (corpus / "a.txt").chmod(0)
    report = build_with(encoder, corpus, store)
    assert report.skipped == (Skipped("a.txt", "cannot be read (Permission denied); check its permissions and the disk", True),)
    assert (report.documents, report.changed, report.removed) == (3, ("b.md",), ())
    write_files(corpus, {"b.md": "Nog nieuwer."})
    (corpus / "map").chmod(0)
    report = build_with(encoder, corpus, store)
    assert Skipped("map", "this folder cannot be opened; check its permissions", True) in report.skipped
    assert (report.documents, report.changed, report.removed) == (3, ("b.md",), ())
    assert texts(store) == FILES | {"b.md": "Nog nieuwer."}
    (corpus / "map").chmod(0o755)
    shutil.rmtree(corpus / "map")
    assert build_with(encoder, corpus, store).removed == ("map/c.txt",)


def test_a_corpus_that_cannot_be_listed_keeps_everything_even_if_it_may_be_emptied(unprivileged: Path, encoder: Counting) -> None:
    corpus, store = write_files(unprivileged / "corpus", FILES), unprivileged / "store"
    build_with(encoder, corpus, store)
    corpus.chmod(0)
    report = build_with(encoder, corpus, store, allow_empty=True)
    assert (report.documents, report.removed, [s.name for s in report.skipped]) == (3, (), ["."])
    assert texts(store) == FILES


# Odd corpora and stores


def test_names_that_differ_only_in_case(corpus: Path, store: Path, encoder: Counting) -> None:
    write_files(corpus, {"A.TXT": "De brug is dicht.", "A.txt": "Jansen is 40."})
    if not os.path.samefile(corpus / "a.txt", corpus / "A.txt"):
        report = build_with(encoder, corpus, store)
        assert report.added == ("A.TXT", "A.txt")
        assert texts(store) == FILES | {"A.TXT": "De brug is dicht.", "A.txt": "Jansen is 40."}
        (corpus / "a.txt").unlink()
        assert build_with(encoder, corpus, store).removed == ("a.txt",)


def test_links_and_loops(corpus: Path, store: Path, encoder: Counting, tmp_path: Path) -> None:
    write_files(tmp_path, {"buiten/geheim.txt": "Geheim."})
    (corpus / "lus.txt").symlink_to("lus.txt")
    (corpus / "heen.txt").symlink_to("weer.txt")
    (corpus / "weer.txt").symlink_to("heen.txt")
    (corpus / "map" / "boven").symlink_to("..")
    (corpus / "niets.txt").symlink_to("er is niets.txt")
    (corpus / "buiten").symlink_to(tmp_path / "buiten")
    (corpus / "geheim.txt").symlink_to(tmp_path / "buiten" / "geheim.txt")
    (corpus / "binnen.txt").symlink_to("a.txt")
    report = build_with(encoder, corpus, store)
    assert report.added == ("binnen.txt",)
    assert {s.name: s.reason for s in report.skipped} == {
        **dict.fromkeys(["lus.txt", "heen.txt", "weer.txt", "niets.txt"], "is not a regular file"),
        **dict.fromkeys(["map/boven", "buiten"], "is a link to a folder, which is not followed"),
        "geheim.txt": "is a link that points out of the corpus",
    }
    assert texts(store) == FILES | {"binnen.txt": FILES["a.txt"]}
    assert encoder.encoded == []


def test_what_is_not_ours_in_the_store_folder_is_left_alone(corpus: Path, store: Path, encoder: Counting) -> None:
    theirs = {"brief.txt": "x", "foto/1.jpg": "x", f"{GENERATIONS}/oud/1.txt": "x", f"{GENERATIONS}/lees mij.txt": "x", "9/x.txt": "x"}
    before = tree(write_files(store, theirs))
    for number in range(KEPT + 1):
        build_with(encoder, write_files(corpus, {"d.txt": f"De brug is {number} keer open."}), store)
    assert {name: tree(store)[name] for name in theirs} == {name: before[name] for name in theirs}
    assert sum(path.name.isdigit() for path in (store / GENERATIONS).iterdir()) == KEPT


@pytest.mark.parametrize("content", [b"", b"99\n", b"rommel", None], ids=ascii)
def test_a_pointer_that_names_nothing_costs_no_embedding(corpus: Path, store: Path, encoder: Counting, content: bytes | None) -> None:
    (store / CURRENT).unlink() if content is None else (store / CURRENT).write_bytes(content)
    report = build_with(encoder, corpus, store)
    assert (report.generation, report.embedded, encoder.encoded) == ("2", 0, [])
    assert texts(store) == FILES


def test_a_clock_set_back_changes_nothing(corpus: Path, store: Path, encoder: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    future = time.time() + 365 * 86_400
    for path in store.rglob("*"):
        os.utime(path, (future, future))
    monkeypatch.setattr(time, "time", lambda: 0.0)
    with encoders(encoder):
        retriever = Retriever.open(store)
    for number in range(KEPT):
        build_with(encoder, write_files(corpus, {"d.txt": f"De brug is {number} keer open."}), store)
        assert retriever.latest().store.generation == str(number + 2)
    assert {path.name for path in (store / GENERATIONS).iterdir()} == {"2", "3", "4"}


def test_corpus_and_store_on_different_file_systems(corpus: Path, encoder: Counting) -> None:
    memory = Path("/dev/shm")
    if not memory.is_dir() or not os.access(memory, os.W_OK) or memory.stat().st_dev == corpus.stat().st_dev:
        pytest.skip("there is only one file system")
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        build_with(encoder, corpus, Path(folder) / "store")
        assert build_with(encoder, write_files(corpus, {"d.txt": "Nieuw."}), Path(folder) / "store").added == ("d.txt",)
        assert texts(Path(folder) / "store") == FILES | {"d.txt": "Nieuw."}


# No room, no permission


def still_whole(corpus: Path, store: Path, encoder: Counting, generation: str = "1") -> None:
    """The old generation answers, and with room again the build works."""
    assert Store.open(store).generation == generation
    assert texts(store) == FILES
    assert build_with(encoder, corpus, store).added == ("nieuw.txt",)
    assert texts(store).keys() == {*FILES, "nieuw.txt"}


def at_call(number: int, error: OSError) -> Callable[[int], None]:
    calls, fsync = [0], os.fsync

    def patched(handle: int) -> None:
        calls[0] += 1
        if calls[0] == number:
            raise error
        fsync(handle)

    return patched


def test_a_full_disk_at_every_fsync(corpus: Path, store: Path, encoder: Counting) -> None:
    write_files(corpus, {"nieuw.txt": "Een nieuwe brug."})
    saved = shutil.copytree(store, store.with_name("saved"))
    with patch("os.fsync", wraps=os.fsync) as fsync:
        build_with(encoder, corpus, store)
    assert fsync.call_count > 10
    for number in range(1, fsync.call_count + 1):
        shutil.rmtree(store)
        shutil.copytree(saved, store)
        full = at_call(number, OSError(errno.ENOSPC, "No space left on device"))
        with patch("os.fsync", full), pytest.raises(StoreError, match=r"cannot be written \(No space left on device\)"):
            build_with(encoder, corpus, store)
        if Store.open(store).generation == "2":  # the very last one: the swap was done
            assert texts(store).keys() == {*FILES, "nieuw.txt"}
        else:
            still_whole(corpus, store, encoder)


@pytest.mark.parametrize("limit", [0, 100, 400, 1000], ids=lambda limit: f"{limit} bytes")
def test_a_file_that_can_grow_no_further(corpus: Path, store: Path, encoder: Counting, limit: int) -> None:
    """As on a full disk: the system refuses the writing itself, whatever writes (ours, FAISS, bm25s, SQLite)."""
    write_files(corpus, {"nieuw.txt": "Een nieuwe brug."})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(StoreError, match=r"cannot be (written|used)"):
            build_with(encoder, corpus, store)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    still_whole(corpus, store, encoder)


def test_no_room_for_vectors(corpus: Path, store: Path, encoder: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(corpus, {"nieuw.txt": "Een nieuwe brug."} | {f"lang/{n}.txt": f"De brug is {n} keer open." for n in range(500)})
    connected = vector_cache._connected

    def small(file: Path) -> object:
        connection = connected(file)
        connection.execute("PRAGMA max_page_count = 3")
        return connection

    with monkeypatch.context() as patched:
        patched.setattr(vector_cache, "_connected", small)
        with pytest.raises(StoreError, match="database or disk is full"):
            build_with(encoder, corpus, store)
    shutil.rmtree(corpus / "lang")
    still_whole(corpus, store, encoder)


def test_a_store_that_may_not_be_written(unprivileged: Path, encoder: Counting) -> None:
    corpus, store = write_files(unprivileged / "corpus", FILES), unprivileged / "store"
    build_with(encoder, corpus, store)
    write_files(corpus, {"nieuw.txt": "Een nieuwe brug."})
    for folder in (store, store / GENERATIONS):
        folder.chmod(0o555)
        with pytest.raises(StoreError, match=r"cannot be (written|used)"):
            build_with(encoder, corpus, store)
        assert texts(store) == FILES
        folder.chmod(0o755)
    still_whole(corpus, store, encoder)
    for path in store.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    store.chmod(0o555)
    assert found(encoder, store, "jansen") == FILES["b.md"]  # reading needs no more than that


@pytest.mark.slow
def test_ten_thousand_tiny_files(tmp_path: Path, encoder: Counting) -> None:
    corpus = write_files(tmp_path / "corpus", {f"{n % 100}/{n}.txt": f"Brug {n} is open." for n in range(10_000)})
    write_files(corpus, {"leeg.txt": "", "0/foto.jpg": b"\xff\xd8"})
    report = build_with(encoder, corpus, tmp_path / "store")
    assert (report.documents, report.embedded, len(report.added), len(report.skipped)) == (10_000, 10_000, 10_000, 2)
    encoder.encoded.clear()
    write_files(corpus, {"7/7.txt": "Brug 7 is dicht."})
    report = build_with(encoder, corpus, tmp_path / "store")
    assert (report.changed, encoder.encoded) == (("7/7.txt",), ["Brug 7 is dicht."])
    assert (tmp_path / "store" / GENERATIONS / report.generation / MANIFEST).exists()
