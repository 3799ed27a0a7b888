"""The retriever: opens a store with its encoder, and moves to a new generation by itself."""
import threading
from collections.abc import Sequence
from pathlib import Path

from qa.answers.filters import Filters
from qa.answers.question import clean, shortened
from qa.answers.searcher import Searcher
from qa.embeddings.encoder import Encoder
from qa.embeddings.engines import open_encoder
from qa.embeddings.store import Store
from qa.embeddings.term_index import analyser
from qa.errors import ModelError, StoreError, StoreMismatch
from qa.settings import RetrievalSettings, Settings
from qa.types import Hit


class Retriever:
    """Finds passages. One instance may be shared by threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._moving = threading.Lock()
        self._refused: tuple[str, int] | None = None  # a generation that could not be opened is not tried again at every question

    @classmethod
    def open(cls, store: str | Path, settings: Settings | None = None) -> "Retriever":
        """Open the current generation with the encoder it was built with.

        Raises:
            StoreMissing, StoreDamaged, StoreMismatch: as their names say.
            ModelError: the encoder is not to be had.
        """
        return cls(_opened(Store.open(store), None, (settings or Settings()).retrieval))

    @property
    def store(self) -> Store:
        return self._searcher.store

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The k best passages for a question, best first.

        Raises:
            QuestionError: the question is empty or too long.
            RequestError: k is below 1, or a filter names what is not there.
        """
        return self.search_batch([question], k, filters)[0]

    def search_batch(self, questions: Sequence[str], k: int = 10, filters: Filters | None = None) -> list[list[Hit]]:
        """`search` for each question, all on one generation."""
        searcher = self.latest()
        return [searcher.search(shortened(clean(question), searcher.encoder.count_tokens), k, filters) for question in questions]

    def latest(self) -> Searcher:
        """What to search on now. A generation that cannot be opened is not moved to: what is open goes on answering."""
        searcher = self._searcher
        if searcher.store.live() in (searcher.store.identity, self._refused):
            return searcher
        with self._moving:  # the others wait: once a document is removed, no reply may still have it
            searcher = self._searcher
            live = searcher.store.live()
            if live not in (searcher.store.identity, self._refused):
                try:
                    self._searcher = searcher = _opened(Store.open(searcher.store.folder), searcher.encoder, searcher.settings)
                except (StoreError, ModelError):
                    self._refused = live
            return searcher


def _opened(store: Store, encoder: Encoder | None, settings: RetrievalSettings) -> Searcher:
    manifest = store.manifest
    if manifest.analyser != analyser():
        raise StoreMismatch(f"the store {str(store.folder)!r} was built with the term analyser {dict(manifest.analyser)} "
                            f"and this is {analyser()}; run `qa build`")
    if encoder is None or encoder.fingerprint != manifest.fingerprint:
        encoder = open_encoder(manifest.model)
    if encoder.fingerprint != manifest.fingerprint or encoder.dimension != manifest.dimension:
        raise StoreMismatch(
            f"the store {str(store.folder)!r} was built with the model {manifest.model!r} ({manifest.fingerprint[:12]}, "
            f"{manifest.dimension} dimensions) and the model of that name is now {encoder.fingerprint[:12]} with "
            f"{encoder.dimension}; run `qa build --model {manifest.model}`")
    return Searcher(store, encoder, settings)
