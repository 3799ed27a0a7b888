"""The source viewer: a document as the store has it, with the place that is meant marked, and the other places of the turn lighter."""
import re
from collections.abc import Iterable
from html import escape

from qa.types import Span
from qa.web.quotes import DOT, details, marked
from qa.web.texts import Texts
from qa.web.turns import Quote, Standing, Texted, Turn
from qa.web.wording import citation

_PLAIN_ADDRESS = re.compile(r"https?://([a-z0-9.-]+)(?::\d+)?(?:[/?#][^\s\\\x00-\x1f\x7f]*)?", re.ASCII | re.IGNORECASE)


def viewer_html(turn: Turn, number: int, store: Texted | None, texts: Texts) -> str:
    """Place `number` of a turn. Raises IndexError if the turn has no such place."""
    places = turn.places
    quote = places[number]
    standing = quote.standing(store) if store else Standing.GONE
    if standing is Standing.SAME and store is not None:
        others = [place.span for place in places if place.document.id == quote.document.id and place.standing(store) is Standing.SAME]
        body = _page(document_html(store, quote, others, texts), quote)
    else:
        body = _saved(quote, texts.standing[standing])
        if store is not None and standing is Standing.CHANGED:
            now = _page(_laid_out(store, quote.document.id, [], texts), quote)
            body += f"<details><summary>{escape(texts.as_it_is_now)}</summary>{now}</details>"
    head = _head(quote, number, len(places), texts)
    return f'{head}<div class="bz-paper" tabindex="0" role="region" aria-labelledby="bz-title">{body}</div>'


def document_html(store: Texted, quote: Quote, others: Iterable[Span], texts: Texts) -> str:
    """The whole text: exactly one <mark>, the answer or else the sentence; other places as <span class="bz-also">."""
    also = sorted(span for span in set(others) if span.end <= quote.span.start or quote.span.end <= span.start)
    text = store.text(quote.document.id)
    pieces = [(quote.span, f'<span class="bz-here">{marked(quote.sentence, quote.mark or Span(0, len(quote.sentence)))}</span>')]
    free = 0
    for span in also:
        if span.start >= free:  # sentences of windows may overlap
            pieces.append((span, f'<span class="bz-also">{escape(span.of(text))}</span>'))
            free = span.end
    return _laid_out(store, quote.document.id, pieces, texts)


def _laid_out(store: Texted, document_id: str, pieces: list[tuple[Span, str]], texts: Texts) -> str:
    """The text with these pieces in their place, pages numbered in the margin; what belongs to no passage, as a heading, is set apart."""
    text, at, html = store.text(document_id), 0, []
    passages = sorted(passage.span for passage in store.passages if passage.document_id == document_id)
    gaps, end = [], 0
    for span in [*passages, Span(len(text), len(text))]:
        gap = Span(end, span.start).stripped(text)
        if gap.start < gap.end:
            gaps.append((gap, f'<span class="bz-gap">{escape(gap.of(text))}</span>'))
        end = max(end, span.end)
    marks = store.places(document_id).pages  # the number is no part of the text, so that copying gives the text alone
    pages = [(Span(start, start), f'<i class="bz-page" data-page="{escape(texts.page.format(page=page))}"></i>')
             for start, page in zip(marks[::2], marks[1::2], strict=True)]
    for span, piece in sorted([*pieces, *gaps, *pages], key=lambda placed: placed[0]):
        if span.start >= at:
            html += [escape(text[at:span.start]), piece]
            at = span.end
    return "".join([*html, escape(text[at:])])


def _page(text: str, quote: Quote) -> str:
    return f'<div class="bz-text" lang="{escape(quote.document.language)}" dir="auto">{text}</div>'


def _saved(quote: Quote, note: str) -> str:
    return (f'<p class="bz-notice">{escape(note)}</p><blockquote class="bz-saved" lang="{escape(quote.language)}" dir="auto">'
            f'{marked(quote.sentence, quote.mark or Span(0, len(quote.sentence)))}</blockquote>')


def _address(source: str) -> str:
    """Where a document came from: its host as a link, if no browser can read another host in it; else as plain text."""
    found = _PLAIN_ADDRESS.fullmatch(source)
    if not found:
        return f'<span dir="auto">{escape(source)}</span>'
    return f'<a href="{escape(source)}" title="{escape(source)}" target="_blank" rel="noopener noreferrer" dir="ltr">{escape(found[1])}</a>'


def _head(quote: Quote, number: int, count: int, texts: Texts) -> str:
    def step(to: int, label: str, sign: str) -> str:
        off = "" if 0 <= to < count else " disabled"
        return f'<button type="button" class="bz-small" data-do="view" data-place="{to}" aria-label="{escape(label)}"{off}>{sign}</button>'

    title = f'<h2 id="bz-title" lang="{escape(quote.document.language)}" dir="auto">{escape(quote.document.title)}</h2>'
    where = DOT.join([*details(quote, texts), *([_address(quote.document.source)] if quote.document.source else [])])
    return (
        f'<header class="bz-bar-top">{title}'
        f'<button type="button" class="bz-small bz-close" data-do="close" aria-label="{escape(texts.close)}">✕</button>'
        f'<p class="bz-where">{where}</p>'
        f'<div class="bz-steps">{step(number - 1, texts.earlier, "‹")}'
        f'<span>{escape(texts.place.format(number=number + 1, count=count))}</span>{step(number + 1, texts.later, "›")}'
        f'<button type="button" class="bz-small bz-copy" data-do="copy" data-copy="{escape(citation(quote, texts))}" '
        f'data-done="{escape(texts.copied)}">{escape(texts.copy_citation)}</button></div></header>')
