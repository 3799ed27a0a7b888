"""The words of a PDF page with their places: glyphs joined by nearness, with spelling made ordinary."""
import ctypes
import math
import re
import unicodedata
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

_BOLD = re.compile(r"bold|black|heavy", re.I)
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "•", 0xF0FC: "•", 0xF02D: "–"}  # of Symbol and Wingdings, which have no Unicode
_PDFIUM_HYPHEN = 0x02  # pdfium's sign for a hyphen at the end of a line
_BLANK = frozenset([0x09, 0x0A, 0x0D, 0x20, 0xA0, *range(0x2000, 0x200C), 0x202F, 0x3000])
_MARKS = frozenset([0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # of no width
_NEAR, _TOUCHING = 0.22, 0.1  # of the size: room between two letters of a word, and where pdfium sees a blank between them
_SMALL = 0.9  # of the size: letters that may stand higher or lower in a word
UNREADABLE = "\ufffd"


@dataclass(frozen=True, slots=True)
class Word:
    """Points from the left and from the foot of the page; `size` is that of the font as it is seen."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool

    @property
    def is_right_to_left(self) -> bool:
        return not self.text.isascii() and any(map(_is_backwards, self.text))


@dataclass(frozen=True, slots=True)
class _Face:
    size: float
    bold: bool
    turn: int  # quarters


def words(page: pypdfium2.PdfPage) -> list[Word]:
    """The words that stand upright as most of the page does, in the order of the file."""
    text = page.get_textpage()
    try:
        found = _words(text)
    finally:
        text.close()
    turns = [turn for turn, _ in found]
    upright = max(set(turns), key=turns.count, default=0)
    return [word for turn, word in found if turn == upright]


def _words(page: pypdfium2.PdfTextPage) -> list[tuple[int, Word]]:
    found: list[tuple[int, Word]] = []
    current: list[tuple[str, float, float]] = []
    face, baseline = _Face(0, False, 0), 0.0
    faces: dict[int, _Face] = {}
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()

    def end() -> None:
        spelled = "".join(letter for letter, _, _ in current)
        if not spelled.isascii() and any(map(_is_backwards, spelled)):
            current.sort(key=lambda one: -one[1])  # some files have them in the order of reading, others from left to right
            spelled = "".join(letter for letter, _, _ in current)
        if spelled.strip():
            found.append((face.turn, Word(spelled, min(left for _, left, _ in current), max(right for _, _, right in current),
                                          baseline, face.size, face.bold)))
        current.clear()

    guessed = False
    raw, at_x, at_y, at_box = page.raw, ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    for index in range(page.count_chars()):  # a million times in a book: few calls, and none that is not needed
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in _BLANK:
            if pdfium.FPDFText_IsGenerated(raw, index) == 1:
                guessed = True  # pdfium also sees a blank after m² and before a full stop
            else:
                end()
            continue
        if code in _MARKS:
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, at_x, at_y)
        pdfium.FPDFText_GetLooseCharBox(raw, index, at_box)
        left, right, height = _turned(face.turn, box, x.value, y.value)
        one = face
        if not current or height != baseline:
            thing = pdfium.FPDFText_GetTextObject(raw, index)
            handle = ctypes.addressof(thing.contents) if thing else 0
            one = faces.get(handle) or faces.setdefault(handle, _face(page, index)) if handle else face
            left, right, height = _turned(one.turn, box, x.value, y.value)
        letter = _letter(code)
        most = _TOUCHING if guessed else _NEAR
        guessed = False
        if current and not _joins(letter, (left, right, height), one, current[-1], (face, baseline), most):
            end()
        if not current:
            face, baseline = one, height
        elif height != baseline and letter.isdigit() and one.size < _SMALL * face.size and height > baseline + 0.15 * face.size:
            letter = letter.translate(_SUPERSCRIPT)
        current.append((letter, left, right))
    end()
    return found


def _joins(letter: str, place: tuple[float, float, float], one: _Face, last: tuple[str, float, float], word: tuple[_Face, float],
           most: float) -> bool:
    """Whether a letter stands in the same word as the last one, at most so far from it."""
    (left, right, height), (_, last_left, last_right), (face, baseline) = place, last, word
    gap = last_left - right if left < last_left and _is_backwards(letter) else left - last_right
    near = -0.6 * face.size < gap < most * face.size or left == last_left  # all letters of a ligature have its place
    return near and one.turn == face.turn and abs(height - baseline) < (0.5 if one.size < _SMALL * face.size else 0.1) * face.size


def _face(page: pypdfium2.PdfTextPage, index: int) -> _Face:
    name, flags, matrix = ctypes.create_string_buffer(200), ctypes.c_int(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetFontInfo(page, index, name, len(name), flags)
    pdfium.FPDFText_GetMatrix(page, index, matrix)
    size = pdfium.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
    turn = round(pdfium.FPDFText_GetCharAngle(page, index) / (math.pi / 2)) % 4
    return _Face(max(size, 0.1), _BOLD.search(name.value.decode("utf-8", "replace")) is not None, turn)


def _turned(turn: int, box: pdfium.FS_RECTF, x: float, y: float) -> tuple[float, float, float]:
    """Left, right and baseline, seen as one reads."""
    if turn == 3:
        return box.bottom, box.top, -x
    if turn == 2:
        return -box.right, -box.left, -y
    if turn == 1:
        return -box.top, -box.bottom, x
    return box.left, box.right, y


def _is_backwards(letter: str) -> bool:
    return letter > "\u0590" and unicodedata.bidirectional(letter[0]) in ("R", "AL")


def _letter(code: int) -> str:
    if 0x20 < code < 0x7F:
        return chr(code)
    if code in (_PDFIUM_HYPHEN, 0xAD, 0x2010, 0x2011):
        return "-"
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _BULLETS:
        return _BULLETS[code]
    if code < 0x20 or 0xD800 <= code <= 0xDFFF or 0xE000 <= code <= 0xF8FF or code >= 0xF0000 or code in (0xFFFE, 0xFFFF):
        return UNREADABLE
    return chr(code)
