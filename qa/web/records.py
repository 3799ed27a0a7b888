"""Turns as JSON, for the history that the browser keeps. What comes back from a browser is checked: it may be old, or altered."""
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from qa.answers.conversation import Said
from qa.types import Document, Locator, Span
from qa.web.turns import Found, Quote, Turn

_LEANED_ON = 8  # earlier turns that a question can lean on
_LONGEST = 20_000  # characters of a question: twice what can be answered
_MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")
_DOCUMENT = ("id", "title", "date", "language", "source")


def record_of(turn: Turn) -> dict[str, Any]:
    return {
        "question": _shortened(turn.question), "understood_as": turn.understood_as, "language": turn.language, "found": turn.found,
        "confidence": round(turn.confidence, 4),
        "answers": [[_quote_record(quote) for quote in group] for group in turn.answers],
        "opposed": [_quote_record(quote) for quote in turn.opposed],
        "hits": [{"quote": _quote_record(hit.quote), "parts": {name: round(part, 4) for name, part in hit.parts.items()},
                  "words": hit.words} for hit in turn.hits],
        "said": asdict(turn.said) if turn.said else None, "error": turn.error, "message": turn.message,
    }


def _shortened(question: str) -> str:
    """One that was refused for its length would push all other conversations out of the browser."""
    return question if len(question) <= _LONGEST else f"{question[:_LONGEST]} …"


def turn_from(record: Any) -> Turn | None:
    """The turn of a record; None if it is not one."""
    try:
        return Turn(
            str(record["question"]), str(record["understood_as"]), str(record["language"]), bool(record["found"]),
            _share(record["confidence"]), tuple(tuple(map(_quote, group)) for group in record["answers"] if group),
            tuple(map(_quote, record["opposed"])), tuple(map(_found, record["hits"])), next(iter(said_from([record.get("said")])), None),
            str(record["error"]), str(record["message"]))
    except _MALFORMED:
        return None


def said_from(records: Any) -> list[Said]:
    """What was said in the last turns, as far as it can be read."""
    said = []
    for record in records[-_LEANED_ON:] if isinstance(records, list) else []:
        try:
            said.append(Said(**record))
        except TypeError:
            continue  # of another version, or nothing was said
    return said


def _quote_record(quote: Quote) -> dict[str, Any]:
    return {
        "sentence": quote.sentence, "span": [quote.span.start, quote.span.end], "language": quote.language,
        "mark": [quote.mark.start, quote.mark.end] if quote.mark else None,
        "document": {name: getattr(quote.document, name) for name in _DOCUMENT},
        "locator": {name: value for name, value in asdict(quote.locator).items() if value is not None},
    }


def _quote(record: Any) -> Quote:
    document, locator = record["document"], record["locator"]
    date, source = document["date"], document["source"]
    if date is not None and not _DATE.fullmatch(date):
        raise ValueError(f"{date!r} is no date")
    kept = Document(str(document["id"]), str(document["title"]), date, str(document["language"]), None if source is None else str(source))
    mark = _span(record["mark"]) if record["mark"] else None
    heading = locator.get("heading")
    place = Locator(_number(locator.get("page")), None if heading is None else str(heading), _number(locator.get("row")))
    return Quote(kept, str(record["sentence"]), _span(record["span"]), str(record["language"]), place, mark)


def _found(record: Any) -> Found:
    parts = {str(name): float(part) for name, part in record["parts"].items()}
    words = tuple((str(asked), str(there)) for asked, there in record["words"])
    return Found(_quote(record["quote"]), parts, words)


def _span(record: Sequence[Any]) -> Span:
    start, end = map(int, record)
    if not 0 <= start <= end:
        raise ValueError(f"{record} is no span")
    return Span(start, end)


def _share(value: Any) -> float:
    if not 0 <= value <= 1:
        raise ValueError(f"{value} is no probability")
    return float(value)


def _number(value: Any) -> int | None:
    return None if value is None else int(value)
