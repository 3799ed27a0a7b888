"""Where the page asks: an assistant that is opened when there is a store, and what the page knows about the corpus."""
import threading
from pathlib import Path

from qa.answers.assistant import Assistant
from qa.embeddings.build import changes
from qa.embeddings.store import current
from qa.errors import BronzinError, StoreError
from qa.web.examples import examples
from qa.web.rebuild import Rebuild
from qa.web.texts import Language
from qa.web.turns import Turn, belongs, turn_of

_TRIES = 3  # a store may be replaced between a reply and the reading of its context


class Desk:
    """One for the whole server; sessions share it."""

    def __init__(self, corpus: Path, store: Path) -> None:
        self.corpus = corpus
        self.store = store
        self.rebuild = Rebuild(corpus, store)
        self._assistant: Assistant | None = None
        self._opening = threading.Lock()

    def assistant(self) -> Assistant:
        """Raises StoreMissing, StoreDamaged, StoreMismatch, ModelError."""
        with self._opening:
            if self._assistant is None:
                self._assistant = Assistant.open(self.store)
            return self._assistant

    def ask(self, question: str) -> Turn:
        """A turn with the reply, or with the reason why there is none."""
        try:
            assistant = self.assistant()
            for _ in range(_TRIES):
                reply, store = assistant.ask(question), assistant.store
                if belongs(reply, store):
                    return turn_of(question, reply, store)
        except BronzinError as error:
            return Turn(question, error=error.with_traceback(None))
        return Turn(question, error=StoreError(f"the store {str(self.store)!r} changed {_TRIES} times while it was read; ask again"))

    def examples(self, language: Language) -> list[tuple[Language, str]] | None:
        """Questions to begin with; None if there is nothing to ask yet."""
        try:
            return examples(self.assistant().store, language)
        except BronzinError:
            return None

    def changed(self) -> int:
        """How many files of the corpus differ from the store; 0 also if either cannot be read, which asking or building explains."""
        try:
            current(self.store)
            return len(changes(self.corpus, self.store))
        except BronzinError:
            return 0
