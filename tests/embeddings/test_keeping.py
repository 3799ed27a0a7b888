"""What is gone or cannot be read costs no more than it must."""

import errno
import shutil
from pathlib import Path

import pytest

from qa.answers.assistant import Assistant
from qa.answers.confidence import Calibration
from qa.answers.reader import OnnxReader
from qa.answers.retriever import Retriever
from qa.corpus.folder import Skipped
from qa.embeddings.build import changes, plan
from qa.embeddings.store import Store
from qa.embeddings.writing import rollback
from qa.errors import CorpusError
from tests.embeddings.small import FILES, found, texts
from tests.fakes import Counting, build_with, encoders, write_files


def test_a_corpus_that_is_gone_or_emptied_keeps_the_store(corpus: Path, store: Path, counting: Counting) -> None:
    shutil.rmtree(corpus)
    for allow_empty in (False, True):
        with pytest.raises(CorpusError, match="there is no corpus folder"):
            build_with(counting, corpus, store, allow_empty=allow_empty)
    corpus.mkdir()
    with pytest.raises(CorpusError, match=r"all 3 documents of the store are gone .*--allow-empty"):
        build_with(counting, corpus, store)
    assert Store.open(store).generation == "1"
    assert texts(store) == FILES
    with encoders(counting):
        assert plan(corpus, store).changes.removed == tuple(FILES)


def test_an_emptied_store_opens_and_finds_nothing(corpus: Path, store: Path, counting: Counting, reader: OnnxReader) -> None:
    with encoders(counting):
        retriever = Retriever.open(store)
    bot = Assistant(retriever, reader, Calibration.open())
    assert retriever.search("brug")
    shutil.rmtree(corpus)
    corpus.mkdir()
    report = build_with(counting, corpus, store, allow_empty=True)
    assert (report.documents, report.passages, report.removed) == (0, 0, tuple(FILES))
    assert texts(store) == {}
    with encoders(counting):
        assert Retriever.open(store).search("brug") == []
    assert retriever.search("brug") == []  # the open one has moved on
    reply = bot.ask("Wat kost de brug?")
    assert (reply.found, reply.answers, reply.hits, reply.confidence) == (False, (), (), 0.0)
    assert build_with(counting, corpus, store, allow_empty=True).generation == report.generation
    write_files(corpus, FILES)
    report = build_with(counting, corpus, store)
    assert (report.added, report.embedded) == (tuple(FILES), 0)
    assert retriever.search("jansen", 1)[0].document.id == "b.md"


def test_most_documents_gone_is_done_and_can_be_undone(corpus: Path, store: Path, counting: Counting) -> None:
    for name in ("a.txt", "b.md"):
        (corpus / name).unlink()
    assert build_with(counting, corpus, store).removed == ("a.txt", "b.md")
    assert rollback(store) == "1"
    assert texts(store) == FILES


def failing(monkeypatch: pytest.MonkeyPatch, name: str, error: OSError) -> None:
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: _raise(error) if path.name == name else read(path))


def _raise(error: OSError) -> bytes:
    raise error


def test_a_file_that_cannot_be_read_this_time_keeps_its_last_good_version(
    corpus: Path, store: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(corpus, {"a.txt": "Onleesbaar.", "b.md": "De brugwachter heet Pietersen."})
    with monkeypatch.context() as patched:
        failing(patched, "a.txt", OSError(errno.EIO, "Input/output error"))
        report = build_with(counting, corpus, store)
        assert report.skipped == (Skipped("a.txt", "cannot be read (Input/output error); check its permissions and the disk", True),)
        assert (report.documents, report.changed, report.removed) == (3, ("b.md",), ())
        assert len(changes(corpus, store)) == 0
    assert counting.encoded == ["De brugwachter heet Pietersen."]
    assert texts(store) == FILES | {"b.md": "De brugwachter heet Pietersen."}
    assert found(counting, store, "brug open") == "De brug is open."
    report = build_with(counting, corpus, store)  # now it can be read again
    assert (report.changed, report.skipped, texts(store)["a.txt"]) == (("a.txt",), (), "Onleesbaar.")


def test_a_file_deleted_while_it_is_read_is_removed(
    corpus: Path, store: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, "a.txt", FileNotFoundError(errno.ENOENT, "No such file or directory"))
    report = build_with(counting, corpus, store)
    assert (report.removed, report.skipped) == (("a.txt",), (Skipped("a.txt", "was removed while it was being read"),))
    assert list(texts(store)) == ["b.md", "map/c.txt"]


def test_a_new_file_that_cannot_be_read_costs_one_file(
    corpus: Path, store: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(corpus, {"d.txt": "Nieuw.", "e.txt": "Ook nieuw."})
    failing(monkeypatch, "d.txt", OSError(errno.EIO, "Input/output error"))
    report = build_with(counting, corpus, store)
    assert (report.documents, report.added, [s.name for s in report.skipped]) == (4, ("e.txt",), ["d.txt"])


def test_without_permission(unprivileged: Path, counting: Counting) -> None:
    """A file, then a folder, that may not be read; the others go on."""
    corpus, store = write_files(unprivileged / "corpus", FILES), unprivileged / "store"
    build_with(counting, corpus, store)
    write_files(corpus, {"b.md": "Nieuw."})
    (corpus / "a.txt").chmod(0)
    report = build_with(counting, corpus, store)
    assert report.skipped == (Skipped("a.txt", "cannot be read (Permission denied); check its permissions and the disk", True),)
    assert (report.documents, report.changed, report.removed) == (3, ("b.md",), ())
    write_files(corpus, {"b.md": "Nog nieuwer."})
    (corpus / "map").chmod(0)
    report = build_with(counting, corpus, store)
    assert Skipped("map", "this folder cannot be opened; check its permissions", True) in report.skipped
    assert (report.documents, report.changed, report.removed) == (3, ("b.md",), ())
    assert texts(store) == FILES | {"b.md": "Nog nieuwer."}
    (corpus / "map").chmod(0o755)
    shutil.rmtree(corpus / "map")
    assert build_with(counting, corpus, store).removed == ("map/c.txt",)


def test_a_corpus_that_cannot_be_listed_keeps_everything_even_if_it_may_be_emptied(unprivileged: Path, counting: Counting) -> None:
    corpus, store = write_files(unprivileged / "corpus", FILES), unprivileged / "store"
    build_with(counting, corpus, store)
    corpus.chmod(0)
    report = build_with(counting, corpus, store, allow_empty=True)
    assert (report.documents, report.removed, [s.name for s in report.skipped]) == (3, (), ["."])
    assert texts(store) == FILES
