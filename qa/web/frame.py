"""What stands around the conversation: the name, the tools, the list of conversations, the welcome, and how a build goes."""
import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from qa.web.languages import Language
from qa.web.texts import TEXTS, Texts
from qa.web.wording import reason_in_words, remark_in_words, visible

_DRAWN = {"new": "M12 5v14M5 12h14", "history": "M4 6h16M4 12h16M4 18h10", "theme": "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 1 1 0 16"}
_SPOKEN = ("searching", "interrupted", "again", "you", "copied", "delete", "untitled", "no_history", "conversation",
           "unreachable", "no_room", "nothing_typed", "delete_all", "delete_sure")  # by the script


def brand_html(texts: Texts) -> str:
    skip = f'<button type="button" class="bz-skip" data-do="type">{escape(texts.to_question)}</button>'
    return f'{skip}<h1 title="{escape(texts.tagline)}">bron<b>zin</b></h1>'


def tools_html(texts: Texts) -> str:
    """Buttons, the list that the script fills with conversations, and the words that the script says."""
    words = json.dumps({language: {name: getattr(spoken, name) for name in _SPOKEN} for language, spoken in TEXTS.items()})
    buttons = "".join(_tool(*tool) for tool in (("new", texts.new), ("history", texts.history), ("theme", texts.theme)))
    exports = "".join(f'<button type="button" class="bz-small" data-do="export" data-kind="{kind}">{name}</button>'
                      for kind, name in (("md", "Markdown"), ("json", "JSON")))
    return (
        f'<div class="bz-tool-row" data-words="{escape(words)}">{buttons}</div>'
        f'<dialog class="bz-history" aria-labelledby="bz-history-title"><header class="bz-bar-top"><h2 id="bz-history-title">'
        f'{escape(texts.history)}</h2>{_close(texts)}<p class="bz-where">{escape(texts.history_help)}</p></header>'
        f'<ol class="bz-list"></ol><footer><p class="bz-label">{escape(texts.export)}</p><div class="bz-exports">{exports}</div>'
        f'<button type="button" class="bz-small bz-forget" data-do="forget">{escape(texts.delete_all)}</button></footer></dialog>')


def _tool(do: str, label: str) -> str:
    return (f'<button type="button" class="bz-tool bz-tool-{do}" data-do="{do}" title="{escape(label)}" aria-label="{escape(label)}">'
            f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{_DRAWN[do]}"/></svg><span>{escape(label)}</span></button>')


def _close(texts: Texts) -> str:
    return f'<button type="button" class="bz-small bz-close" data-do="close" aria-label="{escape(texts.close)}">✕</button>'


def welcome_html(examples: Iterable[tuple[str, str]], titles: Iterable[tuple[str, str]], corpus: str, stored: bool, texts: Texts) -> str:
    """What stands above the first question: what this is, and where to begin. Examples and titles come with their languages."""
    buttons = "".join(f'<button type="button" class="bz-example" lang="{escape(language)}" data-do="ask">{escape(question)}</button>'
                      for language, question in examples)
    items = "".join(f'<li lang="{escape(language)}" dir="auto">{escape(title)}</li>' for language, title in titles)
    tagline = f'<h2 class="bz-tagline">{escape(texts.tagline)}</h2>'
    if not stored:
        return (f'<section class="bz-welcome">{tagline}<p class="bz-lead">{escape(texts.no_store.format(corpus=visible(corpus)))}</p>'
                f'<button type="button" class="bz-start" data-do="build">{escape(texts.build)}</button></section>')
    tried = f'<p class="bz-label">{escape(texts.examples)}</p><div class="bz-examples">{buttons}</div>' if buttons else ""
    about = f'<p class="bz-label">{escape(texts.titles)}</p><ul class="bz-titles">{items}</ul>' if items else ""
    return f'<section class="bz-welcome">{tagline}<p class="bz-lead">{escape(texts.welcome)}</p>{tried}{about}</section>'


def running_html(seconds: float, progress: tuple[int, int], texts: Texts) -> str:
    done, total = progress
    text = escape(texts.running.format(seconds=round(seconds)))
    value = f' value="{done}" max="{total}"' if total else ""
    return f'<div class="bz-bar"><progress aria-label="{escape(texts.rebuild)}"{value}></progress><span>{text}</span></div>'


def message_html(text: str, kind: str = "") -> str:
    return f'<div class="bz-bar {kind}"><span>{escape(text)}</span></div>' if text else ""


def stale_html(count: int, texts: Texts) -> str:
    return message_html(texts.stale[count == 1].format(count=count), "bz-stale") if count else ""


def report_html(report: Mapping[str, Any], texts: Texts) -> str:
    """The report of a build, as `qa build --json` writes it, with every file that was skipped or read in part, and why."""
    summary = texts.built.format(seconds=f"{report['seconds']:.1f}".replace(".", "," if texts.language is Language.NL else "."),
                                 documents=report["documents"], passages=report["passages"])
    difference = texts.difference.format(**{kind: len(report[kind]) for kind in ("added", "changed", "removed")})
    skipped = [(s["name"], reason_in_words(s["reason"], texts)) for s in report["skipped"]]
    partly = [(name, remark_in_words(remark, texts)) for name, remark in report["remarks"].items()]
    files = _files(texts.skipped, skipped) + _files(texts.partly, partly)
    return f'<div class="bz-bar bz-done"><span>{escape(summary)} {escape(difference)}</span>{files}</div>'


def _files(title: str, files: Sequence[tuple[str, str]]) -> str:
    if not files:
        return ""
    items = "".join(f'<li><span class="bz-file">{escape(visible(name))}</span> – {escape(why)}</li>' for name, why in files)
    return f"<details open><summary>{escape(title.format(count=len(files)))}</summary><ul>{items}</ul></details>"
