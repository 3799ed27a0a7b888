"""The lines of a page in reading order: columns one after the other, tables row by row."""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from qa.corpus.pdf_drawn import Drawn, Grid
from qa.corpus.pdf_words import Word

_GUTTER = 0.85   # of the size of the letters: the least width of what keeps columns apart
_CELL_CHARACTERS = 800
_NARROW = 0.6    # of the width of the page: lines that may be those of one column
ABOVE = 10_000.0  # points: where a running line that is kept is put, above the page
_LEADING = 1.3   # of the usual distance of lines: what is further apart belongs to another paragraph, or row


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column, or a whole row of a table with its cells. `edges` are those of the column."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    edges: tuple[float, float]
    is_row: bool = False
    first_word: float = 0.0  # width


_STOP = re.compile(r"([.,:;!?]+)(\d[\d.,]*)")
Row = list[Word]  # words at one height, from left to right


def rows(words: Sequence[Word]) -> list[Row]:
    """Words at one height together, from the top."""
    found: list[Row] = []
    for word in sorted(words, key=lambda w: -w.baseline):
        if found and found[-1][0].baseline - word.baseline < 0.35 * min(word.size, found[-1][0].size):
            found[-1].append(word)
        else:
            found.append([word])
    return [sorted(row, key=lambda w: w.left) for row in found]


def lines(words: Sequence[Word], drawn: Drawn) -> Iterator[Line]:
    """In reading order."""
    at_height = rows(words)
    if not at_height:
        return
    edges = (min(w.left for w in words), max(w.right for w in words))
    for grid in drawn.grids:
        head, foot = grid.levels[0], grid.levels[-1]
        inside = [w for w in words if foot < _middle(w) < head]
        if inside and all(grid.uprights[0] - w.size < w.left < grid.uprights[-1] for w in inside):
            yield from lines([w for w in words if _middle(w) >= head], drawn)
            yield from _ruled(inside, grid, drawn)
            yield from lines([w for w in words if _middle(w) <= foot], drawn)
            return
    size = median(w.size for w in words)
    start = 0
    while start < len(at_height):
        end, gutters = _band(at_height, start, size, edges[1] - edges[0])
        band = at_height[start:end]
        if not gutters:
            yield _line([word for row in band for word in row], edges)
        elif _is_table(band, gutters, drawn):
            end = start + _length(band, gutters)
            yield from _table(band[:end - start], gutters, edges)
        else:
            for column in _columns([word for row in band for word in row], gutters):
                yield from lines(column, drawn)
        start = end


def _middle(word: Word) -> float:
    return word.baseline + 0.3 * word.size


def _ruled(words: Sequence[Word], grid: Grid, drawn: Drawn) -> Iterator[Line]:
    """Row by row; where the cells hold whole texts the table is there for the layout."""
    ends = list(zip(grid.uprights[1:-1], grid.uprights[1:-1], strict=True))
    edges = (grid.uprights[0], grid.uprights[-1])
    for head, foot in pairwise(grid.levels):
        row = [w for w in words if foot < _middle(w) <= head]
        columns = [column for column in _columns(row, ends) if column]
        if any(sum(len(w.text) + 1 for w in column) > _CELL_CHARACTERS for column in columns):
            for column in columns:
                yield from lines(column, Drawn(drawn.levels))
        elif row:
            yield _row(rows(row), ends, edges)


def _band(at_height: Sequence[Row], start: int, size: float, width: float) -> tuple[int, list[tuple[float, float]]]:
    """How far the rows from `start` share a gutter, and their gutters; one row without any if they do not."""
    least = _GUTTER * size
    taken = _segments(at_height[start], least)
    gutters: list[tuple[float, float]] = _gaps(taken)
    end = start + 1
    while end < len(at_height):
        together = _merged([*taken, *_segments(at_height[end], least)], least)
        left = _gaps(together)
        lost = [g for g in gutters if not any(g[0] < other[1] and other[0] < g[1] for other in left)]
        narrow = together[-1][1] - together[0][0] < _NARROW * width
        if not (left or narrow) or (lost and _is_missed(at_height[start:end], lost, left, size)):
            break
        taken, gutters, end = together, left, end + 1
    gutters = [g for g in gutters if _keeps_apart(at_height[start:end], g, size)]
    if not gutters or _is_above(at_height, start, gutters[0]):
        return start + 1, []
    return _foot(at_height, start, end, gutters[0]), gutters


