"""The build line: corpus → documents → passages → vectors and terms → a new generation of the store."""
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from qa.corpus.folder import Loaded, Skipped, load, name_of, paths
from qa.embeddings.dense import DenseIndex
from qa.embeddings.engines import BUNDLED, open_encoder
from qa.embeddings.manifest import FORMAT, Manifest
from qa.embeddings.passages import context, passages_of, renumbered
from qa.embeddings.store import live_manifest
from qa.embeddings.term_index import TermIndex, analyser
from qa.embeddings.writing import builder, write_generation
from qa.errors import CorpusError, StoreError, UnreadableDocument
from qa.settings import Settings

Progress = Callable[[int, int, str], None]  # (done, total, what is being worked on)


@dataclass(frozen=True, slots=True)
class Changes:
    """Document ids, compared with the store by content."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.removed)


@dataclass(frozen=True, slots=True)
class BuildReport:
    generation: str
    documents: int
    passages: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    model: str
    seconds: float


def build(corpus: str | Path, store: str | Path, *, model: str | None = None, settings: Settings | None = None,
          progress: Progress | None = None) -> BuildReport:
    """Build a store from a corpus, beside what it held, and swap when it is whole.

    Args:
        model: a folder or a hub id (fetched if it must be); by default what the store was built with, else the bundled one.
        progress: called often with (done, total, what).

    Raises:
        CorpusError: there is no corpus, or nothing in it can be read. What was built before is kept.
        ModelError, StoreBusy, StoreError: as their names say.
    """
    began = time.perf_counter()
    corpus, store, settings = Path(corpus), Path(store), settings or Settings()
    tell = progress or (lambda done, total, what: None)
    with builder(store):
        before = _manifest_of(store)
        documents, skipped = _read(corpus, store, settings, tell)
        encoder = open_encoder(model or (before.model if before else BUNDLED), download=model is not None)
        passages = renumbered([list(passages_of(d.document, d.text, d.blocks, encoder.count_tokens, settings.passages, encoder.overhead))
                                 for d in documents])
        by_id = {loaded.document.id: loaded for loaded in documents}
        texts = [context(by_id[p.document_id].document, p.heading, text := p.span.of(by_id[p.document_id].text)) + text for p in passages]
        vectors = encoder.encode_passages(texts, lambda done: tell(done, len(texts), "embedding"))
        terms = TermIndex.build(texts, [p.language for p in passages], settings.retrieval)
        hashes = {loaded.document.id: loaded.hash for loaded in documents}
        manifest = Manifest(FORMAT, encoder.name, encoder.fingerprint, encoder.dimension, analyser(),
                            {"passages": asdict(settings.passages), "k1": settings.retrieval.k1, "b": settings.retrieval.b},
                            hashes, {s.name: s.reason for s in skipped}, len(passages), {})
        generation = write_generation(store, manifest, documents, passages, DenseIndex.build(vectors), terms)
    difference = _difference(before.documents if before else {}, hashes)
    return BuildReport(generation, len(documents), len(passages), difference.added, difference.changed, difference.removed,
                       tuple(skipped), encoder.name, time.perf_counter() - began)


def changes(corpus: str | Path, store: str | Path, settings: Settings | None = None) -> Changes:
    """What a build would add, change and remove. Files that a build would skip are as if absent; nothing is written."""
    settings = settings or Settings()
    documents, _ = _read(Path(corpus), Path(store), settings, lambda done, total, what: None)
    before = _manifest_of(Path(store))
    return _difference(before.documents if before else {}, {loaded.document.id: loaded.hash for loaded in documents})


def _read(corpus: Path, store: Path, settings: Settings, tell: Progress) -> tuple[list[Loaded], list[Skipped]]:
    documents: list[Loaded] = []
    skipped: list[Skipped] = []
    found = list(paths(corpus, exclude=store))
    for number, path in enumerate(found):
        if isinstance(path, Skipped):
            skipped.append(path)
            continue
        name = name_of(path, corpus)
        tell(number, len(found), name)
        try:
            documents.append(load(path, corpus, settings.corpus))
        except UnreadableDocument as error:
            skipped.append(Skipped(name, str(error)))
    if not documents:
        why = "".join(f"; {s.name!r} {s.reason}" for s in skipped[:3]) + (f"; and {len(skipped) - 3} more" if len(skipped) > 3 else "")
        raise CorpusError(f"there is nothing to read in {str(corpus)!r}{why}; put .txt or .md files in it")
    return documents, skipped


def _manifest_of(store: Path) -> Manifest | None:
    try:
        return live_manifest(store)
    except StoreError:
        return None  # nothing there, or nothing of use: built from nothing


def _difference(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    return Changes(tuple(sorted(after.keys() - before.keys())),
                   tuple(sorted(name for name in after.keys() & before.keys() if after[name] != before[name])),
                   tuple(sorted(before.keys() - after.keys())))
