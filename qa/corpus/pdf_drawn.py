"""The straight lines on a PDF page, and the tables that they make."""
import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

_THIN = 3.0     # points; a path is a line up to here
_SHORT = 8.0    # points; a shorter line is a dash or part of a drawing
_SAME = 4.0     # points; two lines nearer than this are one: borders of neighbouring cells
_LARGE = 500.0  # points; a higher box is a background, not a cell
_MOST = 20_000  # lines; more of them are a drawing or a map

Stroke = tuple[float, float, float]  # where it stands, and from where to where it goes


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that is drawn: its upright lines from the left, its level ones from the top."""

    uprights: tuple[float, ...]
    levels: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    levels: tuple[Stroke, ...] = ()
    grids: tuple[Grid, ...] = ()


def drawn(page: pypdfium2.PdfPage) -> Drawn:
    """Lines, thin rectangles, and the edges of boxes."""
    levels: list[Stroke] = []
    uprights: list[Stroke] = []
    for left, bottom, right, top in _boxes(page):
        if top - bottom < _THIN:
            levels += [((top + bottom) / 2, left, right)] if right - left > _SHORT else []
        elif right - left < _THIN:
            uprights += [((left + right) / 2, bottom, top)] if top - bottom > _SHORT else []
        elif top - bottom < _LARGE and min(top - bottom, right - left) > _SHORT:
            levels += [(top, left, right), (bottom, left, right)]
            uprights += [(left, bottom, top), (right, bottom, top)]
        if len(levels) + len(uprights) > _MOST:
            return Drawn()
    return Drawn(tuple(levels), tuple(_grids(levels, uprights)))


def _boxes(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_PATH and pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            yield left.value, bottom.value, right.value, top.value


def _grids(levels: Sequence[Stroke], uprights: Sequence[Stroke]) -> Iterator[Grid]:
    """Uprights that overlap in height make a grid with the level lines among them, if there are two columns and two rows."""
    group: list[Stroke] = []
    for stroke in [*sorted(uprights, key=lambda one: -one[2]), None]:
        if stroke is not None and (not group or stroke[2] > min(bottom for _, bottom, _ in group) - _SAME):
            group.append(stroke)
            continue
        if group:
            foot, head = min(bottom for _, bottom, _ in group), max(top for _, _, top in group)
            places = _distinct(x for x, _, _ in group)
            inside = [y for y, left, right in levels if foot - _SAME <= y <= head + _SAME and left < places[-1] and right > places[0]]
            heights = _distinct(inside)
            if len(places) > 2 and len(heights) > 2:
                yield Grid(tuple(places), tuple(reversed(heights)))
        group = [stroke] if stroke is not None else []


def _distinct(places: Iterator[float] | Sequence[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _SAME:
            found.append(place)
    return found
