"""What happens when the page is used. Each method is a listener: inputs of one visitor in, new values of parts of the page out."""
import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from qa.web import render
from qa.web.desk import Desk
from qa.web.texts import TEXTS, Language, preferred_language
from qa.web.turns import Turn

Update = dict[str, Any]
Status = tuple[str, Any, Any]


class Actions:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(self, question: str, turns: list[Turn], language: Language) -> Iterator[tuple[Any, ...]]:
        """First the question as it was asked, then what came of it: conversation, turns, input."""
        yield _update([Turn(question)], len(turns) + 1, language, newest=True), gr.skip(), ""
        try:
            turn = self._desk.ask(question)
        except Exception as error:  # the last place where a visitor can be told; the log has the traceback
            logging.getLogger(__name__).exception("a question could not be answered")
            turn = Turn(question, error=error.with_traceback(None))
        yield _update([turn], len(turns) + 1, language, newest=True), [*turns, turn], gr.skip()

    def load(self, turns: list[Turn], request: gr.Request) -> list[Any]:
        return self._worded(turns, preferred_language(request.headers.get("accept-language", "")))

    def switch(self, turns: list[Turn], language: Language) -> list[Any]:
        return self._worded(turns, language.other)

    def rebuild(self, language: Language) -> Status:
        if self._desk.rebuild.start():
            return self.status(language)
        return render.message_html(TEXTS[language].already), *_building(True, language)

    def stop(self, language: Language) -> Status:
        self._desk.rebuild.stop()
        return self.status(language)

    def tick(self, language: Language) -> tuple[str, Any, Any, Any]:
        """Progress; at the end of a build its report, and examples from what there is now: status, clock, stop, conversation."""
        running = self._desk.rebuild.running
        welcome = gr.skip() if running else _update([], 1, language) | {"turns": [self._welcome(language)]}
        return *self.status(language), welcome

    def status(self, language: Language) -> Status:
        """A running build, how the last one went, or that the corpus has changed since: status, clock, stop."""
        build, texts = self._desk.rebuild, TEXTS[language]
        if build.running:
            return render.running_html(build.seconds, build.progress, texts), *_building(True, language)
        if build.stopped:
            html = render.message_html(texts.stopped)
        elif build.error:
            html = render.message_html(f"{texts.error}: {build.error}", "bz-failed")
        elif count := self._desk.changed():
            html = render.stale_html(count, texts)
        else:
            html = render.report_html(build.report, texts) if build.report else ""
        return html, *_building(False, language)

    def _worded(self, turns: list[Turn], language: Language) -> list[Any]:
        """Everything that has words, in this language: the language, then the parts in the order of the page."""
        texts = TEXTS[language]
        conversation = _update(turns, 1, language)
        conversation["turns"].insert(0, self._welcome(language))
        return [language, render.brand_html(texts), texts.rebuild, gr.update(value=texts.other_language), conversation,
                gr.update(label=texts.question, placeholder=texts.placeholder), texts.send]

    def _welcome(self, language: Language) -> tuple[int, str]:
        offered = self._desk.examples(language)
        return 0, render.welcome_html(offered or [], str(self._desk.corpus), offered is not None, TEXTS[language])


def _building(running: bool, language: Language) -> tuple[Any, Any]:
    """The clock ticks, and there is something to stop, as long as a build runs."""
    return gr.Timer(active=running), gr.update(value=TEXTS[language].stop, visible=running)


def _update(turns: list[Turn], first: int, language: Language, newest: bool = False) -> Update:
    """What page.js shows: turns with their place in the conversation, where the welcome is number 0."""
    texts = TEXTS[language]
    return {"language": language, "label": texts.conversation, "newest": newest,
            "turns": [(number, render.turn_html(turn, texts)) for number, turn in enumerate(turns, first)]}