def _is_missed(band: Sequence[Row], lost: Sequence[tuple[float, float]], left: Sequence[tuple[float, float]], size: float) -> bool:
    """Whether one of the gutters that another row would close is more of one than those that stay open."""
    apart = [_support(band, gutter) for gutter in lost if _keeps_apart(band, gutter, size)]
    return bool(apart) and max(apart) >= max((_support(band, gutter) for gutter in left), default=0)


def _foot(at_height: Sequence[Row], start: int, end: int, gutter: tuple[float, float]) -> int:
    """Where columns end: what stands apart under the left one comes after all of them, if they end together or text goes across below."""
    last = max(n for n in range(start, end) if any(w.left >= gutter[1] for w in at_height[n]))
    for number in range(last + 1, end):
        above, row = at_height[number - 1][0], at_height[number][0]
        if above.baseline - row.baseline > 1.6 * row.size or abs(above.size - row.size) > 0.06 * row.size:
            return number if end < len(at_height) or number - last < 3 else end
    return end


def _keeps_apart(band: Sequence[Row], gutter: tuple[float, float], size: float) -> bool:
    left, right = _sides(band, gutter)
    both = _support(band, gutter)
    if all(len(side) == 1 and _is_marker(side[0].text) for side in left if side):
        return False  # a list: its signs are no column
    width = gutter[1] - gutter[0]
    if width >= 1.6 * size:  # two lines of a heading may be set wide by chance
        if both >= (2 if width >= 2.2 * max(w.size for side in (*left, *right) for w in side) else 3):
            return True
    elif both >= 3:  # a narrow one may be chance, the wide blanks of a few lines above each other, unless there is prose at both sides
        usual = min(median(len(a) for a in left if a), median(len(b) for b in right if b))
        return usual >= 2.5 or (usual >= 2 and both >= 4)
    return min(sum(map(bool, left)), sum(map(bool, right))) >= 3  # columns whose lines stand at other heights


def _sides(band: Sequence[Row], gutter: tuple[float, float]) -> tuple[list[Row], list[Row]]:
    return [[w for w in row if w.right <= gutter[0]] for row in band], [[w for w in row if w.left >= gutter[1]] for row in band]


def _support(band: Sequence[Row], gutter: tuple[float, float]) -> int:
    """Rows with words on both sides."""
    return sum(bool(a and b) for a, b in zip(*_sides(band, gutter), strict=True))


def _is_marker(text: str) -> bool:
    return (len(text) == 1 and not text.isalnum()) or (len(text) <= 4 and text[-1] in ".)" and text.strip("().").isalnum())


def is_one_piece(row: Row) -> bool:
    """Whether no gap in a row is as wide as those between columns."""
    return len(_segments(row, _GUTTER * row[0].size)) == 1


def _is_above(at_height: Sequence[Row], first: int, gutter: tuple[float, float]) -> bool:
    """Whether a row is no part of the columns it stands over: a running line, or a heading that goes across, with a short last line."""
    row, following = at_height[first], at_height[first + 1]
    gap, size = row[0].baseline - following[0].baseline, row[0].size
    other = gap > 1.9 * size or abs(size - following[0].size) > 0.06 * size
    return gap > ABOVE / 2 or (other and all(w.right <= gutter[0] for w in row))


