"""Replies and reports for people at a terminal. Text from documents is shown without control characters."""
from collections.abc import Callable, Mapping, Sequence

from qa.answers.cues import is_courtesy
from qa.answers.disagreement import disagreeing
from qa.settings import ConfidenceWord, confidence_word
from qa.types import Answer, Document, Hit, Locator, Reply, Source, Span

_TEXTS = {
    "nl": {ConfidenceWord.SURE: "zeker", ConfidenceWord.LIKELY: "waarschijnlijk", ConfidenceWord.UNSURE: "onzeker",
           "also": "Ook mogelijk", "same": "Staat ook in", "not found": "Niet gevonden. Het dichtst in de buurt, maar geen antwoord:",
           "disagree": "De documenten spreken elkaar tegen", "undated": "zonder datum", "nothing": "Niets gevonden.",
           "courtesy": "Graag gedaan. Stel gerust een vraag.",
           "understood": "Begrepen als", "page": "blz. ", "row": "rij ",
           "foreign": "De vraag is in een andere taal dan Nederlands of Engels; het antwoord kan minder goed zijn."},
    "en": {ConfidenceWord.SURE: "sure", ConfidenceWord.LIKELY: "likely", ConfidenceWord.UNSURE: "unsure",
           "also": "Or perhaps", "same": "Also said in", "not found": "Not found. The closest, but not an answer:",
           "disagree": "The documents disagree", "undated": "no date", "nothing": "Nothing found.",
           "courtesy": "You are welcome. Ask me anything.",
           "understood": "Understood as", "page": "p. ", "row": "row ",
           "foreign": "The question is in a language other than Dutch or English; the answer may be worse for it."},
}
Style = Callable[[str], str]
_Texts = Mapping[str, str]


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
        return "\n".join([*lines, texts["nothing" if reply.hits or not is_courtesy(reply.question) else "courtesy"]])
    if not reply.found:
        lines.append(texts["not found"])
        return "\n".join([*lines, *(line for answer in reply.answers for line in _quote(answer, texts, mark, dim))])
    best, *others = reply.answers
    word = texts[confidence_word(reply.confidence)]
    lines += [f"{bold(printable(best.text))}  {dim(f'({word}, {reply.confidence:.0%})')}", *_quote(best, texts, mark, dim)]
    if len(best.sources) > 1:
        lines.append(dim(f"  {texts['same']}: " + "; ".join(_where(source, texts) for source in best.sources[1:])))
    if rivals := disagreeing(reply):
        lines.append(f"{texts['disagree']}: " + " · ".join(
            f"{bold(printable(rival.text))} ({printable(rival.document.date or texts['undated'])})" for rival in rivals))
    if others:
        lines.append(dim(f"{texts['also']}:"))
        lines += [line for answer in others for line in _quote(answer, texts, mark, dim)]
    return "\n".join(lines)


def hits_text(hits: Sequence[Hit], *, colour: bool) -> str:
    bold, dim = (_ansi(1), _ansi(2)) if colour else (str, str)
    lines: list[str] = []
    for hit in hits:
        parts = ", ".join(f"{name} {part:.3f}" for name, part in hit.parts.items())
        place = _place(hit.document, hit.locator, _TEXTS["en"])
        lines += [f"{hit.rank:>2}. {bold(printable(hit.sentence))}", dim(f"    {place} · {hit.score:.3f} ({parts})")]
    return "\n".join(lines) if lines else "–"


def _quote(answer: Answer, texts: _Texts, mark: Style, dim: Style) -> list[str]:
    inside = answer.span.shifted(-answer.sentence_span.start)
    before, after = Span(0, inside.start), Span(inside.end, len(answer.sentence))
    quote = _keep(before.of(answer.sentence)) + mark(_keep(answer.text)) + _keep(after.of(answer.sentence))
    return [f"  “{quote}”", dim(f"   {_place(answer.document, answer.locator, texts)}")]


def _keep(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _place(document: Document, locator: Locator, texts: _Texts) -> str:
    return " · ".join(printable(part) for part in (document.title, document.date, document.id, *_spot(locator, texts)) if part)


def _where(source: Source, texts: _Texts) -> str:
    return ", ".join(printable(part) for part in (source.document.id, *_spot(source.locator, texts)))


def _spot(locator: Locator, texts: _Texts) -> list[str]:
    return [f"{texts[name]}{number}" for name, number in (("page", locator.page), ("row", locator.row)) if number is not None]


def _ansi(code: int) -> Style:
    return lambda text: f"\x1b[{code}m{text}\x1b[0m"
