"""From a turn of the conversation to HTML. Every piece of text from outside goes through `escape`; marks are placed by offset."""
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from qa.errors import BronzinError
from qa.settings import confidence_word
from qa.types import Span
from qa.web.texts import Language, Texts, date_in_words
from qa.web.turns import Quote, Turn


def turn_html(turn: Turn, texts: Texts) -> str:
    """One question and what came of it. `data-said` is what a screen reader is told."""
    if turn.error:
        kind, said, body = "error", _headline(turn.error, texts), _error(turn.error, texts)
    elif turn.reply is None:
        kind, said, body = "busy", "", f'<p class="bz-busy"><i></i><i></i><i></i> {escape(texts.searching)}</p>'
    elif turn.reply.found and turn.answers:
        kind, body = "found", _found(turn, texts)
        said = f"{turn.reply.answers[0].text}. {texts.sentence}: {turn.answers[0][0].sentence}"
    else:
        kind, said, body = "missing", texts.not_found, _missing(turn, texts)
    question = f'<div class="bz-question" dir="auto"><span class="bz-sr">{escape(texts.you)}: </span>{escape(turn.question)}</div>'
    return (f'<article class="bz-turn" data-said="{escape(said)}">{question if turn.question.strip() else ""}'
            f'<div class="bz-card bz-{kind}">{_notice(turn, texts)}{body}</div></article>')


def _found(turn: Turn, texts: Texts) -> str:
    assert turn.reply is not None
    (own, *same), answer, confidence = turn.answers[0], turn.reply.answers[0], turn.reply.confidence
    word = confidence_word(confidence)
    others = [(a.text, quotes[0]) for a, quotes in zip(turn.reply.answers[1:], turn.answers[1:], strict=True)]
    return (
        f'<p class="bz-answer" lang="{escape(own.language)}">{escape(answer.text)}</p>'
        f'<p class="bz-sure"><b class="bz-is-{word}">{escape(texts.confidence[word])}</b> '
        f'<span>{escape(texts.estimate.format(percent=round(100 * confidence)))}</span></p>'
        f'<p class="bz-label">{escape(texts.sentence)}</p>{_quote(own, texts)}'
        f'{_context(own, texts)}'
        f'{_fold(texts.same, [_quote(quote, texts) for quote in same])}'
        f'{_fold(texts.others, [_other(text, quote, texts) for text, quote in others])}'
        f'<p class="bz-tools"><button type="button" class="bz-copy" data-copy="{escape(copy_text(answer.text, own, texts))}" '
        f'data-done="{escape(texts.copied)}">{escape(texts.copy)}</button></p>')


def _missing(turn: Turn, texts: Texts) -> str:
    quotes = "".join(_quote(quote, texts) for quote in turn.closest)
    near = f"<p>{escape(texts.nothing_near)}</p>"
    if quotes:
        near = f'<p class="bz-label">{escape(texts.closest)}</p><div class="bz-near">{quotes}</div>'
    return f'<p class="bz-head">{escape(texts.not_found)}</p><p>{escape(texts.not_found_help)}</p>{near}'


def _error(error: Exception, texts: Texts) -> str:
    """What kind of trouble it is in the visitor's language, then the library's own sentence."""
    detail = f'<p lang="en">{escape(str(error))}</p>' if isinstance(error, BronzinError) else f"<p>{escape(texts.unexpected)}</p>"
    return f'<p class="bz-head">{escape(_headline(error, texts))}</p>{detail}'


def _headline(error: Exception, texts: Texts) -> str:
    return texts.errors.get(type(error), texts.error)


def _notice(turn: Turn, texts: Texts) -> str:
    if turn.reply is None or turn.reply.language in list(Language):
        return ""
    return f'<p class="bz-notice">{escape(texts.other_question_language)}</p>'


def _quote(quote: Quote, texts: Texts) -> str:
    sentence = marked(quote.sentence, quote.mark)
    return (f'<figure class="bz-quote"><blockquote lang="{escape(quote.language)}" dir="auto">{sentence}</blockquote>'
            f'<figcaption>{_source(quote, texts)}</figcaption></figure>')


def _source(quote: Quote, texts: Texts) -> str:
    document = quote.document
    language = texts.document_language.get(quote.language, "") if quote.language != texts.language else ""
    parts = [f'<cite dir="auto">{escape(document.title)}</cite>', escape(date_in_words(document.date, texts)) if document.date else "",
             f'<span class="bz-file">{escape(visible(document.id))}</span>', escape(language)]
    return ' <span class="bz-dot" aria-hidden="true">·</span> '.join(part for part in parts if part)


