"""What happens when the page is used. The browser keeps the turns, and sends what a question leans on."""
from typing import Any

import gradio as gr

from qa.web import frame
from qa.web.desk import Desk
from qa.web.examples import ENOUGH
from qa.web.export import markdown
from qa.web.languages import Language, known_language
from qa.web.records import record_of, said_from, turn_from
from qa.web.render import turn_html
from qa.web.texts import TEXTS, Texts
from qa.web.turns import Quote, Standing
from qa.web.viewer import viewer_html

Status = tuple[str, Any, Any]


class Actions:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(self, language: str, event: gr.EventData) -> dict[str, Any]:
        """The answer to what the script asks, as HTML and as the record that the browser keeps."""
        asked = event._data if isinstance(event._data, dict) else {}
        understood_as = asked.get("understood_as")
        turn = self._desk.ask(str(asked.get("question", "")), said_from(asked.get("said")), str(understood_as) if understood_as else None)
        return {"key": asked.get("key"), "html": turn_html(turn, _texts(language)), "record": record_of(turn)}

    def saved_turns(self, sent: list[Any]) -> list[str]:
        """Server function: saved turns, in a language, as they stand to the documents of now."""
        records, language = sent
        store = self._desk.opened()

        def standing(quote: Quote) -> Standing:
            return quote.standing(store) if store else Standing.SAME

        return [turn_html(turn_from(record), _texts(language), standing) for record in records]

    def source_view(self, sent: list[Any]) -> str:
        """Server function: the document of one place of a turn."""
        record, number, language = sent
        turn = turn_from(record)
        if turn is None or not 0 <= number < len(turn.places):
            return frame.message_html(_texts(language).unreadable)
        return viewer_html(turn, number, self._desk.opened(), _texts(language))

    def as_markdown(self, sent: list[Any]) -> str:
        """Server function: saved turns as Markdown."""
        records, language = sent
        return markdown(filter(None, map(turn_from, records)), _texts(language))

    def state(self, _: Any) -> list[Any]:
        """Server function: what shows that the status is another than it was."""
        return list(self._desk.state())

    def load(self, chosen: str, request: gr.Request) -> list[Any]:
        """Everything that has words, in the language that was chosen before, else in the browser's."""
        return self._worded(known_language(chosen, request.headers.get("accept-language", "")))

    def switch(self, language: str) -> list[Any]:
        return self._worded(known_language(language).other)

    def rebuild(self, language: str) -> Status:
        if self._desk.rebuild.start(self._desk.generation()):
            return self.status(language)
        return frame.message_html(_texts(language).already), *_building(True, _texts(language))

    def stop(self, language: str) -> Status:
        self._desk.rebuild.stop()
        return self.status(language)

    def tick(self, language: str) -> tuple[str, Any, Any, Any]:
        """Progress; at the end of a build its report, and examples from what there is now: status, clock, stop, welcome."""
        status = self.status(language)  # first: a build that ends in between is seen by the next tick
        return *status, gr.skip() if self._desk.rebuild.running else self._welcome(known_language(language))

    def status(self, language: str) -> Status:
        """A running build, how the last one went, or that the corpus has changed since: status, clock, stop."""
        build, texts = self._desk.rebuild, _texts(language)
        last = build.generation == self._desk.generation()  # else another was made since, outside the page
        told = build.running or (last and (build.stopped or build.error))
        count = 0 if told else self._desk.changed()  # first: it takes a while, in which a build may begin
        if build.running:
            return frame.running_html(build.seconds, build.progress, texts), *_building(True, texts)
        if count:
            html = frame.stale_html(count, texts)
        elif not last:
            html = ""
        elif build.stopped:
            html = frame.message_html(texts.stopped)
        elif build.error:
            html = frame.message_html(f"{texts.error}: {build.error}", "bz-failed")
        else:
            html = frame.report_html(build.report, texts) if build.report else ""
        return html, *_building(False, texts)

    def _worded(self, language: Language) -> list[Any]:
        """The language, then the parts in the order of the page."""
        texts = TEXTS[language]
        return [language, frame.brand_html(texts), frame.tools_html(texts), texts.rebuild, gr.update(value=texts.other_language),
                self._welcome(language), gr.update(label=texts.question, placeholder=texts.placeholder), texts.send]

    def _welcome(self, language: Language) -> str:
        offered = self._desk.examples(language)
        named = self._desk.titles() if len(offered or []) < ENOUGH else []
        return frame.welcome_html(offered or [], named, str(self._desk.corpus), offered is not None, TEXTS[language])


def _texts(language: object) -> Texts:
    return TEXTS[known_language(language)]


def _building(running: bool, texts: Texts) -> tuple[Any, Any]:
    """The clock ticks, and there is something to stop, as long as a build runs."""
    return gr.Timer(active=running), gr.update(value=texts.stop, visible=running)
