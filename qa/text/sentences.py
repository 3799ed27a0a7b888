"""The sentences of a text, as spans. The rules look at two neighbouring words at a time, so the work is linear.

Against other people's splitters: docs/sentences.md.
"""
import re

from qa.text.abbreviations import BOTH, BY_LANGUAGE, CLOSING, STARTERS, Abbreviations
from qa.types import Span

_WORD = re.compile(r"\S+")
_LINE_BREAK = re.compile("[\n\r\f\v\x85\u2028\u2029]")
_LOOK = 48  # characters of a word that are looked at: no rule needs more, and a word may be a megabyte
_STOP = re.compile("[.?!…]")
_NOTE = re.compile(r"(?:\[\d{1,3}\]|[¹²³⁰-⁹])+$")
_OPENERS = "\"'“”„‟‘’‚«»‹›([{*_–—-"
_CLOSERS = "\"'“”‘’«»‹›)]}*_"
_LOWER_START = re.compile(r"['’‘`][a-z]{1,2}[ \u00a0\n-][A-Z]|[a-z][A-Z]")  # 's Avonds, 't Is, ’s-Hertogenbosch; iPhones
_NO_START = frozenset(".,;:?!…%)]}/&=+<>|")
_NUMBER = re.compile(r"\d|[IVXLC]{2,}\b")
_CLOCK = re.compile(r"(?:GMT|UTC|[CE]?[CEMPW][DS]?T|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Eastern|Central|Pacific|local)\b")
_INITIALS = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.|IJ\.)+|(?:[A-ZÀ-ÖØ-Þ][a-z]{0,3}\.){2,}")
_DOTTED = re.compile(r"[A-Za-z]\.(?:[a-z]\.)*[a-z]{1,3}\.")  # d.w.z., D.w.z.
_BULLETS = frozenset("-*•‣▪◦·●○■")
_DASHES = frozenset("–—")
_MARKER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[IVX]{1,5}|[ivx]{1,5})[.)]+")
_FIRST_MARKER = re.compile(r"\(?[1aAiI][.)]+")


def split(text: str, language: str = "nl") -> tuple[Span, ...]:
    """The sentences of one or more paragraphs, in order and apart; what lies outside them is white space.

    A blank line ends a sentence, and so does a line break before a list item; other line breaks are white space. Closing
    quotation marks and list markers belong to their sentence.
    """
    words = BOTH | BY_LANGUAGE["nl" if language == "nl" else "en"]
    spans: list[Span] = []
    start = end = 0
    word, in_list = "", False
    for match in _WORD.finditer(text):
        if word:
            gap = text[end:match.start()]
            blank_line = gap.count("\n") > 1
            over = blank_line or _ends(word, start + len(word) == end, text, match.start(), words)
            new_line = blank_line or _LINE_BREAK.search(gap) is not None
            item = new_line and _is_item(match[0], over or in_list or word[-1] in ":;")
            in_list = item or (in_list and not blank_line)
            if over or item:
                spans.append(Span(start, end))
                start = match.start()
        else:
            start = match.start()
            in_list = _is_item(match[0], True)
        word, end = match[0], match.end()
    if word:
        spans.append(Span(start, end))
    return tuple(spans)


def _is_item(word: str, expected: bool) -> bool:
    """Whether a word at the start of a line marks a list item: "12." may as well be the end of a wrapped sentence."""
    if word in _BULLETS or _FIRST_MARKER.fullmatch(word):
        return True
    return expected and (word in _DASHES or (len(word) < _LOOK and _MARKER.fullmatch(word) is not None))


def _ends(word: str, first: bool, text: str, at: int, words: Abbreviations) -> bool:
    """Whether `word`, the first of its sentence or not, ends it if the next word stands `at` this place of the text."""
    tail = word[-_LOOK:]
    if not _STOP.search(tail):
        return False
    core = _NOTE.sub("", tail).rstrip(_CLOSERS)
    if core[-1] not in ".?!…":
        return False
    following = _beginning(text, at)
    if not following:
        return False
    if core[-1] != "." or core.endswith(".."):
        return True
    if first and len(word) < _LOOK and _MARKER.fullmatch(word):
        return False
    core = re.split(r"[-–/(]", core.lstrip(_OPENERS))[-1]
    name = core[:-1].lower()
    if name in words.numbered:
        return not _NUMBER.match(following)
    if name in CLOSING:
        return not (name.endswith(".m") and _CLOCK.match(following))
    acronym = name.isalpha() and core.isupper()  # "in de VS." is not "vs."
    if _DOTTED.fullmatch(core) or (name in words.never and not acronym):
        return False
    if name in words.perhaps or _INITIALS.fullmatch(core):
        return re.split(r"\W", following, maxsplit=1)[0].lower() in STARTERS
    return True


def _beginning(text: str, at: int) -> str:
    """How a sentence would begin at this place, quotation marks left out; empty if none can, as before a lower-case letter."""
    if _LOWER_START.match(text, at):
        return text[at:at + _LOOK]
    start = at
    while start - at < _LOOK and start < len(text) and (text[start].isspace() or text[start] in _OPENERS):
        start += 1
    following = text[start:start + _LOOK]
    lower = following[:1].islower() and not _LOWER_START.match(following)
    return "" if lower or following[:1] in _NO_START else following
