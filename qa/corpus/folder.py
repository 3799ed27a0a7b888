"""A folder of files to documents. One bad file never stops the others: it is skipped, with a reason."""
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from qa.corpus import json_lines, markdown, plain, table
from qa.corpus.decoding import decode
from qa.corpus.extraction import Block, Extraction, Marks
from qa.corpus.formats import BINARY, READ, Format, format_of
from qa.corpus.parsing import Parser
from qa.errors import CorpusError, UnavailableDocument, UnreadableDocument
from qa.settings import CorpusSettings
from qa.text.language import detect_language
from qa.text.terms import LANGUAGES
from qa.types import Document

OF_TEXT = {Format.TEXT: plain.read, Format.MARKDOWN: markdown.read, Format.TABLE: table.read, Format.JSON_LINES: json_lines.read}
_READING = 2  # raised when a format is read in another way: what was read before no longer holds
_TITLE_CHARACTERS = 100
_SYSTEM_FILES = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document with what the build needs of it. `hash` is a SHA-256 of the file's text, so that line ends and encoding do not count;
    of formats that are parsed, of its bytes; and of how it is read."""

    document: Document
    text: str
    blocks: tuple[Block, ...]
    hash: str
    pages: Marks = ()
    rows: Marks = ()
    remark: str | None = None  # what of the file could not be read


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was not read. `for_now`: it is there, and what was read of it before still holds.

    `hash` is that of a file whose parser refused it.
    """

    name: str
    reason: str
    for_now: bool = False
    hash: str | None = None


def paths(corpus: Path, exclude: Path | None = None) -> Iterator[Path | Skipped]:
    """Every file below the corpus, sorted; droppings of editors and systems, hidden files and `exclude` are passed over.

    Raises:
        CorpusError: there is no such folder.
    """
    if not corpus.is_dir():
        raise CorpusError(f"there is no corpus folder {str(corpus)!r}; make it and put documents in it ({READ}), "
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


def load(path: Path, corpus: Path, settings: CorpusSettings, parser: Parser | None = None,
         known: Mapping[str, Loaded] | None = None, refused: Mapping[str, str] | None = None) -> Loaded:
    """Read one file.

    Args:
        parser: for formats that need one; by default one for this file.
        known: by hash, what was read before: of it nothing is parsed again.
        refused: by hash, why a file was refused before: it is not tried again.

    Raises:
        UnreadableDocument: why it cannot be a document.
    """
    name = name_of(path, corpus)
    if corpus / name != path:
        raise UnreadableDocument("has a name that is not UTF-8; rename it")
    try:
        if not path.is_file():
            raise UnreadableDocument("is not a regular file")
        kind = format_of(path)
        size, most = path.stat().st_size, settings.max_binary_bytes if kind in BINARY else settings.max_file_bytes
        if size > most:
            raise UnreadableDocument(f"is {size:,} bytes; the limit is {most:,}; split it")
        if kind in OF_TEXT:
            return _loaded(name, *_of_text(kind, path.read_bytes(), settings))
        with path.open("rb") as file:
            digest = content_hash(hashlib.file_digest(file, "sha256"), kind)
    except FileNotFoundError:
        raise UnreadableDocument("was removed while it was being read") from None
    except OSError as error:
        raise UnavailableDocument(f"cannot be read ({error.strerror}); check its permissions and the disk") from None
    if known and (before := known.get(digest)):
        return replace(before, document=replace(before.document, id=name))
    if refused and (reason := refused.get(digest)):
        raise UnreadableDocument(reason)
    try:
        with nullcontext(parser) if parser else Parser(settings) as reading:
            return _loaded(name, _headed(reading.read(kind, path)), digest)
    except UnreadableDocument as error:
        error.hash = digest
        raise


def _of_text(kind: Format, data: bytes, settings: CorpusSettings) -> tuple[Extraction, str]:
    text = decode(data)
    if not text.strip():
        raise UnreadableDocument("is empty")
    if max(map(len, text.split("\n"))) > settings.max_line_characters:
        raise UnreadableDocument(f"has a line of more than {settings.max_line_characters:,} characters; that is data, not text")
    extraction = OF_TEXT[kind](text)
    return extraction if kind is Format.TEXT else _headed(extraction), content_hash(hashlib.sha256(text.encode("utf-8")), kind)


def content_hash(content: "hashlib._Hash", kind: Format) -> str:
    """Of a file's text or bytes, hashed so far, and of how its format is read."""
    content.update(f"{kind} {_READING}".encode())
    return content.hexdigest()


def _headed(extraction: Extraction) -> Extraction:
    """A first line "date 2020-09 Title" counts in every format."""
    first = extraction.blocks[0].span.of(extraction.text) if extraction.blocks else ""
    if (header := plain.header_line(first)) and header.end() == len(first):
        return replace(extraction, blocks=extraction.blocks[1:], date=header[1], title=header[2])
    return extraction


def _loaded(name: str, extraction: Extraction, digest: str) -> Loaded:
    if not extraction.blocks:
        raise UnreadableDocument("is empty")
    document = _document(name, extraction)
    return Loaded(document, extraction.text, extraction.blocks, digest, extraction.pages, extraction.rows, extraction.remark)


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