def _is_table(band: Sequence[Row], gutters: Sequence[tuple[float, float]], drawn: Drawn) -> bool:
    cells = [_columns(row, gutters) for row in band]
    top, foot = band[0][0].baseline + band[0][0].size, band[-1][0].baseline
    across = {round(y) for y, left, right in drawn.levels if foot < y < top and left < gutters[0][0] and right > gutters[-1][1]}
    if len(across) >= min(2, len(band) - 1):
        return True
    columns = [[cell for cell in column if cell] for column in zip(*cells, strict=True)]
    for column in columns:
        width = max(c[-1].right for c in column) - min(c[0].left for c in column)
        if median(len(c) for c in column) < 3 or median(c[-1].right - c[0].left for c in column) < 0.6 * width:
            return True
    breaks = [_breaks([c[0].baseline for c in column]) for column in columns]
    return bool(breaks[0]) and all(set(one) == set(breaks[0]) for one in breaks)


def _breaks(heights: Sequence[float]) -> list[int]:
    """Rounded heights of the lines before which there is more room than usual."""
    steps = [a - b for a, b in pairwise(heights)]
    return [round(b) for step, b in zip(steps, heights[1:], strict=True) if step > _LEADING * min(steps)]


def _length(band: Sequence[Row], gutters: Sequence[tuple[float, float]]) -> int:
    """Rows of a table up to a line of other letters in its first column only: a heading, with perhaps another table under it."""
    for number, row in enumerate(band[1:], 1):
        before, one = band[number - 1][0], row[0]
        other = abs(before.size - one.size) > 0.06 * one.size or (one.bold and not before.bold)
        if other and all(word.right <= gutters[0][0] for word in row):
            return number
    return len(band)


def _table(band: Sequence[Row], gutters: Sequence[tuple[float, float]], edges: tuple[float, float]) -> Iterator[Line]:
    """Each row with its wrapped cells put together."""
    breaks = _breaks([row[0].baseline for row in band])
    group: list[Row] = []
    for row in band:
        cells = _columns(row, gutters)
        if group and cells[0] and (not breaks or round(row[0].baseline) in breaks or all(cells)):
            yield _row(group, gutters, edges)
            group = []
        group.append(row)
    yield _row(group, gutters, edges)


def _row(group: Sequence[Row], gutters: Sequence[tuple[float, float]], edges: tuple[float, float]) -> Line:
    words = [word for row in group for word in row]
    cells = [" ".join(_text(row) for row in rows(column)) for column in _columns(words, gutters)]
    line = _line(words, edges)
    return Line(" | ".join(cells), line.left, line.right, group[-1][0].baseline, line.size, line.bold, edges, is_row=True)


def _columns(words: Sequence[Word], gutters: Sequence[tuple[float, float]]) -> list[list[Word]]:
    ends = [(gutter[0] + gutter[1]) / 2 for gutter in gutters]
    found: list[list[Word]] = [[] for _ in range(len(ends) + 1)]
    for word in words:
        found[sum(word.left > end for end in ends)].append(word)
    return found


def _line(words: Sequence[Word], edges: tuple[float, float]) -> Line:
    weight = {size: sum(len(w.text) for w in words if w.size == size) for size in {w.size for w in words}}
    first = min(words, key=lambda w: w.left)
    bold = all(w.bold for w in words if any(c.isalnum() for c in w.text))
    size, right = max(weight, key=lambda s: (weight[s], s)), max(w.right for w in words)
    return Line(_text(words), first.left, right, first.baseline, size, bold, edges, first_word=first.right - first.left)


def _text(words: Sequence[Word]) -> str:
    backwards = sum(len(w.text) if w.is_right_to_left else -len(w.text) for w in words) > 0
    if backwards:  # the full stop after a number stands at its left
        return " ".join(_STOP.sub(r"\2\1", w.text) for w in sorted(words, key=lambda w: -w.right))
    return " ".join(w.text for w in sorted(words, key=lambda w: w.left))


def _segments(row: Row, least: float) -> list[tuple[float, float]]:
    return _merged([(w.left, w.right) for w in row], least)


def _merged(intervals: Sequence[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for left, right in sorted(intervals):
        if found and left - found[-1][1] < least:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        else:
            found.append((left, right))
    return found


def _gaps(segments: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(a[1], b[0]) for a, b in pairwise(segments)]
