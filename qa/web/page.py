"""The parts of the page, and which action each of them calls."""
from importlib.resources import files
from typing import Any

import gradio as gr

from qa.web.actions import Actions
from qa.web.desk import Desk
from qa.web.render import brand_html
from qa.web.texts import DUTCH, Language

_LOG = '<div class="bz-log" role="region" tabindex="-1"></div><div class="bz-sr bz-said" role="status"></div>'
_AT_ONCE = 2  # answers in the making: each uses every core, more would only make all of them slower
# every listener is an endpoint as well: ours are for this page alone
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": 8}


def page(desk: Desk) -> gr.Blocks:
    """The page of one desk. The parts start in Dutch; loading puts them in the visitor's language."""
    do = Actions(desk)
    with gr.Blocks(title="Bronzin", analytics_enabled=False) as blocks:
        language, turns, clock = gr.State(Language.NL), gr.State([]), gr.Timer(1, active=False)
        with gr.Row(elem_id="bz-top"):
            brand = _html("bz-brand", brand_html(DUTCH))
            rebuild = _button("bz-rebuild", DUTCH.rebuild)
            stop = _button("bz-stop", DUTCH.stop, visible=False)
            switch = _button("bz-language", DUTCH.other_language)
        status = _html("bz-status", "")
        conversation = _html("bz-conversation", None, html_template=_LOG, js_on_load=files("qa.web").joinpath("page.js").read_text("utf-8"))
        with gr.Row(elem_id="bz-ask"):
            question = gr.Textbox(label=DUTCH.question, placeholder=DUTCH.placeholder, elem_id="bz-input", show_label=False,
                                  container=False, lines=1, max_lines=4, scale=1, min_width=0)
            send = _button("bz-send", DUTCH.send, variant="primary")

        words = [language, brand, rebuild, switch, conversation, question, send]
        gr.on([question.submit, send.click], do.ask, [question, turns, language], [conversation, turns, question],
              **_PRIVATE | {"concurrency_limit": _AT_ONCE})
        for worded in (blocks.load(do.load, turns, words, **_PRIVATE), switch.click(do.switch, [turns, language], words, **_PRIVATE)):
            worded.then(do.status, language, [status, clock, stop], **_PRIVATE)
        rebuild.click(do.rebuild, language, [status, clock, stop], **_PRIVATE)
        stop.click(do.stop, language, [status, clock, stop], **_PRIVATE)
        clock.tick(do.tick, language, [status, clock, stop, conversation], **_PRIVATE)
    return blocks


def _html(name: str, value: str | None, **more: Any) -> gr.HTML:
    return gr.HTML(value, elem_id=name, apply_default_css=False, **more)


def _button(name: str, text: str, **more: Any) -> gr.Button:
    return gr.Button(text, elem_id=name, min_width=0, scale=0, **more)
