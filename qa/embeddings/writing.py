"""Writing a generation: every file on the disk first, the manifest last, then the pointer. Only builders come here."""
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from qa.corpus.folder import Loaded
from qa.embeddings import files
from qa.embeddings.dense import DenseIndex
from qa.embeddings.encoder import Vectors
from qa.embeddings.known import blocks_record, places_of
from qa.embeddings.manifest import Manifest
from qa.embeddings.store import (
    BLOCKS,
    CURRENT,
    DENSE,
    DOCUMENTS,
    GENERATIONS,
    MANIFEST,
    PASSAGES,
    TERMS,
    VECTORS,
    Store,
    current,
    document_record,
    passage_record,
)
from qa.embeddings.term_index import TermIndex
from qa.errors import StoreBusy, StoreDamaged, StoreError, StoreMismatch
from qa.types import Passage

KEPT = 3  # generations: the live one and two to roll back to
_PROBES = 10
_ROUNDING = 1e-3
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
    except sqlite3.Error as error:
        raise StoreError(f"{str(folder / VECTORS)!r} cannot be used ({error}); delete it if this goes on: it only saves time") from error
    except OSError as error:
        what = f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
        raise StoreError(f"the store {str(folder)!r} cannot be written ({what}); what was built before still answers") from error


def write_generation(folder: Path, name: str, manifest: Manifest, documents: Sequence[Loaded], passages: Sequence[Passage],
                     dense: DenseIndex, terms: TermIndex) -> None:
    """Write a complete generation beside the live one, verify it, and make it the live one."""
    before = _collect(folder)
    here = folder / GENERATIONS / name
    here.mkdir(parents=True)
    records = (document_record(loaded.document, loaded.text, places_of(loaded)) for loaded in documents)
    files.write(here / DOCUMENTS, files.json_lines(records))
    files.write(here / BLOCKS, files.json_lines(map(blocks_record, documents)))
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
        files.sync(path)
    verify(Store.open_generation(folder, name))
    files.replace(folder / CURRENT, f"{name}\n".encode())
    _collect(folder, before)


def verify(store: Store) -> None:
    """Compare every file of a generation with its digest, and let ten passages find themselves. Raises StoreDamaged."""
    here = store.folder / GENERATIONS / store.generation
    for name, (_, digest) in store.manifest.files.items():
        if _sha256(here / name) != digest:
            raise StoreDamaged(f"{str(here / name)!r} is not what was written")
    count = len(store.passages)
    for row in range(0, count, max(1, count // _PROBES)):
        vector = store.dense.vector(row)
        best = store.dense.cosines(vector, store.dense.nearest(vector, 1))
        if not (_is_unit(vector) and best.size and best[0] >= store.dense.cosines(vector, np.array([row]))[0] - _ROUNDING):
            raise StoreDamaged(f"passage {row} of {str(here)!r} does not find itself")


def history(folder: Path) -> list[tuple[str, Manifest, float]]:
    """Name, manifest and time of writing (seconds since 1970) of every whole generation of this format, oldest first."""
    return [(path.name, Manifest.read(path / MANIFEST), (path / MANIFEST).stat().st_mtime) for path in _whole(folder) if _is_readable(path)]


def rollback(folder: Path, to: str | None = None) -> str:
    """Make an earlier generation the live one, by default the one before it. Returns its name.

    Raises:
        StoreMissing, StoreDamaged, StoreBusy: as their names say.
        StoreError: there is no such generation.
    """
    current(folder)  # where there is no store, none is begun
    with builder(folder):
        live, newest = current(folder), _newest(folder)
        there = [path.name for path in _whole(folder) if _is_readable(path)]
        earlier = [name for name in there if int(name) < int(live)]
        target = to if to is not None else (earlier[-1] if earlier else None)
        if target not in there:
            wanted = f"a generation {target!r}" if target else f"anything older than generation {live}"
            raise StoreError(f"the store {str(folder)!r} does not have {wanted}; it has: {', '.join(there)}")
        try:
            verify(Store.open_generation(folder, target))
        except FileNotFoundError as error:
            raise StoreDamaged(f"generation {target} of {str(folder)!r} misses {str(error.filename)!r}") from None
        files.replace(folder / CURRENT, f"{target}\n{newest}\n".encode())
    return target


def next_generation(folder: Path) -> str:
    """A name that no generation has: names are counters, so a clock set back changes nothing."""
    return str(max((int(path.name) for path in _generations(folder)), default=0) + 1)


def _generations(folder: Path) -> list[Path]:
    """Oldest first. What is not ours is left alone."""
    found = (folder / GENERATIONS).glob("*") if (folder / GENERATIONS).is_dir() else ()
    return sorted((path for path in found if path.name.isascii() and path.name.isdigit()), key=lambda path: int(path.name))


def _whole(folder: Path) -> list[Path]:
    """Those that are, or have been, live: a build that was killed just before the swap does not count."""
    newest = _newest(folder)
    return [path for path in _generations(folder) if (path / MANIFEST).exists() and (newest is None or int(path.name) <= newest)]


def _is_readable(generation: Path) -> bool:
    """Not if an earlier version of the program wrote it in another format, or if it is damaged."""
    try:
        Manifest.read(generation / MANIFEST)
    except (StoreMismatch, StoreDamaged):
        return False
    return True


def _newest(folder: Path) -> int | None:
    """The newest generation that has been live: the live one, or after a rollback what the second line of CURRENT says."""
    try:
        live = int(current(folder))
        second = (folder / CURRENT).read_bytes().decode("ascii", "replace").partition("\n")[2].strip()
    except StoreError:
        return None
    return max(live, int(second)) if second.isdigit() else live


def _collect(folder: Path, beside: str = "") -> str:
    """Remove unfinished generations and all but the live one, `beside` and the newest. Open files survive that. Returns the live one."""
    try:
        live = current(folder)
    except StoreError:
        live = ""
    whole = [path.name for path in _whole(folder)]
    kept = {live, beside} & set(whole)
    others = [name for name in whole if name not in kept]
    kept |= set(others[max(0, len(others) + len(kept) - KEPT):])
    for path in _generations(folder):
        if path.name not in kept:
            (path / MANIFEST).unlink(missing_ok=True)  # first, so that what is half removed is not taken for whole
            shutil.rmtree(path)
    return live


def _is_unit(vector: Vectors) -> bool:
    return abs(float(np.linalg.norm(vector)) - 1) < _ROUNDING


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
