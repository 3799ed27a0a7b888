"""A folder of files to documents. One bad file never stops the others: it is skipped, with a reason."""
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.corpus import markdown, plain
from qa.corpus.decoding import decode
from qa.corpus.extraction import Block, Extraction
from qa.errors import CorpusError, UnavailableDocument, UnreadableDocument
from qa.settings import CorpusSettings
from qa.text.language import detect_language
from qa.text.terms import LANGUAGES
from qa.types import Document

READERS = {".txt": plain.read, ".md": markdown.read}
_TITLE_CHARACTERS = 100
_SYSTEM_FILES = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document with what the build needs of it. `hash` is the SHA-256 of the file's text, so that line ends and encoding do not count."""

    document: Document
    text: str
    blocks: tuple[Block, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was not read. `for_now`: it is there, and what was read of it before still holds."""

    name: str
    reason: str
    for_now: bool = False


def paths(corpus: Path, exclude: Path | None = None) -> Iterator[Path | Skipped]:
    """Every file below the corpus, sorted; droppings of editors and systems, hidden files and `exclude` are passed over.

    Raises:
        CorpusError: there is no such folder.
    """
    if not corpus.is_dir():
        raise CorpusError(f"there is no corpus folder {str(corpus)!r}; make it and put .txt or .md files in it, "
                          "or name another with --corpus")
    root, left_out = corpus.resolve(), exclude.resolve() if exclude else None
    trouble: list[Skipped] = []

    def unreadable(error: OSError) -> None:
        trouble.append(Skipped(name_of(Path(error.filename), corpus), "this folder cannot be opened; check its permissions", for_now=True))

    for folder, subfolders, files in os.walk(corpus, onerror=unreadable):
        here = Path(folder)
        subfolders[:] = sorted(n for n in subfolders if not _is_dropping(n) and (here / n).resolve() != left_out)
        for name in [n for n in subfolders if os.path.islink(here / n)]:  # os.walk lists them but does not enter them
            yield Skipped(name_of(here / name, corpus), "is a link to a folder, which is not followed")
        for name in sorted(files):
            if _is_dropping(name):
                continue
            path = here / name
            if os.path.islink(path) and not Path(os.path.realpath(path)).is_relative_to(root):
                yield Skipped(name_of(path, corpus), "is a link that points out of the corpus")
            else:
                yield path
    yield from trouble


def load(path: Path, corpus: Path, settings: CorpusSettings) -> Loaded:
    """Read one file.

    Raises:
        UnreadableDocument: why it cannot be a document.
    """
    if corpus / name_of(path, corpus) != path:
        raise UnreadableDocument("has a name that is not UTF-8; rename it")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableDocument(f"has the ending {path.suffix!r}; only {' and '.join(READERS)} are read")
    data = read_bytes(path, settings)
    text = decode(data)
    if not text.strip():
        raise UnreadableDocument("is empty")
    if max(map(len, text.split("\n"))) > settings.max_line_characters:
        raise UnreadableDocument(f"has a line of more than {settings.max_line_characters:,} characters; that is data, not text")
    extraction = reader(text)
    if not extraction.blocks:
        raise UnreadableDocument("is empty")
    document = _document(name_of(path, corpus), extraction)
    return Loaded(document, extraction.text, extraction.blocks, hashlib.sha256(text.encode("utf-8")).hexdigest())


def read_bytes(path: Path, settings: CorpusSettings) -> bytes:
    """The content of a regular file within the size limit."""
    try:
        if not path.is_file():
            raise UnreadableDocument("is not a regular file")
        if path.stat().st_size > settings.max_file_bytes:
            raise UnreadableDocument(f"is {path.stat().st_size:,} bytes; the limit is {settings.max_file_bytes:,}; split it")
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableDocument("was removed while it was being read") from None
    except OSError as error:
        raise UnavailableDocument(f"cannot be read ({error.strerror}); check its permissions and the disk") from None


def _document(name: str, extraction: Extraction) -> Document:
    body = "\n".join(block.span.of(extraction.text) for block in extraction.blocks)
    heading = next((block.span.of(extraction.text) for block in extraction.blocks if block.is_heading), None)
    title = next(filter(str.strip, (extraction.title or "", heading or "", body.split("\n", 1)[0])))
    if title is not extraction.title and len(title) > _TITLE_CHARACTERS:
        title = title[:_TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"
    language = (extraction.language or "").lower()[:2]
    if language not in LANGUAGES:
        language = detect_language(body[:20_000], among=tuple(LANGUAGES))
    return Document(name, " ".join(title.split()), extraction.date, language, extraction.source, dict(extraction.metadata))


def name_of(path: Path, corpus: Path) -> str:
    """Bytes that are not UTF-8 are shown as \\xe9; such a file is not read."""
    return os.fsencode(path.relative_to(corpus).as_posix()).decode("utf-8", "backslashreplace")


def _is_dropping(name: str) -> bool:
    """Hidden files, lock files of office programs, backups and unfinished downloads."""
    lower = name.lower()
    return lower.startswith((".", "~$")) or lower.endswith(("~", ".part", ".tmp", ".crdownload", ".swp")) or lower in _SYSTEM_FILES
