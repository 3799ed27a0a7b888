"""What a format reader gives back: the text of a document, and which parts of it are headings and paragraphs."""
from collections.abc import Mapping
from dataclasses import dataclass, field

from qa.types import Span

_BETWEEN = "\n\n"
Marks = tuple[tuple[int, int], ...]  # (offset, number): from this offset on it is this page or row


@dataclass(frozen=True, slots=True)
class Block:
    span: Span
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """Blocks are in order of the text; what lies outside them (a header line, blank lines) belongs to no passage."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    date: str | None = None
    language: str | None = None
    source: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    pages: Marks = ()           # in order of the text; a footnote may come after the page that follows it
    rows: Marks = ()
    remark: str | None = None   # what could not be read of it, to be reported


class Writer:
    """Puts the text of an extraction together, block by block."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = self._start = 0
        self._blocks: list[Block] = []
        self._is_heading = False
        self._pages: list[tuple[int, int]] = []
        self._rows: list[tuple[int, int]] = []

    def begin(self, *, is_heading: bool = False) -> None:
        """A new block; what was written before it is the block before."""
        self._end()
        self._is_heading = is_heading

    def write(self, text: str, *, page: int | None = None, row: int | None = None) -> None:
        for marks, number in ((self._pages, page), (self._rows, row)):
            if number is not None and (not marks or marks[-1][1] != number):
                marks.append((self._length, number))
        self._parts.append(text)
        self._length += len(text)

    def block(self, text: str, *, is_heading: bool = False, page: int | None = None, row: int | None = None) -> None:
        """A whole block, if there is more than blanks in it."""
        if text := text.strip():
            self.begin(is_heading=is_heading)
            self.write(text, page=page, row=row)

    def extraction(self, *, title: str | None = None, date: str | None = None, language: str | None = None, source: str | None = None,
                   metadata: Mapping[str, str] | None = None, remark: str | None = None) -> Extraction:
        self._end()
        return Extraction("".join(self._parts).removesuffix(_BETWEEN), tuple(self._blocks), title, date, language, source, metadata or {},
                          tuple(self._pages), tuple(self._rows), remark)

    def _end(self) -> None:
        if self._length > self._start:
            self._blocks.append(Block(Span(self._start, self._length), self._is_heading))
            self._parts.append(_BETWEEN)
            self._length += len(_BETWEEN)
            self._start = self._length
