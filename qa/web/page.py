"""The parts of the page, and which action each of them calls."""
from collections.abc import Callable
from functools import wraps
from importlib.resources import files
from typing import Any

import gradio as gr

from qa.web.actions import Actions
from qa.web.desk import Desk
from qa.web.frame import brand_html, tools_html
from qa.web.secret import storage_key
from qa.web.texts import DUTCH

_LOG = ('<div class="bz-log" role="region" tabindex="-1"></div><div class="bz-sr bz-said" role="status"></div>'
        '<div class="bz-told" role="alert"></div>'
        '<dialog class="bz-viewer" aria-labelledby="bz-title"></dialog>')
_SCRIPT = ("conversation", "history", "viewer", "start")
# answers in the making: one uses both of two cores for part of its time; one at a time gave 4.9 a second, two 6.7, four 5.0
_AT_ONCE = 2
# every listener is an endpoint as well: ours are for this page alone
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": 8}


def page(desk: Desk) -> gr.Blocks:
    """The page of one desk. The parts start in Dutch; loading puts them in the visitor's language."""
    do, secret, key = Actions(desk), desk.secret, storage_key(desk.secret)
    with gr.Blocks(title="Bronzin", analytics_enabled=False) as blocks:
        language = gr.BrowserState("", storage_key=f"{key}-language", secret=secret)
        kept = gr.BrowserState([], storage_key=key, secret=secret)
        clock = gr.Timer(1, active=False)
        with gr.Row(elem_id="bz-top"):
            brand = _html("bz-brand", brand_html(DUTCH))
            tools = _html("bz-tools", tools_html(DUTCH))
            rebuild = _button("bz-rebuild", DUTCH.rebuild)
            stop = _button("bz-stop", DUTCH.stop, visible=False)
            switch = _button("bz-language", DUTCH.other_language)
        status = _html("bz-status", "")
        welcome = _html("bz-welcome", "")
        conversation = _html("bz-conversation", None, html_template=_LOG, js_on_load=_script(),
                             server_functions=[*map(_plain, (do.saved_turns, do.source_view, do.as_markdown, do.state))])
        with gr.Row(elem_id="bz-ask"):
            question = gr.Textbox(label=DUTCH.question, placeholder=DUTCH.placeholder, elem_id="bz-input", show_label=False,
                                  container=False, lines=1, max_lines=4, scale=1, min_width=0, interactive=True)
            send = _button("bz-send", DUTCH.send, variant="primary")

        states = [status, clock, stop]
        words = [language, brand, tools, rebuild, switch, welcome, question, send]
        loaded, switched = blocks.load(do.load, language, words, **_PRIVATE), switch.click(do.switch, language, words, **_PRIVATE)
        for worded in (loaded, switched):
            worded.then(do.status, language, states, **_PRIVATE)
        loaded.then(None, [kept, language], None, js="(kept, language) => bronzin.begin(kept, language)", **_PRIVATE)
        switched.then(None, language, None, js="language => bronzin.translate(language)", **_PRIVATE)
        # the script asks one at a time; Gradio would drop a question that comes before it has cleared away the one before
        conversation.ask(do.ask, language, conversation, trigger_mode="multiple", **_PRIVATE | {"concurrency_limit": _AT_ONCE})
        conversation.keep(None, None, kept, js="() => [bronzin.kept()]", **_PRIVATE)
        kept.change(None, None, None, js=f'() => bronzin.checked(localStorage.getItem("{key}"))', **_PRIVATE)
        rebuild.click(do.rebuild, language, states, **_PRIVATE)
        stop.click(do.stop, language, states, **_PRIVATE)
        for look in (clock.tick, conversation.look):
            look(do.tick, language, [*states, welcome], **_PRIVATE)
    return blocks


def _plain(method: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:
    """Gradio marks server functions, and a method cannot be marked."""
    @wraps(method)
    def function(sent: list[Any]) -> Any:
        return method(sent)

    return function


def _script() -> str:
    """One script: its parts see each other's names."""
    folder = files("qa.web").joinpath("script")
    return "\n".join(folder.joinpath(f"{name}.js").read_text("utf-8") for name in _SCRIPT)


def _html(name: str, value: str | None, **more: Any) -> gr.HTML:
    return gr.HTML(value, elem_id=name, apply_default_css=False, **more)


def _button(name: str, text: str, **more: Any) -> gr.Button:
    return gr.Button(text, elem_id=name, min_width=0, scale=0, **more)
