"""`qa info`, `qa verify`, `qa history` and `qa rollback`."""
import argparse
from datetime import datetime

from qa.commands.output import show
from qa.embeddings.store import Store, current
from qa.embeddings.writing import history, rollback, verify
from qa.terminal import printable


def info(args: argparse.Namespace) -> None:
    store = Store.open(args.store)
    manifest = store.manifest
    shown = ("format", "model", "fingerprint", "dimension", "passages", "documents", "skipped")
    lines = [f"{len(store.documents)} documents in {manifest.passages} passages; generation {store.generation}, model {manifest.model}"]
    lines += ["  " + " · ".join(printable(part) for part in (d.id, d.title, d.date, d.language) if part) for d in store.documents.values()]
    show(args, {"generation": store.generation} | {name: getattr(manifest, name) for name in shown}, "\n".join(lines))


def verify_store(args: argparse.Namespace) -> None:
    store = Store.open(args.store)
    verify(store)
    files = len(store.manifest.files)
    show(args, {"generation": store.generation, "files": files, "passages": len(store.passages)},
         f"generation {store.generation}: all {files} files are what was written")


def show_history(args: argparse.Namespace) -> None:
    live = current(args.store)
    records, lines = [], []
    for name, manifest, written in history(args.store):
        when = datetime.fromtimestamp(written).isoformat(" ", "minutes")
        records.append({"generation": name, "live": name == live, "written": when, "documents": len(manifest.documents),
                        "passages": manifest.passages, "model": manifest.model})
        lines.append(f"{'*' if name == live else ' '} {name}  {when}  {len(manifest.documents)} documents, {manifest.passages} passages, "
                     f"model {manifest.model}")
    show(args, records, "\n".join(lines))


def roll_back(args: argparse.Namespace) -> None:
    generation = rollback(args.store, args.generation)
    show(args, {"generation": generation}, f"generation {generation} is live")
