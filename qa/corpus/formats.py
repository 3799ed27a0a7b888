"""Which format a file has: what its first bytes say, and where they say nothing its ending."""
import re
from enum import StrEnum
from pathlib import Path

from qa.errors import UnreadableDocument

_HEAD = 4096  # bytes


class Format(StrEnum):
    TEXT = "text"
    MARKDOWN = "markdown"
    TABLE = "table"
    JSON_LINES = "json_lines"
    HTML = "html"
    PDF = "pdf"
    OFFICE = "office"


ENDINGS = {
    ".txt": Format.TEXT, ".md": Format.MARKDOWN, ".csv": Format.TABLE, ".tsv": Format.TABLE, ".jsonl": Format.JSON_LINES,
    ".html": Format.HTML, ".htm": Format.HTML, ".xhtml": Format.HTML, ".pdf": Format.PDF, ".docx": Format.OFFICE, ".odt": Format.OFFICE,
    ".pptx": Format.OFFICE,
}
READ = "PDF, Word (.docx), .odt, .pptx, HTML, .csv, .tsv, .jsonl, .txt and .md"
BINARY = {Format.PDF, Format.OFFICE}
_REMEDIES = {
    ".doc": "save it as .docx", ".rtf": "save it as .docx", ".ppt": "save it as .pptx", ".xls": "save it as .csv",
    ".xlsx": "save it as .csv", ".ods": "save it as .csv", ".epub": "save it as .html",
    ".json": "write one object on each line of a .jsonl",
}
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


def format_of(path: Path) -> Format:
    """The format to read a file by.

    Raises:
        UnreadableDocument: it has none that is read; the message says what it is, and the remedy.
        OSError: the file cannot be opened.
    """
    ending = path.suffix.lower()
    if ending and ending not in ENDINGS:
        remedy = f"; {_REMEDIES[ending]}" if ending in _REMEDIES else ""
        raise UnreadableDocument(f"has the ending {path.suffix!r}; only {READ} are read{remedy}")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    named = ENDINGS.get(ending, Format.TEXT)
    if named not in BINARY and ending and not head.startswith((b"%PDF-", b"PK\x03\x04")):
        return named
    if not head:
        raise UnreadableDocument("is empty")
    found = _sniffed(head)
    if found is None and named in BINARY:
        raise UnreadableDocument(f"is named {path.suffix} but is something else; give it the ending of what it is")
    return found or named


def _sniffed(head: bytes) -> Format | None:
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise UnreadableDocument("needs a password, or is of an old version of Office; save it as .docx without a password")
    if head.startswith(b"PK\x03\x04"):
        return Format.OFFICE
    return Format.HTML if _MARKUP.match(head) else None
