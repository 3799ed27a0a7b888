"""`.pdf`: the text as it is read, with its pages. Pictures of text have none: they are told by name."""
import re
from pathlib import Path

import pypdfium2

from qa.corpus.extraction import Extraction, Writer
from qa.corpus.pdf_drawn import Drawn, drawn
from qa.corpus.pdf_layout import Line, lines
from qa.corpus.pdf_paragraphs import joined, paragraphs, spelling_of
from qa.corpus.pdf_running import without_running
from qa.corpus.pdf_words import UNREADABLE, Word, words
from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings

_OF_PROGRAMS = re.compile(r"(?:microsoft (?:word|powerpoint|excel|office)|untitled|naamloos)\b.*|document[\s\d-]*|(?:about|https?|file):.*",
                          re.IGNORECASE)
_ENDINGS = (".doc", ".docx", ".odt", ".pdf", ".htm", ".html", ".indd", ".txt", ".md", ".rtf", ".tex", ".dvi", ".qxd", ".xls", ".xlsx",
            ".ppt", ".pptx")
_MOST_UNREADABLE = 0.3  # share of the characters; with more of them the rest makes no sense
_TAIL = 2048  # bytes that hold the mark of the end


def read(path: Path, settings: CorpusSettings) -> Extraction:
    """Blocks are headings, paragraphs (put together over lines, columns and pages) and rows of tables.

    Raises:
        UnreadableDocument: a password, damage, no text, too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument("needs a password; save it without one") from None
        raise UnreadableDocument("is damaged: no PDF reader opens it; make it anew") from None
    try:
        return _read(document, path, settings)
    finally:
        document.close()


def _read(document: pypdfium2.PdfDocument, path: Path, settings: CorpusSettings) -> Extraction:
    if len(document) > settings.max_pages:
        raise UnreadableDocument(f"has {len(document):,} pages; the limit is {settings.max_pages:,}; split it")
    on_pages: list[list[Word]] = []
    strokes: list[Drawn] = []
    damaged: list[int] = []
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            damaged.append(number + 1)
            on_pages.append([])
            strokes.append(Drawn())
            continue
        on_pages.append(words(page))
        strokes.append(drawn(page))
        page.close()
    without_text = [number for number, found in enumerate(on_pages, 1) if not found and number not in damaged]
    letters = sum(len(word.text) for found in on_pages for word in found)
    unread = [number for number, found in enumerate(on_pages, 1) if any(UNREADABLE in word.text for word in found)]
    if not letters:
        if damaged:
            raise UnreadableDocument("is damaged: none of its pages opens; make it anew")
        raise UnreadableDocument("has no text, only pictures (scanned); recognise its text (OCR) first")
    if sum(word.text.count(UNREADABLE) for found in on_pages for word in found) > _MOST_UNREADABLE * letters:
        raise UnreadableDocument("has letters that its fonts give no meaning; save it anew, or recognise its text (OCR)")
    remarks = [f"{_named(damaged)} damaged and left out"] if damaged else []
    remarks += [f"{_named(without_text)} without text (pictures or empty)"] if without_text else []
    remarks += [f"{_named(unread)} with characters that could not be read"] if unread else []
    remarks += ["the end of the file is missing"] if b"%%EOF" not in _tail(path) else []
    return _extraction([list(lines(found, strokes_on)) for found, strokes_on in zip(without_running(on_pages), strokes, strict=True)],
                       _title(document), "; ".join(remarks) or None)


def _extraction(pages: list[list[Line]], title: str | None, remark: str | None) -> Extraction:
    spelling = spelling_of(pages)
    found = paragraphs(pages)
    writer = Writer()
    for paragraph in found:
        writer.begin(is_heading=paragraph.is_heading)
        for text, page in joined(paragraph, spelling):
            writer.write(text, page=page)
    if title is None:  # the largest heading of the first page that has any
        headings = [p for p in found if p.is_heading]
        first = [p for p in headings if p.lines[0][1] == headings[0].lines[0][1]]
        best = max(first, key=lambda p: p.first.size, default=None)
        title = "".join(text for text, _ in joined(best, spelling)) if best else None
    return writer.extraction(title=title, remark=remark)


def _title(document: pypdfium2.PdfDocument) -> str | None:
    """As the file itself says, unless that is the name of a file or program."""
    title = " ".join(document.get_metadata_value("Title").replace("\0", "").split())
    return None if len(title) < 3 or _OF_PROGRAMS.fullmatch(title) or title.lower().endswith(_ENDINGS) else title


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        return file.read()


def _named(numbers: list[int]) -> str:
    return f"page{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers[:10]))}{' …' if len(numbers) > 10 else ''}"
