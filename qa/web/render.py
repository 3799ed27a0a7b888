"""From a turn of the conversation to HTML. Every piece of text from outside goes through `escape`; marks are placed by offset."""
import json
from collections.abc import Iterable
from html import escape

from qa.settings import RetrievalSettings, confidence_word
from qa.web.languages import Language
from qa.web.quotes import Standings, opening_html, quote_html
from qa.web.speech import spoken
from qa.web.texts import Texts
from qa.web.turns import Found, Quote, Standing, Turn
from qa.web.wording import citation, date_in_words

_ALWAYS = ("cosine", "terms")     # parts of a score that are shown even where they are nothing
_ADDED = RetrievalSettings().other_language / 2  # below it a passage is probably in the language of the question


def unchanged(quote: Quote) -> Standing:
    """The standing of a quote that was taken just now."""
    return Standing.SAME


def turn_html(turn: Turn | None, texts: Texts, standing: Standings = unchanged) -> str:
    """One question and what came of it. `data-said` is what a screen reader is told."""
    if turn is None:
        kind, question, body = "error", "", f"<p>{escape(texts.unreadable)}</p>"
    else:
        kind, body = _body(turn, texts, standing)
        question, body = _question(turn, texts), _understood(turn, texts) + _notice(turn, texts) + body + _tools(turn, texts)
    said = escape(json.dumps(spoken(turn, texts)))
    return f'<article class="bz-turn" data-said="{said}">{question}<div class="bz-card bz-{kind}">{body}</div></article>'


def _body(turn: Turn, texts: Texts, standing: Standings) -> tuple[str, str]:
    """The kind of card, and what stands on it."""
    if turn.error:
        return "error", _error(texts.errors.get(turn.error, texts.error), turn, texts)
    if turn.asked_nothing:
        return "friendly", f"<p>{escape(texts.nothing_asked)}</p>"
    if turn.found and turn.answers:
        return "found", _found(turn, texts, standing)
    return "missing", _missing(turn, texts, standing)


def _question(turn: Turn, texts: Texts) -> str:
    """A heading, so that a screen reader goes from question to question."""
    if not turn.question.strip():
        return ""
    language = f' lang="{turn.language}"' if turn.language in list(Language) else ""
    return f'<h2 class="bz-question"{language} dir="auto"><span class="bz-sr" lang="{texts.language}">{escape(texts.you)}: </span>' \
           f'{escape(turn.question)}</h2>'


def _understood(turn: Turn, texts: Texts) -> str:
    """A field, so that it can be corrected and asked again."""
    if turn.error or turn.asked_nothing or turn.understood_as == turn.question:
        return ""
    return (f'<label class="bz-understood"><span>{escape(texts.understood)}:</span> <textarea rows="1" class="bz-again" dir="auto" '
            f'title="{escape(texts.understood_help)}">\n{escape(turn.understood_as)}</textarea></label>')  # a first line end is dropped


def _notice(turn: Turn, texts: Texts) -> str:
    if turn.error or turn.asked_nothing or turn.language in list(Language):
        return ""
    return f'<p class="bz-notice">{escape(texts.other_question_language)}</p>'


def _found(turn: Turn, texts: Texts, standing: Standings) -> str:
    own, *same = turn.answers[0]
    shown = _opposed(turn, texts, standing) if turn.opposed else _answer(own.marked, own.language) + _sure(turn, texts)
    quote = "" if turn.opposed else f'<p class="bz-label">{escape(texts.sentence)}</p>{quote_html(own, turn, texts, standing)}'
    opposed = {quote.place for quote in turn.opposed}
    others = [quotes[0] for quotes in turn.answers[1:] if quotes[0].place not in opposed]
    return (shown + quote + _fold(texts.same, [quote_html(one, turn, texts, standing) for one in same])
            + _fold(texts.others, [_other(one, turn, texts, standing) for one in others]) + _why(turn, texts))


def _answer(text: str, language: str) -> str:
    return f'<p class="bz-answer" lang="{escape(language)}" dir="auto">{escape(text)}</p>'


def _sure(turn: Turn, texts: Texts) -> str:
    word = confidence_word(turn.confidence)
    return (f'<p class="bz-sure"><b class="bz-is-{word}">{escape(texts.confidence[word])}</b> '
            f'<span>{escape(texts.estimate[word].format(percent=round(100 * turn.confidence)))}</span></p>')


