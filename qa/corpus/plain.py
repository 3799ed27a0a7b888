"""`.txt`: an optional header line "date 2020-09 Title", paragraphs between blank lines, headings on a line of their own."""
import re
from collections.abc import Iterator

from qa.corpus.extraction import Block, Extraction
from qa.text.dates import is_date
from qa.types import Span

_HEADER = re.compile(r"\s*date[ \t]+(\d{4}(?:-\d{2}){0,2})[ \t]+([^\n]*\S)[ \t]*(?:\n|$)")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_CLOSING = re.compile(r"[.!?:;,…][”’\"')]*$|^[“„‘\"'(].*[”’\"')]$")  # a sentence, or all of it in quotation marks or brackets
_HEADING_CHARACTERS = 80
_LIST_ITEM = re.compile(r"(?:[-*•–]|\d+[.)]|[a-z]\))\s")


def read(text: str) -> Extraction:
    """Hard-wrapped lines are one paragraph. The header line stays in the text but belongs to no block."""
    header = header_line(text)
    blocks = [Block(span, _is_heading(span.of(text))) for span in _paragraphs(text, header.end() if header else 0)]
    if len(blocks) == 1:  # a heading with nothing under it is all there is to say
        blocks = [Block(blocks[0].span)]
    return Extraction(text, tuple(blocks), title=header[2] if header else None, date=header[1] if header else None)


def header_line(text: str) -> re.Match[str] | None:
    """The first line, if it is "date 2020-09 Title": group 1 is the date and 2 the title."""
    header = _HEADER.match(text)
    return header if header and is_date(header[1]) else None


def _paragraphs(text: str, start: int) -> Iterator[Span]:
    for gap in (*_BLANK_LINES.finditer(text, start), None):
        span = Span(start, gap.start() if gap else len(text)).stripped(text)
        if span.start < span.end:
            yield span
        start = gap.end() if gap else start


def _is_heading(paragraph: str) -> bool:
    return ("\n" not in paragraph and len(paragraph) <= _HEADING_CHARACTERS and not _CLOSING.search(paragraph)
            and any(c.isalpha() for c in paragraph) and not _LIST_ITEM.match(paragraph))
