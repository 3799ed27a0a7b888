"""Writing a generation: every file on the disk first, the manifest last, then the pointer. Only builders come here."""
import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from qa.corpus.folder import Loaded
from qa.embeddings import files
from qa.embeddings.dense import DenseIndex
from qa.embeddings.manifest import Manifest
from qa.embeddings.store import (
    CURRENT,
    DENSE,
    DOCUMENTS,
    GENERATIONS,
    MANIFEST,
    PASSAGES,
    TERMS,
    Store,
    current,
    document_record,
    passage_record,
)
from qa.embeddings.term_index import TermIndex
from qa.errors import StoreBusy, StoreDamaged, StoreError, StoreMissing
from qa.types import Passage

KEPT = 3  # generations: the live one and two to roll back to
_LOCK, _HOLDER = ".lock", ".builder"


@contextmanager
def builder(folder: Path) -> Iterator[None]:
    """Be the one builder of a store. The lock is the kernel's and dies with the process.

    Raises:
        StoreBusy: another build runs.
        StoreError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / _LOCK, timeout=0):
            (folder / _HOLDER).write_text(str(os.getpid()), encoding="utf-8")
            yield
    except Timeout:
        holder = (folder / _HOLDER).read_text(encoding="utf-8") if (folder / _HOLDER).exists() else "unknown"
        raise StoreBusy(f"another build of {str(folder)!r} is running (process {holder}); wait for it to end") from None
    except OSError as error:
        raise StoreError(f"the store {str(folder)!r} cannot be written ({error.strerror}: {error.filename}); "
                         "what was built before still answers") from error


def write_generation(folder: Path, manifest: Manifest, documents: Sequence[Loaded], passages: Sequence[Passage],
                     dense: DenseIndex, terms: TermIndex) -> str:
    """Write a complete generation beside the live one, verify it, and make it the live one. Returns its name."""
    _collect(folder)
    name = _next_name(folder)
    here = folder / GENERATIONS / name
    here.mkdir(parents=True)
    files.write(here / DOCUMENTS, files.json_lines(document_record(loaded.document, loaded.text) for loaded in documents))
    files.write(here / PASSAGES, files.json_lines(map(passage_record, passages)))
    files.write(here / DENSE, dense.to_bytes())
    (here / TERMS).mkdir()
    terms.save(here / TERMS)
    written = sorted(path for path in here.rglob("*") if path.is_file())
    manifest = replace(manifest, files={path.relative_to(here).as_posix(): (path.stat().st_size, _sha256(path)) for path in written})
    for path in (*written, *(p for p in here.rglob("*") if p.is_dir())):
        files.sync(path)
    files.write(here / MANIFEST, manifest.to_bytes())
    for path in (here, here.parent):
        files.sync_folder(path)
    verify(Store._open(folder, name))
    files.replace(folder / CURRENT, f"{name}\n".encode())
    _collect(folder)
    return name


def verify(store: Store) -> None:
    """Compare every file of a generation with its digest. Raises StoreDamaged."""
    here = store.folder / GENERATIONS / store.generation
    for name, (_, digest) in store.manifest.files.items():
        if _sha256(here / name) != digest:
            raise StoreDamaged(f"{str(here / name)!r} is not what was written")


def _next_name(folder: Path) -> str:
    return str(max((int(path.name) for path in _generations(folder)), default=0) + 1)


def _generations(folder: Path) -> list[Path]:
    """Oldest first."""
    found = (folder / GENERATIONS).glob("*") if (folder / GENERATIONS).is_dir() else ()
    return sorted((path for path in found if path.name.isdigit()), key=lambda path: int(path.name))


def _collect(folder: Path) -> None:
    """Remove unfinished generations and all but the live one and the ones before it. Open files survive that."""
    try:
        live = int(current(folder))
    except (StoreMissing, StoreDamaged):
        live = 0
    whole = [path for path in _generations(folder) if (path / MANIFEST).exists() and int(path.name) <= live]
    for path in _generations(folder):
        if path not in whole[-KEPT:]:
            shutil.rmtree(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
