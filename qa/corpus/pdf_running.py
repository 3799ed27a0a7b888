"""What repeats at the head and foot of pages is no part of the text; what stands there once is."""
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qa.corpus.pdf_layout import ABOVE, is_one_piece, rows
from qa.corpus.pdf_words import Word

_ROWS = 3        # at the head and at the foot that are looked at
_ROOM = 1.7      # of the size of the letters, between a running line and the text
_NEAR = 4.0      # points that a running line may move
_SHARE = 0.25    # of the pages that it is on, and three at least
_TIGHT = 0.4     # the same, of the first or last row where it has no room on some page
_NUMBER = re.compile(r"(?:pagina|page|blz\.?|p\.|[-–—])?\s*(\d{1,4})\s*(?:[-–—]|(?:van|of|/)\s*\d{1,4})?", re.I)
_DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4},? \d{1,2}[:.]\d{2}"
# what a browser prints around a page
_BROWSER = re.compile(rf"(?:https?|file)://\S+ \d+/\d+|{_DAY}.*|.* (?:https?|file)://\S+|\d+ (?:of|van) \d+ {_DAY}.*")

Place = tuple[int, list[Word]]  # page, and the row on it


def without_running(pages: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The words of each page without running lines and page numbers. Of two pages with the same line the first keeps it."""
    groups: dict[tuple[bool, str], list[Place]] = defaultdict(list)
    dropped: set[Word] = set()
    tight: set[Word] = set()
    filled = [page for page, words in enumerate(pages) if words]
    for page in filled:
        at_height = rows(pages[page])
        head, foot = _apart(at_height), len(at_height) - _apart(at_height[::-1])
        outer = [row for row in (at_height[0], at_height[-1]) if _BROWSER.fullmatch(" ".join(word.text for word in row))]
        if len(outer) == 2:
            dropped.update(word for row in outer for word in row)
        for number, row in enumerate(at_height):
            if number < head or number >= foot:
                groups[number < head, _key(row)].append((page, row))
            elif number in (0, len(at_height) - 1) and len(at_height) > _ROWS and is_one_piece(row):  # else the names of a table's columns
                groups[number == 0, _key(row)].append((page, row))
                tight.update(row)
    moved: set[Word] = set()
    for (_, key), places in groups.items():
        there = _at_one_height(places)
        if not _counts_alike(there):
            continue
        on = {page for page, _ in there}
        if _is_page_number(there):
            repeats = len(on) > 1 and len(on) >= len(filled) - 1
        else:
            share = _SHARE if tight.isdisjoint(there[0][1]) else _TIGHT
            repeats = len(on) >= max(3, share * len(filled)) and any(c.isalpha() for c in key)
            if not repeats and len(on) == len(filled) == 2 and any(c.isalpha() for c in key):
                moved.update(there[0][1])
                dropped.update(there[1][1])
        if repeats:
            dropped.update(word for _, row in there for word in row)
    return [[replace(word, baseline=word.baseline + ABOVE) if word in moved and page == filled[0] else word
             for word in words if word not in dropped or (word in moved and page == filled[0])] for page, words in enumerate(pages)]


def _key(row: Sequence[Word]) -> str:
    return re.sub(r"\d+", "#", " ".join(word.text for word in row))


def _counts_alike(places: Sequence[Place]) -> bool:
    """Whether every number in the rows is the same on all pages or goes up with them, and it is no sentence with a number of its own."""
    numbers = [[int(n) for n in re.findall(r"[0-9]+", " ".join(word.text for word in row))] for _, row in places]
    columns = list(zip(*numbers, strict=False))
    same = [len(set(column)) == 1 for column in columns]
    along = [len({n - page for n, (page, _) in zip(column, places, strict=True)}) == 1 for column in columns]
    text = " ".join(word.text for word in places[0][1])
    return all(a or b for a, b in zip(same, along, strict=True)) and (all(same) or len(places[0][1]) < 6 or text[-1] not in ".!?")


def _apart(at_height: Sequence[Sequence[Word]]) -> int:
    """How many rows, from an end of the page, stand apart from the rest: none if there is no room after the first few."""
    for number, (row, following) in enumerate(pairwise(at_height[:_ROWS + 1]), 1):
        if abs(row[0].baseline - following[0].baseline) > _ROOM * max(row[0].size, following[0].size):
            return number
    return 0


def _at_one_height(places: Sequence[Place]) -> list[Place]:
    heights = [row[0].baseline for _, row in places]
    usual = max(heights, key=lambda height: sum(abs(height - other) < _NEAR for other in heights))
    return [place for place, height in zip(places, heights, strict=True) if abs(height - usual) < _NEAR]


def _is_page_number(places: Sequence[Place]) -> bool:
    """Whether the rows hold a number that counts with the pages."""
    texts = [_NUMBER.fullmatch(" ".join(word.text for word in row)) for _, row in places]
    return all(texts) and len({int(match[1]) - page for match, (page, _) in zip(texts, places, strict=True) if match}) == 1