def _context(quote: Quote, texts: Texts) -> str:
    if not (quote.before.strip() or quote.after.strip()):
        return ""
    heading = f'<p class="bz-heading">{escape(quote.heading)}</p>' if quote.heading else ""
    return (f'<details><summary>{escape(texts.context)}</summary>{heading}<p class="bz-context" lang="{escape(quote.language)}" dir="auto">'
            f'{escape(quote.before)}<span class="bz-here">{marked(quote.sentence, quote.mark)}</span>{escape(quote.after)}</p></details>')


def _other(text: str, quote: Quote, texts: Texts) -> str:
    return f'<p class="bz-other" lang="{escape(quote.language)}">{escape(text)}</p>{_quote(quote, texts)}'


def _fold(title: str, pieces: list[str]) -> str:
    if not pieces:
        return ""
    return f'<details><summary>{escape(title.format(count=len(pieces)))}</summary>{"".join(pieces)}</details>'


def marked(text: str, mark: Span | None) -> str:
    """The text, escaped, with one span of it marked."""
    if mark is None:
        return escape(text)
    return f"{escape(text[:mark.start])}<mark>{escape(mark.of(text))}</mark>{escape(text[mark.end:])}"


def visible(name: str) -> str:
    """A file name with its line ends and other control characters shown as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def copy_text(answer: str, quote: Quote, texts: Texts) -> str:
    """Answer, sentence, title, date and file as plain text."""
    date = [date_in_words(quote.document.date, texts)] if quote.document.date else []
    return f"{answer}\n\n“{quote.sentence}”\n\n" + ", ".join([quote.document.title, *date, visible(quote.document.id)])


def welcome_html(examples: Iterable[tuple[Language, str]], corpus: str, stored: bool, texts: Texts) -> str:
    """What stands above the first question: what this is, and where to begin."""
    buttons = "".join(f'<button type="button" class="bz-example" lang="{language}" data-question="{escape(question)}">'
                      f'{escape(question)}</button>' for language, question in examples)
    if not stored:
        return (f'<section class="bz-welcome"><p class="bz-lead">{escape(texts.no_store.format(corpus=visible(corpus)))}</p>'
                f'<button type="button" class="bz-start" data-press="bz-rebuild">{escape(texts.build)}</button></section>')
    tried = f'<p class="bz-label">{escape(texts.examples)}</p><div class="bz-examples">{buttons}</div>' if buttons else ""
    return f'<section class="bz-welcome"><p class="bz-lead">{escape(texts.welcome)}</p>{tried}</section>'


def running_html(seconds: float, progress: tuple[int, int], texts: Texts) -> str:
    done, total = progress
    text = escape(texts.running.format(seconds=round(seconds)))
    value = f' value="{done}" max="{total}"' if total else ""
    return f'<div class="bz-bar"><progress aria-label="{escape(texts.rebuild)}"{value}></progress><span>{text}</span></div>'


def message_html(text: str, kind: str = "") -> str:
    return f'<div class="bz-bar {kind}" role="status"><span>{escape(text)}</span></div>' if text else ""


def stale_html(count: int, texts: Texts) -> str:
    return message_html(texts.stale[count == 1].format(count=count), "bz-stale") if count else ""


def report_html(report: Mapping[str, Any], texts: Texts) -> str:
    """The report of a build, as `qa build --json` writes it, with every skipped file by name and reason."""
    summary = texts.built.format(seconds=f"{report['seconds']:.1f}".replace(".", "," if texts.language is Language.NL else "."),
                                 documents=report["documents"], passages=report["passages"])
    difference = texts.difference.format(**{kind: len(report[kind]) for kind in ("added", "changed", "removed")})
    skipped = [f'<li><span class="bz-file">{escape(visible(s["name"]))}</span> – {escape(s["reason"])}</li>' for s in report["skipped"]]
    files = ""
    if skipped:
        files = f'<details open><summary>{escape(texts.skipped.format(count=len(skipped)))}</summary><ul>{"".join(skipped)}</ul></details>'
    return f'<div class="bz-bar bz-done" role="status"><span>{escape(summary)} {escape(difference)}</span>{files}</div>'


def brand_html(texts: Texts) -> str:
    return f"<h1>bron<b>zin</b></h1><p>{escape(texts.tagline)}</p>"
