"""Durable files: what is written is on the disk before its name is, and JSON lines round-trip."""
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def write(file: Path, data: bytes) -> None:
    """Write and fsync; the folder's own entry is synced by `sync`."""
    with file.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def replace(file: Path, data: bytes) -> None:
    """The old content or the new, whatever happens: write aside, fsync, rename over, fsync the folder."""
    aside = file.with_name(file.name + ".new")
    write(aside, data)
    os.replace(aside, file)
    sync(file.parent)


def sync(path: Path) -> None:
    """fsync a file, or a folder (so that the names in it survive a power cut)."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open folders
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def json_lines(records: Iterable[object]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n" for record in records).encode()


def read_json_lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
