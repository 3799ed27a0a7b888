"""Lines to paragraphs: what was broken at the end of a line, column or page is put together; headings are told by their letters."""
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import quantiles

from qa.corpus.pdf_layout import Line

_ITEM = re.compile(r"[•‣▪◦·●○■–—*-]\s|(?:\(?\d{1,3}(?:\.\d{1,3})*[.)]|\(?[a-z][.)])\s")
_BULLET = re.compile(r"[•‣▪◦●○■]")
_CLOSED = re.compile(r"[.!?:…][\"'”’»)\]¹²³⁰-⁹]*$")
_HALF = re.compile(r"(?:^|[\s(“\"'‘/-])([^\W_]+)-$")
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_COORDINATED = re.compile(r"(?:en|of|and|or|tot|to|als|en/of)\b")
_SAME = 0.06     # of a size: what differs more is another one
_LARGER = 1.1    # than the body: letters of a heading
_HEADING_CHARACTERS = 150
_HYPHENATED = 0.03  # of the lines; where fewer end in a hyphen it is that of "sergeant-majoor"


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, each with its page."""

    lines: list[tuple[Line, int]] = field(default_factory=list)
    is_heading: bool = False

    @property
    def first(self) -> Line:
        return self.lines[0][0]

    @property
    def last(self) -> Line:
        return self.lines[-1][0]


@dataclass(frozen=True, slots=True)
class Spelling:
    """Of a document: its words, hyphens kept, and whether it breaks words at the end of a line at all."""

    words: Counter[str]
    breaks_words: bool


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is usual in a document: the size of its letters, the distance of its lines in sizes, whether it is bold."""

    size: float
    pitch: float
    bold: bool


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """Those of a document, from the lines of each of its pages in reading order; page numbers count from 1."""
    usual = _usual(pages)
    found: list[Paragraph] = []
    for number, lines in enumerate(pages, 1):
        for stack in _stacks(lines, usual):
            pieces = list(_split(stack, number))
            before = _continued(found, pieces[0], usual) if pieces else None
            if before is not None:
                before.lines += pieces.pop(0).lines
            found += pieces
    for paragraph in found:
        paragraph.is_heading = _is_heading(paragraph, usual)
    return found


def joined(paragraph: Paragraph, spelling: Spelling) -> Iterator[tuple[str, int]]:
    """The pieces that make up the text, each with its page: blanks between lines, and no hyphen where a word was broken."""
    for (line, page), following in zip(paragraph.lines, [*(line for line, _ in paragraph.lines[1:]), None], strict=True):
        if following is None:
            yield line.text, page
        else:
            text, between = _end_of_line(line.text, following.text, spelling)
            yield text + between, page


def spelling_of(pages: Iterable[Sequence[Line]]) -> Spelling:
    texts = [line.text for lines in pages for line in lines]
    broken = sum(_HALF.search(a) is not None and b[:1].islower() for a, b in pairwise(texts))
    return Spelling(Counter(word.casefold() for text in texts for word in _LETTERS.findall(text.removesuffix("-"))),
                    broken > _HYPHENATED * len(texts))


def _end_of_line(text: str, following: str, spelling: Spelling) -> tuple[str, str]:
    half = _HALF.search(text)
    if not half or not following[:1].isalnum():
        return text, "" if text.endswith(("/", "–")) and not text.endswith((" /", " –")) else " "
    other = _LETTERS.match(following)
    if _COORDINATED.match(following):
        return text, " "  # in- en uitvoer
    if other is None or not other[0][0].islower() or not half[1].isalpha() or (len(half[1]) > 1 and half[1].isupper()):
        return text, ""   # F-16, NAVO-missie, Noord-Irak
    whole, kept = (half[1] + other[0]).casefold(), f"{half[1]}-{other[0]}".casefold()
    if spelling.words[kept] != spelling.words[whole]:
        return (text if spelling.words[kept] > spelling.words[whole] else text[:-1]), ""
    return (text[:-1] if spelling.breaks_words else text), ""