def _opposed(turn: Turn, texts: Texts, standing: Standings) -> str:
    """Answers that contradict each other, side by side."""
    columns = "".join(
        f'<section><p class="bz-label">{escape(date_in_words(quote.document.date, texts) if quote.document.date else texts.undated)}</p>'
        f'{_answer(quote.marked, quote.language)}{quote_html(quote, turn, texts, standing)}</section>' for quote in turn.opposed)
    return (f'<p class="bz-head">{escape(texts.disagree)}</p><p class="bz-soft">{escape(texts.disagree_help)}</p>'
            f'<div class="bz-opposed">{columns}</div>')


def _missing(turn: Turn, texts: Texts, standing: Standings) -> str:
    near = [quote_html(quote, turn, texts, standing) for quote in turn.nearest]
    shown = f'<p class="bz-label">{escape(texts.closest)}</p><div class="bz-near">{"".join(near)}</div>'
    return (f'<p class="bz-head">{escape(texts.not_found)}</p><p>{escape(texts.not_found_help)}</p>'
            f'{shown if near else f"<p>{escape(texts.nothing_near)}</p>"}{_why(turn, texts)}')


def _error(headline: str, turn: Turn, texts: Texts) -> str:
    """What kind of trouble it is in the visitor's language, then the library's own sentence."""
    detail = f'<p lang="en">{escape(turn.message)}</p>' if turn.message else f"<p>{escape(texts.unexpected)}</p>"
    return f'<p class="bz-head">{escape(headline)}</p>{detail}'


def _other(quote: Quote, turn: Turn, texts: Texts, standing: Standings) -> str:
    text = f'<p class="bz-other" lang="{escape(quote.language)}" dir="auto">{escape(quote.marked)}</p>'
    return text + quote_html(quote, turn, texts, standing)


def _why(turn: Turn, texts: Texts) -> str:
    if not turn.hits:
        return ""
    items = "".join(f"<li>{_reasons(hit, turn, texts)}</li>" for hit in turn.hits)
    return (f'<details class="bz-why"><summary>{escape(texts.why.format(count=len(turn.hits)))}</summary>'
            f'<p class="bz-soft">{escape(texts.why_help)}</p><ol>{items}</ol></details>')


def _reasons(hit: Found, turn: Turn, texts: Texts) -> str:
    """A passage's title, the parts of its score as bars, and the words it shares with the question."""
    bars = "".join(
        f'<span>{escape(texts.parts.get(name, name))}</span><i><b style="width:{100 * min(1.0, max(0.0, part)):.0f}%"></b></i>'
        f'<span>{100 * part:.0f}%</span>' for name, part in hit.parts.items() if name in _ALWAYS or part >= _ADDED)
    words = ", ".join(asked if asked.lower() == there.lower() else f"{asked} → {there}" for asked, there in hit.words)
    told = f"{texts.words}: {words}" if words else texts.no_words
    return f'{opening_html(hit.quote, turn, texts)}<div class="bz-parts">{bars}</div><p class="bz-soft">{escape(told)}</p>'


def _fold(title: str, pieces: Iterable[str]) -> str:
    if not (pieces := list(pieces)):
        return ""
    return f'<details><summary>{escape(title.format(count=len(pieces)))}</summary>{"".join(pieces)}</details>'


def _tools(turn: Turn, texts: Texts) -> str:
    """Copying the answer with its source, and a link that asks the question again."""
    copy = ""
    if turn.found and turn.answers:
        own = turn.answers[0][0]
        copy = _copy(f"{own.marked}\n\n{citation(own, texts)}", texts.copy, texts)
    link = f'<button type="button" class="bz-small" data-do="link" data-done="{escape(texts.copied)}">{escape(texts.copy_link)}</button>'
    return f'<p class="bz-tools">{copy}{link if turn.question.strip() and not turn.asked_nothing else ""}</p>'


def _copy(text: str, label: str, texts: Texts) -> str:
    return (f'<button type="button" class="bz-small bz-copy" data-do="copy" data-copy="{escape(text)}" data-done="{escape(texts.copied)}">'
            f'{escape(label)}</button>')
