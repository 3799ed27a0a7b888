"""Where an answer begins and ends: never half a word, number, name or amount, and no stray punctuation."""
import re
import unicodedata

from qa.text.terms import terms
from qa.types import Span

_OPENING, _CLOSING = "([{“‘„«\"'", ")]}”’”»\"'"
_PAIRS = dict(zip(_CLOSING, _OPENING, strict=True)) | {"”": "“„"}
_CURRENCY_BEFORE = re.compile(r"[€$£]\s?$")
_UNIT_AFTER = re.compile(r"\s?(?:%|°C|€)|\s(?:mln|mld)\b\.?|(?<=mln)\.|(?<=mld)\.|(?<=\bnr)\.")
_GAPS = "\u00a0\u2009\u202f"
_THOUSANDS = re.compile(rf"\d[{_GAPS}]\d{{3}}(?!\d)")
_ABBREVIATED = re.compile(r"\b(?:mln|mld|nr|jr|sr|inc|ltd|co|etc|st|[A-Z])\.$|\w\.\w+\.$", re.IGNORECASE)
_JOINED = {"So", "Sk", "Lu", "Ll", "Lo", "Lm", "Mn", "Mc", "Cf"}
_JOINING = ".,:-/'’"
_SEVERAL = re.compile(r"\b(?:welke|wie|waaruit|waartussen|noem|which|what|who|whom|name|between)\b", re.IGNORECASE)
_ITEM = r"(?:(?:de|het|the) )?(?:[A-ZÀ-Þ][\w'’-]*|\d[\d.,]*)(?: (?:van|de|der|den|of the|von|[A-ZÀ-Þ][\w'’-]*))*"
_AND = r"(?:, |,? (?:en|and|of|or) )"
_LIST = re.compile(rf"{_ITEM}(?:, {_ITEM})*,? (?:en|and|of|or) {_ITEM}")
_LIST_CHARACTERS = 150
_WHY = re.compile(r"\b(?:waarom|waardoor|waarvoor|hoezo|reden|oorzaak|why|reason|cause)\b", re.IGNORECASE)
_CAUSE = re.compile(r"\b(?:omdat|doordat|want|aangezien|wegens|vanwege|dankzij|zodat|because(?: of)?|since|due to|owing to|so that)\s$",
                    re.IGNORECASE)


def whole_answer(text: str, span: Span, question: str, language: str) -> Span:
    """What the reader found, grown to all that answers the question: whole words and amounts, a counted noun, a list, a reason."""
    span = snapped(text, span)
    if span.start < span.end:
        span = with_noun(text, span, question, language)
        span = with_cause(text, with_list(text, span, question), question)
    return span


def snapped(text: str, span: Span) -> Span:
    """The span without blanks and loose punctuation at its ends, grown to whole words, numbers and amounts."""
    span = _trimmed(text, span)
    start, end = span.start, span.end
    while start > 0 and start < end and _one_word(text, start):
        start -= 1
    while end < len(text) and start < end and _one_word(text, end):
        end += 1
    if start < end and text[start].isdigit() and (currency := _CURRENCY_BEFORE.search(text, max(0, start - 2), start)):
        start = currency.start()
    if unit := _UNIT_AFTER.match(text, end) if start < end and _ends_in_amount(text, start, end) else None:
        end = unit.end()
    return Span(start, end)


def _one_word(text: str, at: int) -> bool:
    """Whether the code points before and after a position belong together."""
    before, after = text[at - 1], text[at]
    if unicodedata.combining(after):
        return True
    for joiner, other in ((before, after), (after, before)):
        if joiner == "\u00ad" and other.isalnum():  # a soft hyphen is of the word it parts
            return True
        if joiner == "\u200d" and unicodedata.category(other) in _JOINED:  # one picture of several
            return True
    if before.isalnum() and after.isalnum():
        return True
    if before in _GAPS or after in _GAPS:  # 1 250
        gap = at - 1 if before in _GAPS else at
        return bool(_THOUSANDS.match(text, max(0, gap - 1)))
    if after in _JOINING:  # 1|.250, F|-16
        return before.isalnum() and at + 1 < len(text) and text[at + 1].isalnum() and _tight(before, after, text[at + 1])
    if before in _JOINING:
        return after.isalnum() and at > 1 and text[at - 2].isalnum() and _tight(text[at - 2], before, after)
    return False


def _tight(left: str, joint: str, right: str) -> bool:
    if joint in ".,:":
        return left.isdigit() and right.isdigit()
    if joint in "'’":
        return True
    return left.isdigit() != right.isdigit()  # F-16 and 35-jarige, but not 2019-2020 or noord-oost


def _ends_in_amount(text: str, start: int, end: int) -> bool:
    return text[end - 1].isdigit() or text[max(start, end - 3):end] in ("mln", "mld") or text[max(start, end - 2):end] == "nr"


def _trimmed(text: str, span: Span) -> Span:
    """Without blanks, separators and quotes or brackets whose other half is outside."""
    while True:
        before = span
        span = span.stripped(text)
        if span.start >= span.end:
            return span
        covered = span.of(text)
        first, last = covered[0], covered[-1]
        if last in ",;:" or (last == "." and not _ABBREVIATED.search(covered)) or (
                last in _PAIRS and not any(o in covered[:-1] for o in _PAIRS[last])):
            span = Span(span.start, span.end - 1)
        elif first in ",;:.!?)" or (first in _OPENING and not any(last_half in covered[1:] for last_half in _CLOSING)):
            span = Span(span.start + 1, span.end)
        if span == before:
            return span


def with_noun(text: str, span: Span, question: str, language: str) -> Span:
    """A bare number with the noun that was asked for: to "hoeveel militairen", "zo'n 35" becomes "zo'n 35 militairen"."""
    noun = re.compile(r"\s(\w{4,})").match(text, span.end)
    if noun is None or not text[span.end - 1].isdigit() or not noun[1].isalpha():
        return span
    return Span(span.start, noun.end()) if set(terms(noun[1], language)) <= set(terms(question, language)) else span


def with_list(text: str, span: Span, question: str) -> Span:
    """A name or number that is one item of a list, with the others: to "welke landen", one of three is half an answer."""
    if not _SEVERAL.search(question):
        return span
    for found in _LIST.finditer(text, max(0, span.start - _LIST_CHARACTERS), span.end + _LIST_CHARACTERS):
        if Span(*found.span()).contains(span):
            before, after = text[found.start():span.start], text[span.end:found.end()]
            if re.search(rf"(?:^|{_AND}(?:(?:de|het|the) )?)$", before) and re.match(rf"$|{_AND}", after):
                return Span(*found.span())
    return span


def with_cause(text: str, span: Span, question: str) -> Span:
    """To "waarom", a clause with the word that makes it a reason: "omdat …"."""
    cause = _CAUSE.search(text, max(0, span.start - 12), span.start) if _WHY.search(question) else None
    return Span(cause.start(), span.end) if cause else span