def _usual(pages: Sequence[Sequence[Line]]) -> _Usual:
    sizes: Counter[float] = Counter()
    steps: list[float] = []
    bold = 0
    for lines in pages:
        for line in lines:
            sizes[round(line.size * 2) / 2] += 0 if line.is_row else len(line.text)
            bold += len(line.text) * (1 if line.bold else -1)
        steps += [step for a, b in pairwise(lines) if _is_stacked(a, b) and (step := (a.baseline - b.baseline) / a.size) < 2.5]
    size = sizes.most_common(1)[0][0] if sizes else 1.0
    return _Usual(size, quantiles(steps, n=4)[0] if len(steps) > 1 else 1.3, bold > 0)


def _is_stacked(a: Line, b: Line) -> bool:
    """Whether a line of the same letters stands under another, in the same column."""
    return (not a.is_row and not b.is_row and a.edges == b.edges and abs(a.size - b.size) < _SAME * max(a.size, b.size)
            and a.bold == b.bold and a.baseline > b.baseline)


def _stacks(lines: Sequence[Line], usual: _Usual) -> Iterator[list[Line]]:
    """Lines at the usual distance below each other."""
    stack: list[Line] = []
    for line in lines:
        if stack and not (_is_stacked(stack[-1], line) and stack[-1].baseline - line.baseline < 1.25 * usual.pitch * line.size):
            yield stack
            stack = []
        stack.append(line)
    if stack:
        yield stack


def _split(stack: Sequence[Line], page: int) -> Iterator[Paragraph]:
    """A stack where a new paragraph shows by its indent, its sign, or the room that was left before it."""
    edge, margin = max(line.right for line in stack), min(line.left for line in stack)
    current = Paragraph([(stack[0], page)])
    for a, b in pairwise(stack):
        if _begins(a, b, edge, margin, len(current.lines)):
            yield current
            current = Paragraph()
        current.lines.append((b, page))
    yield current


def _begins(a: Line, b: Line, edge: float, margin: float, so_far: int) -> bool:
    if _BULLET.match(b.text) or (_ITEM.match(b.text) and (_ITEM.match(a.text) or _CLOSED.search(a.text))):
        return True
    indent = 0.8 * a.size
    if b.left - a.left > indent and not _ITEM.match(a.text) and a.left - margin < indent and _CLOSED.search(a.text):
        return True
    if a.left - b.left > indent and so_far > 1 and _CLOSED.search(a.text):
        return True
    if b.text[:1].islower() and not _CLOSED.search(a.text):
        return False
    # room for another word: of short lines without a sign only the column tells, but a quotation may be narrower than that
    return a.right + 0.3 * a.size + b.first_word < (a.edges[1] if _CLOSED.search(a.text) else edge) - 0.1 * a.size


def _continued(found: Sequence[Paragraph], piece: Paragraph, usual: _Usual) -> Paragraph | None:
    """The paragraph before it, in another column or on another page, that a piece goes on with."""
    line = piece.first
    if line.is_row or _ITEM.match(line.text):
        return None
    if line.size >= _LARGER * usual.size and found and line.text[:1].islower():  # a heading that goes on
        last = found[-1].last
        return found[-1] if not last.is_row and last.bold == line.bold and abs(last.size - line.size) < _SAME * line.size else None
    if abs(line.size - usual.size) > _SAME * usual.size + 0.3:
        return None
    for before in reversed(found[-12:]):
        last = before.last
        if last.size < (1 - _SAME) * usual.size - 0.3 and not last.is_row:
            continue  # a footnote
        if last.is_row or abs(last.size - line.size) > _SAME * line.size or last.bold != line.bold:
            return None
        here = last.edges == line.edges and last.baseline > line.baseline and before.lines[-1][1] == piece.lines[0][1]
        full = last.right + 0.3 * last.size + line.first_word > last.edges[1] - 0.5 * last.size
        goes_on = line.text[:1].islower() or (full and len(last.text) > 25)
        whole = _CLOSED.search(last.text.removesuffix(":")) is not None
        return before if goes_on and not whole and not here and (len(before.lines) > 1 or len(last.text) > 25) else None
    return None


def _is_heading(paragraph: Paragraph, usual: _Usual) -> bool:
    text = " ".join(line.text for line, _ in paragraph.lines)
    first = paragraph.first
    if (first.is_row or len(text) > _HEADING_CHARACTERS or text[-1] in ".;,:"
            or not any(c.isalpha() for c in text) or _BULLET.match(text)):
        return False
    if first.size >= _LARGER * usual.size:
        return True
    return first.bold and not usual.bold and first.size > (1 - _SAME) * usual.size and len(paragraph.lines) < 3
