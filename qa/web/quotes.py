"""A quote as HTML: the sentence to the letter, the answer in it marked, and where it stands. All text from outside is escaped here."""
from collections.abc import Callable
from html import escape

from qa.types import Span
from qa.web.texts import Texts
from qa.web.turns import Quote, Standing, Turn
from qa.web.wording import date_in_words, place_in_words, visible

Standings = Callable[[Quote], Standing]

DOT = ' <span class="bz-dot" aria-hidden="true">·</span> '


def marked(text: str, mark: Span | None) -> str:
    """The text, escaped, with one span of it marked."""
    if mark is None:
        return escape(text)
    return f"{escape(text[:mark.start])}<mark>{escape(mark.of(text))}</mark>{escape(text[mark.end:])}"


def quote_html(quote: Quote, turn: Turn, texts: Texts, standing: Standings) -> str:
    """The sentence with its source, whose title opens the document there."""
    note = texts.standing[standing(quote)]
    noted = f'<p class="bz-notice">{escape(note)}</p>' if note else ""
    return (f'<figure class="bz-quote">{noted}<blockquote lang="{escape(quote.language)}" dir="auto">{marked(quote.sentence, quote.mark)}'
            f'</blockquote><figcaption>{source_html(quote, turn, texts)}</figcaption></figure>')


def source_html(quote: Quote, turn: Turn, texts: Texts) -> str:
    return DOT.join([opening_html(quote, turn, texts), *details(quote, texts)])


def opening_html(quote: Quote, turn: Turn, texts: Texts) -> str:
    """The title, as the button that opens the document at this place."""
    title = f'<cite lang="{escape(quote.document.language)}" dir="auto">{escape(quote.document.title)}</cite>'
    return (f'<button type="button" class="bz-open" data-do="view" data-place="{turn.place_of(quote)}" '
            f'title="{escape(texts.open_source)}">{title}</button>')


def details(quote: Quote, texts: Texts) -> list[str]:
    """Date, page, row, heading, file and, where it is another, language."""
    document = quote.document
    language = texts.document_language.get(quote.language, "") if quote.language != texts.language else ""
    parts = [date_in_words(document.date, texts) if document.date else "", *place_in_words(quote.locator, texts)]
    escaped = [f'<span dir="auto">{escape(part)}</span>' for part in parts if part]
    return [*escaped, f'<span class="bz-file">{escape(visible(document.id))}</span>', *([escape(language)] if language else [])]
