"""The store: one complete generation, opened and immutable. Readers take no lock."""
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from qa.embeddings import files
from qa.embeddings.dense import DenseIndex
from qa.embeddings.manifest import Manifest
from qa.embeddings.term_index import TermIndex
from qa.errors import StoreDamaged, StoreError, StoreMissing
from qa.types import Document, Locator, Passage, Span

CURRENT, GENERATIONS, MANIFEST = "CURRENT", "generations", "manifest.json"
DOCUMENTS, PASSAGES, DENSE, TERMS = "documents.jsonl", "passages.jsonl", "dense.faiss", "terms"
BLOCKS = "blocks.jsonl"      # of the builder alone: what was read of a file need not be read again
VECTORS = "vectors.sqlite"  # of the builder alone
_TRIES = 3  # a build may collect a generation between the reading of CURRENT and the opening of its files


@dataclass(frozen=True, slots=True)
class Places:
    """Where the pages and rows of a document begin, as flat lists of offsets and numbers."""

    pages: Sequence[int] = ()
    rows: Sequence[int] = ()


class Store:
    """What was built from a corpus: documents with their text, passages, vectors and terms."""

    def __init__(self, folder: Path, generation: str, manifest: Manifest, documents: Mapping[str, Document], texts: Mapping[str, str],
                 places: Mapping[str, Places], passages: Sequence[Passage], dense: DenseIndex, terms: TermIndex, written: int) -> None:
        self.folder = folder
        self.generation = generation
        self.manifest = manifest
        self.documents = documents
        self.passages = passages
        self.dense = dense
        self.terms = terms
        self.identity = generation, written  # a store that was thrown away and built anew counts from 1 again
        self._texts = texts
        self._places = places
        self.languages = np.array([passage.language for passage in passages])
        numbers: dict[tuple[str, str | None], int] = {}  # passages of one text under one heading, in one file or several, share a group
        self.text_groups = np.array([numbers.setdefault((self.passage_text(p), p.heading), p.number) for p in passages], dtype=np.int64)

    @classmethod
    def open(cls, folder: str | Path) -> "Store":
        """Open the current generation.

        Raises:
            StoreMissing: nothing has been built there.
            StoreDamaged: a file is gone, cut short or altered.
            StoreMismatch: another format.
        """
        folder = Path(folder)
        for attempt in range(_TRIES):
            generation = current(folder)
            try:
                return cls.open_generation(folder, generation)
            except FileNotFoundError as error:
                if attempt == _TRIES - 1:
                    raise StoreDamaged(f"the store {str(folder)!r} misses {str(error.filename or error)!r}") from None
            except StoreDamaged:
                if attempt == _TRIES - 1 or current(folder) == generation:
                    raise
        raise AssertionError("unreachable")

    @classmethod
    def open_generation(cls, folder: Path, generation: str) -> "Store":
        """Open a generation that need not be the current one. Raises FileNotFoundError, StoreDamaged or StoreMismatch."""
        here = folder / GENERATIONS / generation
        manifest = Manifest.read(here / MANIFEST)
        for name, (size, _) in manifest.files.items():
            if (now := (here / name).stat().st_size) != size:
                raise StoreDamaged(f"{str(here / name)!r} has {now} bytes and should have {size}")
        try:
            records = list(files.read_json_lines(here / DOCUMENTS))
            texts = {record["id"]: record.pop("text") for record in records}
            places = {record["id"]: Places(record.pop("pages", ()), record.pop("rows", ())) for record in records}
            documents = {record["id"]: Document(**record) for record in records}
            passages = [_passage(number, record) for number, record in enumerate(files.read_json_lines(here / PASSAGES))]
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise StoreDamaged(f"a file of {str(here)!r} is damaged ({error})") from None
        dense = DenseIndex.load(here / DENSE)
        terms = TermIndex.load(here / TERMS, [passage.language for passage in passages])
        counts = (len(dense), len(passages), dense.dimension, documents.keys())
        if (counts != (manifest.passages, manifest.passages, manifest.dimension, manifest.documents.keys())
                or not {passage.document_id for passage in passages} <= documents.keys()):
            raise StoreDamaged(f"the files of {str(here)!r} do not belong together")
        written = _written(folder, generation)  # the first to go when a generation is collected: so far nothing of it was missing
        return cls(folder, generation, manifest, documents, texts, places, passages, dense, terms, written)

    def text(self, document_id: str) -> str:
        """The text of a document, which every span points into. Raises KeyError."""
        return self._texts[document_id]

    def passage_text(self, passage: Passage) -> str:
        return passage.span.of(self._texts[passage.document_id])

    def locator(self, passage: Passage, span: Span) -> Locator:
        """Where in its file a span of a passage is found back."""
        places = self._places[passage.document_id]
        return Locator(_at(places.pages, span.start), passage.heading, _at(places.rows, span.start))

    def places(self, document_id: str) -> Places:
        """Of a document. Raises KeyError."""
        return self._places[document_id]

    def copies(self, passage: Passage) -> list[Passage]:
        """The passages with this very text, itself included."""
        return [self.passages[int(n)] for n in np.flatnonzero(self.text_groups == self.text_groups[passage.number])]

    def live(self) -> tuple[str, int]:
        """The identity of the generation that is live now: this one, or one built since."""
        try:
            generation = current(self.folder)
            return generation, _written(self.folder, generation)
        except (StoreError, FileNotFoundError):
            return self.identity  # gone from the disk; what is open goes on answering


def current(folder: Path) -> str:
    """The name of the live generation. Raises StoreMissing."""
    try:
        name = (folder / CURRENT).read_bytes().decode("ascii", "replace").partition("\n")[0].strip()
    except (FileNotFoundError, NotADirectoryError):
        raise StoreMissing(f"there is no store in {str(folder)!r} yet; run `qa build` to make one, or name another with --store") from None
    if not name.isdigit():
        raise StoreDamaged(f"{str(folder / CURRENT)!r} names no generation: {name[:40]!r}")
    return name


def live_manifest(folder: Path) -> Manifest:
    """Of the current generation, without opening the rest. Raises StoreMissing, StoreDamaged or StoreMismatch."""
    try:
        return Manifest.read(folder / GENERATIONS / current(folder) / MANIFEST)
    except FileNotFoundError as error:
        raise StoreDamaged(f"the store {str(folder)!r} misses {str(error.filename)!r}") from None


def _written(folder: Path, generation: str) -> int:
    """When, in nanoseconds since 1970. Raises FileNotFoundError."""
    return (folder / GENERATIONS / generation / MANIFEST).stat().st_mtime_ns


def _at(marks: Sequence[int], offset: int) -> int | None:
    """The number that holds at an offset; none before the first mark."""
    before = bisect_right(marks[::2], offset)
    return marks[2 * before - 1] if before else None


def document_record(document: Document, text: str, places: Places) -> dict[str, object]:
    """Only formats with pages or rows have them."""
    return asdict(document) | {"text": text} | {name: marks for name, marks in asdict(places).items() if marks}


def passage_record(passage: Passage) -> dict[str, object]:
    """Sentences as a flat list of offsets: half the size of a list of pairs."""
    return {"document": passage.document_id, "sentences": [n for s in passage.sentences for n in (s.start, s.end)],
            "heading": passage.heading, "language": passage.language}


def _passage(number: int, record: dict[str, Any]) -> Passage:
    offsets = record["sentences"]
    sentences = tuple(Span(start, end) for start, end in zip(offsets[::2], offsets[1::2], strict=True))
    return Passage(number, record["document"], Span(offsets[0], offsets[-1]), sentences, record["heading"], record["language"])
