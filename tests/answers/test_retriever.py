"""The retriever: moves to a new generation by itself, refuses what does not fit, and goes on where it can."""

import shutil
from pathlib import Path

import pytest

from qa import Assistant, Retriever
from qa.answers.searcher import Searcher
from qa.embeddings.store import CURRENT, GENERATIONS, MANIFEST, Store
from qa.errors import ModelError, QuestionError, RequestError, StoreMismatch
from qa.settings import RetrievalSettings
from tests.fakes import WordCounts, build_with, write_files

ENCODER = WordCounts("brug open jansen")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build_with(ENCODER, write_files(tmp_path / "corpus", {"a.txt": "De brug is open.", "b.txt": "Jansen is weg."}), tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture
def retriever(folder: Path) -> Retriever:
    return Retriever(Searcher(Store.open(folder), ENCODER, RetrievalSettings()))


def found(retriever: Retriever, question: str = "brug open jansen") -> set[str]:
    return {hit.document.id for hit in retriever.search(question)}


def test_moves_to_a_new_generation_by_itself(folder: Path, retriever: Retriever) -> None:
    assert found(retriever) == {"a.txt", "b.txt"}
    (folder.parent / "corpus" / "a.txt").unlink()
    build_with(ENCODER, write_files(folder.parent / "corpus", {"c.txt": "Een nieuwe brug."}), folder)
    assert found(retriever) == {"b.txt", "c.txt"}
    assert retriever.store.generation == "2"


def test_moves_to_a_store_that_was_thrown_away_and_built_anew(folder: Path, retriever: Retriever) -> None:
    shutil.rmtree(folder)
    (folder.parent / "corpus" / "a.txt").unlink()
    build_with(ENCODER, folder.parent / "corpus", folder)
    assert found(retriever) == {"b.txt"}
    assert retriever.store.generation == "1"


@pytest.mark.parametrize("content", [b"", b"99", b"rommel", b"\xff\xfe", None], ids=ascii)
def test_a_broken_pointer_leaves_the_open_generation_answering(folder: Path, retriever: Retriever, content: bytes | None) -> None:
    (folder / CURRENT).unlink() if content is None else (folder / CURRENT).write_bytes(content)
    assert found(retriever) == {"a.txt", "b.txt"}


def test_a_store_that_is_gone_leaves_the_open_generation_answering(folder: Path, retriever: Retriever) -> None:
    shutil.rmtree(folder)
    assert found(retriever) == {"a.txt", "b.txt"}


def test_a_generation_of_another_model_is_not_moved_to(folder: Path, retriever: Retriever) -> None:
    build_with(WordCounts("een ander model"), folder.parent / "corpus", folder)
    assert found(retriever) == {"a.txt", "b.txt"}
    assert retriever.store.generation == "1"


def test_another_analyser_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.answers.retriever.analyser", lambda: {"terms": "2"})
    with pytest.raises(StoreMismatch, match="run `qa build`"):
        Retriever.open(folder)


def test_a_model_that_is_not_here_is_named(folder: Path) -> None:
    with pytest.raises(ModelError, match="word-counts"):
        Retriever.open(folder)


def test_another_fingerprint_is_refused_by_name(sample_store: Path, tmp_path: Path) -> None:
    """As if the bundled model had changed."""
    from dataclasses import replace

    from qa.embeddings.manifest import Manifest

    store = Path(shutil.copytree(sample_store, tmp_path / "store"))
    file = store / GENERATIONS / "1" / MANIFEST
    file.write_bytes(replace(Manifest.read(file), fingerprint="f" * 64).to_bytes())
    with pytest.raises(StoreMismatch, match=r"'bundled' \(ffffffffffff, 384 dimensions\).*qa build"):
        Assistant.open(store)


def test_a_batch_equals_its_questions(retriever: Retriever) -> None:
    questions = ["brug", "jansen", "xqzv"]
    assert retriever.search_batch(questions, 2) == [retriever.search(question, 2) for question in questions]
    assert retriever.search_batch([]) == []


def test_bad_requests(retriever: Retriever) -> None:
    with pytest.raises(QuestionError):
        retriever.search(" ")
    with pytest.raises(RequestError):
        retriever.search("brug", 0)


@pytest.mark.parametrize("question", ["D", "6", "?", "🚲", "日本", "a" * 5000, "\u200b", "🚲" * 5000])
def test_any_question_gets_hits(retriever: Retriever, question: str) -> None:
    assert [hit.rank for hit in retriever.search(question)] == [1, 2]
