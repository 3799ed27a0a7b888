"""Dates, places and sources in the words of the page, as plain text."""
from qa.types import Locator
from qa.web.languages import Language
from qa.web.reasons import dutch_reason, dutch_remark
from qa.web.texts import Texts
from qa.web.turns import Quote


def date_in_words(date: str, texts: Texts) -> str:
    """ISO text of any precision as people write it: "2020-09" is "september 2020"."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = texts.months[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def place_in_words(locator: Locator, texts: Texts) -> list[str]:
    """Page, row and heading, as far as the file has them."""
    numbered = [(texts.page, locator.page), (texts.row, locator.row)]
    return [text.format(page=number, row=number) for text, number in numbered if number is not None] + [locator.heading or ""]


def visible(name: str) -> str:
    """A file name with its line ends and other control characters shown as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def reference(quote: Quote, texts: Texts) -> str:
    """Title, date, file, page, row and heading of a quote."""
    document = quote.document
    date = date_in_words(document.date, texts) if document.date else ""
    return ", ".join(filter(None, [document.title, date, visible(document.id), *place_in_words(quote.locator, texts)]))


def citation(quote: Quote, texts: Texts) -> str:
    return f"“{quote.sentence}”\n\n{reference(quote, texts)}"


def reason_in_words(reason: str, texts: Texts) -> str:
    """Why a file was skipped, in the language of the page where the reason is a known one."""
    return (dutch_reason(reason) if texts.language is Language.NL else None) or reason


def remark_in_words(remark: str, texts: Texts) -> str:
    """What of a file could not be read, in the language of the page."""
    return dutch_remark(remark) if texts.language is Language.NL else remark
