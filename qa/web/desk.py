"""Where the page asks: an assistant that is opened when there is a store, and what the page knows about the corpus."""
import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from qa.answers.assistant import Assistant
from qa.answers.conversation import Conversation, Said
from qa.embeddings.build import changes
from qa.embeddings.store import Store, current
from qa.embeddings.watch import signature
from qa.errors import BronzinError, StoreError
from qa.web.examples import headings_that_ask, sample_questions, titles
from qa.web.languages import Language
from qa.web.rebuild import Rebuild
from qa.web.secret import page_secret
from qa.web.turns import Turn, belongs, turn_of

_TRIES = 3  # a store may be replaced between a reply and the reading of its quotes


class Desk:
    """One for the whole server; visitors share it, and nothing of theirs stays in it."""

    def __init__(self, corpus: Path, store: Path) -> None:
        self.corpus = corpus
        self.store = store
        self.rebuild = Rebuild(corpus, store)
        self.secret = page_secret(store)
        self._seen: tuple[object, int] = None, 0  # the corpus and the store as they were when they were last compared, and what it gave
        self._assistant: Assistant | None = None
        self._opening = threading.Lock()
        self._asking = threading.Lock()
        self._examples: tuple[Store | None, list[tuple[str, str]]] = None, []   # headings that ask, of the store in which they were tried

    def assistant(self) -> Assistant:
        """Raises StoreMissing, StoreDamaged, StoreMismatch, ModelError."""
        with self._opening:
            if self._assistant is None:
                self._assistant = Assistant.open(self.store)
                page_secret(self.store, self.secret)
            return self._assistant

    def ask(self, question: str, said: Sequence[Said] = (), understood_as: str | None = None) -> Turn:
        """A turn with what was found, or with the reason why there is nothing."""
        try:
            return self._ask(question, said, understood_as)
        except BronzinError as error:
            return Turn(question, error=type(error).__name__, message=str(error))
        except Exception:  # the last place where a visitor can be told
            logging.getLogger(__name__).exception("a question could not be answered")
            return Turn(question, error="Exception")

    def _ask(self, question: str, said: Sequence[Said], understood_as: str | None) -> Turn:
        assistant = self.assistant()
        for _ in range(_TRIES):
            conversation = Conversation(assistant, said)
            reply, store = conversation.ask(question, understood_as=understood_as), assistant.store
            if belongs(reply, store):
                added = conversation.said[len(said):]
                return turn_of(reply, store, added[-1] if added else None)
        raise StoreError(f"the store {str(self.store)!r} changed {_TRIES} times while it was read; ask again")

    def opened(self) -> Store | None:
        """The store of the latest build; None if there is none."""
        try:
            return self.assistant().retriever.latest().store
        except BronzinError:
            return None

    def examples(self, language: Language) -> list[tuple[str, str]] | None:
        """Questions that are answered, with their languages; None if there is nothing to ask yet."""
        if not (store := self.opened()):
            return None
        if questions := sample_questions(store, language):
            return list(questions)
        with self._asking:
            if self._examples[0] is not store:
                self._examples = store, headings_that_ask(store, lambda question: self.ask(question).found)
            return self._examples[1]

    def titles(self) -> list[tuple[str, str]]:
        """Titles of some documents, with their languages."""
        store = self.opened()
        return titles(store) if store else []

    def state(self) -> tuple[bool, str, int]:
        """Whether a build runs, the generation, and how many files changed: what a page that is open wants to know now and then."""
        return self.rebuild.running, self.generation(), self.changed()

    def generation(self) -> str:
        """That is live; empty if there is none."""
        try:
            return current(self.store)
        except BronzinError:
            return ""

    def changed(self) -> int:
        """How many files of the corpus differ from the store; 0 also if either cannot be read, which asking or building explains.

        Files are read only if one of them, or the store, is another than the last time.
        """
        state = self.generation(), signature(self.corpus, self.store)
        if state != self._seen[0]:
            self._seen = state, self._counted()
        return self._seen[1]

    def _counted(self) -> int:
        try:
            return len(changes(self.corpus, self.store)) if self.generation() else 0
        except BronzinError:
            return 0
