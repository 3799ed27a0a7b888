"""The build line: corpus → documents → passages → vectors and terms → a new generation of the store."""
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from qa.corpus.folder import Loaded, Skipped, load, name_of, paths
from qa.corpus.formats import READ
from qa.corpus.parsing import Parser
from qa.embeddings.dense import DenseIndex
from qa.embeddings.encoder import Encoder
from qa.embeddings.engines import BUNDLED, open_encoder
from qa.embeddings.known import read_before
from qa.embeddings.manifest import FORMAT, Manifest
from qa.embeddings.passages import context, passages_of, renumbered
from qa.embeddings.store import VECTORS, Store, live_manifest
from qa.embeddings.term_index import TermIndex, analyser
from qa.embeddings.vector_cache import VectorCache
from qa.embeddings.writing import KEPT, builder, next_generation, write_generation
from qa.errors import CorpusError, StoreError, UnavailableDocument, UnreadableDocument
from qa.settings import Settings
from qa.types import Document, Passage

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
    """`embedded` passages were encoded, the other vectors were there already. With no change at all the generation is the old one."""

    generation: str
    documents: int
    passages: int
    embedded: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    remarks: Mapping[str, str]  # document → what of its file could not be read
    model: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would do; `seconds` is for the embedding, by the speed of a few passages just now."""

    changes: Changes
    skipped: tuple[Skipped, ...]
    to_embed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Before:
    """The generation that is live, and what was read for it."""

    store: Store
    documents: Mapping[str, Loaded]


@dataclass(frozen=True, slots=True)
class _Content:
    """What the next generation is to hold."""

    documents: list[Loaded]
    passages: list[Passage]
    skipped: list[Skipped]

    @property
    def remarks(self) -> dict[str, str]:
        return {loaded.document.id: loaded.remark for loaded in self.documents if loaded.remark}

    @property
    def hashes(self) -> dict[str, str]:
        return {loaded.document.id: loaded.hash for loaded in self.documents}

    def embedded_texts(self) -> list[str]:
        """Of each passage, with the title and heading it is found by."""
        by_id = {loaded.document.id: loaded for loaded in self.documents}
        bodies = [passage.span.of(by_id[passage.document_id].text) for passage in self.passages]
        return [context(by_id[passage.document_id].document, passage.heading, body) + body
                for passage, body in zip(self.passages, bodies, strict=True)]


def build(corpus: str | Path, store: str | Path, *, model: str | None = None, settings: Settings | None = None,
          allow_empty: bool = False, progress: Progress | None = None) -> BuildReport:
    """Build a store from a corpus, beside what it held, and swap when it is whole. Only new text is embedded.

    Args:
        model: a folder or a hub id (fetched if it must be); by default what the store was built with, else the bundled one.
        allow_empty: whether a corpus that has lost all its documents may empty the store.
        progress: called often with (done, total, what).

    Raises:
        CorpusError: there is no corpus, or nothing in it can be read. What was built before is kept.
        ModelError, StoreBusy, StoreError: as their names say.
    """
    began = time.perf_counter()
    corpus, store, settings = Path(corpus), Path(store), settings or Settings()
    tell = progress or _quiet
    with builder(store):
        before = _opened(store)
        encoder = open_encoder(model or _model_of(store), download=model is not None)
        content = _content(corpus, store, before, encoder, settings, allow_empty, tell)
        manifest = Manifest(FORMAT, encoder.name, encoder.fingerprint, encoder.dimension, analyser(),
                            {"passages": asdict(settings.passages), "k1": settings.retrieval.k1, "b": settings.retrieval.b},
                            content.hashes, {s.name: s.reason for s in content.skipped},
                            {s.hash: s.reason for s in content.skipped if s.hash}, content.remarks, len(content.passages), {})
        embedded = 0
        if before is not None and manifest.says_the_same_as(before.store.manifest):
            generation = before.store.generation
        else:
            generation, texts = next_generation(store), content.embedded_texts()
            with VectorCache.open(store / VECTORS, encoder) as cache:
                embedded = len(cache.missing(texts))
                vectors = cache.encode(texts, int(generation), lambda done, total: tell(done, total, "embedding"))
                tell(embedded, embedded, "writing")
                terms = TermIndex.build(texts, [p.language for p in content.passages], settings.retrieval)
                write_generation(store, generation, manifest, content.documents, content.passages, DenseIndex.build(vectors), terms)
                cache.forget(int(generation) - KEPT + 1)
    difference = _difference(before, content)
    return BuildReport(generation, len(content.documents), len(content.passages), embedded, difference.added, difference.changed,
                       difference.removed, tuple(content.skipped), content.remarks, encoder.name, time.perf_counter() - began)


def plan(corpus: str | Path, store: str | Path, *, model: str | None = None, settings: Settings | None = None) -> Plan:
    """What `build` would do, without doing it. A model that is not there is not fetched, and to lose all documents is a plan like another.

    Raises:
        CorpusError, ModelError: as `build`.
    """
    corpus, store, settings = Path(corpus), Path(store), settings or Settings()
    before = _opened(store)
    encoder = open_encoder(model or _model_of(store))
    content = _content(corpus, store, before, encoder, settings, before is not None, _quiet)
    missing = list(dict.fromkeys(content.embedded_texts()))
    with suppress(sqlite3.Error), VectorCache.read(store / VECTORS, encoder) as cache:  # not there, or not to be read now
        missing = cache.missing(missing)
    sample = missing[::max(1, len(missing) // 8)][:8]
    began = time.perf_counter()
    encoder.encode_passages(sample)
    each = (time.perf_counter() - began) / max(1, len(sample))
    return Plan(_difference(before, content), tuple(content.skipped), len(missing), each * len(missing))


def changes(corpus: str | Path, store: str | Path, settings: Settings | None = None) -> Changes:
    """How the corpus differs from the store, without a model. Files that a build would skip are as if absent.

    A file that was refused is tried again by a build, whose limits depend on how busy the machine is, and not here.
    """
    hashes: Mapping[str, str] = {}
    refused: Mapping[str, str] = {}
    with suppress(StoreError):
        manifest = live_manifest(Path(store))
        hashes, refused = manifest.documents, manifest.refused
    unchanged = {digest: Loaded(Document(name, "", None, "", None), "", (), digest) for name, digest in hashes.items()}
    documents, skipped = _read(Path(corpus), Path(store), settings or Settings(), unchanged, _quiet, refused)
    kept = {name: hashes[name] for name in _unavailable(skipped, hashes)}
    return _compared(hashes, {loaded.document.id: loaded.hash for loaded in documents} | kept)


def _content(corpus: Path, store: Path, before: _Before | None, encoder: Encoder, settings: Settings, allow_empty: bool,
             tell: Progress) -> _Content:
    known = before.documents if before else {}
    documents, skipped = _read(corpus, store, settings, {loaded.hash: loaded for loaded in known.values()}, tell)
    documents += [known[name] for name in _unavailable(skipped, known)]  # what cannot be read only this time keeps its last good version
    fitting = replace(settings.passages, budget=min(settings.passages.budget, encoder.max_tokens))
    passages = {loaded.document.id: list(passages_of(loaded.document, loaded.text, loaded.blocks, encoder.count_tokens, fitting,
                                                     encoder.overhead)) for loaded in documents}
    if not documents and not allow_empty:
        if known:
            raise CorpusError(f"all {len(known)} documents of the store are gone from {str(corpus)!r}; "
                              "bring them back, or say --allow-empty if the store is to be emptied")
        why = "".join(f"; {s.name!r} {s.reason}" for s in skipped[:3]) + (f"; and {len(skipped) - 3} more" if len(skipped) > 3 else "")
        raise CorpusError(f"there is nothing to read in {str(corpus)!r}{why}; put documents in it ({READ})")
    documents.sort(key=lambda loaded: loaded.document.id)
    return _Content(documents, renumbered([passages[loaded.document.id] for loaded in documents]), skipped)


def _read(corpus: Path, store: Path, settings: Settings, known: Mapping[str, Loaded], tell: Progress,
          refused: Mapping[str, str] | None = None) -> tuple[list[Loaded], list[Skipped]]:
    """`known` and `refused`, by hash, are not parsed again."""
    documents: list[Loaded] = []
    skipped: list[Skipped] = []
    found = list(paths(corpus, exclude=store))
    with Parser(settings.corpus) as parser:
        for number, path in enumerate(found):
            if isinstance(path, Skipped):
                skipped.append(path)
                continue
            name = name_of(path, corpus)
            tell(number, len(found), name)
            try:
                documents.append(load(path, corpus, settings.corpus, parser, known, refused))
            except UnreadableDocument as error:
                skipped.append(Skipped(name, str(error), for_now=isinstance(error, UnavailableDocument), hash=error.hash))
    return documents, skipped


def _unavailable(skipped: Sequence[Skipped], known: Mapping[str, object]) -> list[str]:
    """The known documents that are, or lie in a folder that is, there but not to be read this time."""
    now = [s.name for s in skipped if s.for_now]
    return [name for name in known if any(other in (".", name) or name.startswith(f"{other}/") for other in now)]


def _opened(store: Path) -> _Before | None:
    try:
        opened = Store.open(store)
        return _Before(opened, read_before(opened))
    except StoreError:
        return None  # nothing there, or nothing of use: built from nothing


def _model_of(store: Path) -> str:
    """What the store was built with, also where another of its files is damaged; else the bundled one."""
    try:
        return live_manifest(store).model
    except StoreError:
        return BUNDLED


def _difference(before: _Before | None, content: _Content) -> Changes:
    return _compared(before.store.manifest.documents if before else {}, content.hashes)


def _compared(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    return Changes(tuple(sorted(after.keys() - before.keys())),
                   tuple(sorted(name for name in after.keys() & before.keys() if after[name] != before[name])),
                   tuple(sorted(before.keys() - after.keys())))


def _quiet(done: int, total: int, what: str) -> None:
    pass
