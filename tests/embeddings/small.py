"""A corpus of three sentences, and what a store of it holds."""

from pathlib import Path

from qa.answers.retriever import Retriever
from qa.embeddings.store import Store
from qa.embeddings.writing import verify
from tests.fakes import Counting, encoders

VOCABULARY = "brug open dicht jansen 35 40"
FILES = {"a.txt": "De brug is open.", "b.md": "De brugwachter heet Jansen.", "map/c.txt": "De brug kost 35 euro."}


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
