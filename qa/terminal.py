"""Replies and reports for people at a terminal. Text from documents is shown without control characters."""
from collections.abc import Callable, Sequence

from qa.settings import ConfidenceWord, confidence_word
from qa.types import Answer, Document, Hit, Reply, Span

_TEXTS = {
    "nl": {ConfidenceWord.SURE: "zeker", ConfidenceWord.LIKELY: "waarschijnlijk", ConfidenceWord.UNSURE: "onzeker",
           "also": "Ook mogelijk", "same": "Staat ook in", "not found": "Niet gevonden. Het dichtst in de buurt, maar geen antwoord:",
           "nothing": "Niets gevonden.", "understood": "Begrepen als",
           "foreign": "De vraag is in een andere taal dan Nederlands of Engels; het antwoord kan minder goed zijn."},
    "en": {ConfidenceWord.SURE: "sure", ConfidenceWord.LIKELY: "likely", ConfidenceWord.UNSURE: "unsure",
           "also": "Or perhaps", "same": "Also said in", "not found": "Not found. The closest, but not an answer:",
           "nothing": "Nothing found.", "understood": "Understood as",
           "foreign": "The question is in a language other than Dutch or English; the answer may be worse for it."},
}
Style = Callable[[str], str]


def printable(text: str) -> str:
    """On one line, and harmless to a terminal."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))


def reply_text(reply: Reply, *, colour: bool) -> str:
    """A reply as a person reads it: answer, sentence with the answer marked, document, how sure."""
    texts = _TEXTS.get(reply.language, _TEXTS["en"])
    bold, dim = (_ansi(1), _ansi(2)) if colour else (str, str)
    mark = bold if colour else (lambda text: f"[{text}]")
    lines = [] if reply.language in _TEXTS else [dim(texts["foreign"])]
    if reply.understood_as != reply.question:
        lines.append(dim(f"{texts['understood']}: {printable(reply.understood_as)}"))
    if not reply.answers:
        return "\n".join([*lines, texts["nothing"]])
    if not reply.found:
        lines.append(texts["not found"])
        return "\n".join([*lines, *(line for answer in reply.answers for line in _quote(answer, mark, dim))])
    best, *others = reply.answers
    word = texts[confidence_word(reply.confidence)]
    lines += [f"{bold(printable(best.text))}  {dim(f'({word}, {reply.confidence:.0%})')}", *_quote(best, mark, dim)]
    if len(best.sources) > 1:
        lines.append(dim(f"  {texts['same']}: " + "; ".join(printable(source.document.id) for source in best.sources[1:])))
    if others:
        lines.append(dim(f"{texts['also']}:"))
        lines += [line for answer in others for line in _quote(answer, mark, dim)]
    return "\n".join(lines)


def hits_text(hits: Sequence[Hit], *, colour: bool) -> str:
    bold, dim = (_ansi(1), _ansi(2)) if colour else (str, str)
    lines: list[str] = []
    for hit in hits:
        parts = ", ".join(f"{name} {part:.3f}" for name, part in hit.parts.items())
        lines += [f"{hit.rank:>2}. {bold(printable(hit.sentence))}", dim(f"    {_place(hit.document)} · {hit.score:.3f} ({parts})")]
    return "\n".join(lines) if lines else "–"


def _quote(answer: Answer, mark: Style, dim: Style) -> list[str]:
    inside = answer.span.shifted(-answer.sentence_span.start)
    before, after = Span(0, inside.start), Span(inside.end, len(answer.sentence))
    quote = _keep(before.of(answer.sentence)) + mark(_keep(answer.text)) + _keep(after.of(answer.sentence))
    return [f"  “{quote}”", dim(f"   {_place(answer.document)}")]


def _keep(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _place(document: Document) -> str:
    return " · ".join(printable(part) for part in (document.title, document.date, document.id) if part)


def _ansi(code: int) -> Style:
    return lambda text: f"\x1b[{code}m{text}\x1b[0m"
