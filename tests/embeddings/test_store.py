"""The store: everything saved comes back, whatever is wrong is said, and one of several bad endings leaves the old one answering."""

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from qa.embeddings.build import BuildReport
from qa.embeddings.manifest import Manifest
from qa.embeddings.store import CURRENT, GENERATIONS, MANIFEST, Store
from qa.embeddings.writing import KEPT, builder, verify
from qa.errors import StoreBusy, StoreDamaged, StoreError, StoreMismatch, StoreMissing
from qa.types import Document, Span
from tests.fakes import WordCounts, build_with, write_files

ROOT = Path(__file__).parent.parent.parent
ENCODER = WordCounts("brug open jansen")
FILES = {
    "a.txt": "date 2020-09 Over de brug\n\nDe brug is open.\r\n\r\nOm en om\r\n\r\nDe brugwachter heet Jansen.",
    'map/naam "🚲"\n.md': "---\ntitle: Zo’n 35\nlanguage: nl\nsource: https://example.org\nafdeling: Verkeer\n---\n"
    "Een **vette** zin. Zo’n 35 e\u0308.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of `FILES`, and beside it the corpus."""
    build_with(ENCODER, write_files(tmp_path / "corpus", FILES), tmp_path / "store")
    return tmp_path / "store"


def live(folder: Path) -> Path:
    return folder / GENERATIONS / (folder / CURRENT).read_text().strip()


def build_changed(folder: Path, text: str) -> BuildReport:
    """Without a change there would be no new generation."""
    return build_with(ENCODER, write_files(folder.parent / "corpus", {"nog een.txt": text}), folder)


def test_round_trip(folder: Path) -> None:
    store = Store.open(folder)
    assert dict(store.documents) == {
        "a.txt": Document("a.txt", "Over de brug", "2020-09", "nl", None, {}),
        'map/naam "🚲"\n.md': Document('map/naam "🚲"\n.md', "Zo’n 35", None, "nl", "https://example.org", {"afdeling": "Verkeer"}),
    }
    assert store.text("a.txt") == FILES["a.txt"].replace("\r\n", "\n")
    assert store.text('map/naam "🚲"\n.md') == "Een vette zin. Zo’n 35 e\u0308."
    assert [store.passage_text(p) for p in store.passages] == [
        "De brug is open.",
        "De brugwachter heet Jansen.",
        "Een vette zin. Zo’n 35 e\u0308.",
    ]
    assert [p.number for p in store.passages] == [0, 1, 2]
    assert [p.heading for p in store.passages] == [None, "Om en om", None]
    last = store.passages[2]
    assert (last.span, last.sentences) == (Span(0, 26), (Span(0, 14), Span(15, 26)))
    assert len(store.dense) == store.manifest.passages == 3
    assert store.terms.scores("jansen").argmax() == 1
    verify(store)


def test_nothing_built_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match=r"no store in .*leeg.*qa build"):
        Store.open(tmp_path / "leeg")


def test_a_file_for_a_store(tmp_path: Path) -> None:
    write_files(tmp_path, {"bestand": "x"})
    with pytest.raises(StoreError, match="bestand"):
        Store.open(tmp_path / "bestand")


@pytest.mark.parametrize("content", [b"", b"\n", b"../../etc", b"7", b"1/../1", b"\xff\xfe\x00", "²".encode(), b"1 2"], ids=ascii)
def test_current_names_nothing(folder: Path, content: bytes) -> None:
    (folder / CURRENT).write_bytes(content)
    with pytest.raises(StoreDamaged, match="qa build"):
        Store.open(folder)
    build_with(ENCODER, folder.parent / "corpus", folder)  # the remedy works
    assert len(Store.open(folder).passages) == 3


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"[]", b'"tekst"', b"{}", b'{"digest": "x"}', b"\xff\x00", None], ids=ascii)
def test_the_manifest_is_damaged(folder: Path, content: bytes | None) -> None:
    file = live(folder) / MANIFEST
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises((StoreDamaged, StoreMismatch), match="qa build"):
        Store.open(folder)
    build_with(ENCODER, folder.parent / "corpus", folder)
    assert len(Store.open(folder).passages) == 3


def test_a_manifest_of_other_files(folder: Path) -> None:
    file = live(folder) / MANIFEST
    file.write_bytes(replace(Manifest.read(file), passages=9).to_bytes())
    with pytest.raises(StoreDamaged, match="do not belong together"):
        Store.open(folder)


@pytest.mark.parametrize(
    ("field", "value"), [("dimension", 5), ("model", "ander"), ("fingerprint", "0"), ("passages", 4), ("documents", {})]
)
def test_an_altered_manifest_does_not_match_its_digest(folder: Path, field: str, value: object) -> None:
    file = live(folder) / MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {field: value}), "utf-8")
    with pytest.raises(StoreDamaged, match="does not match its digest"):
        Store.open(folder)


@pytest.mark.parametrize("version", [0, 99, "1", None])
def test_another_format_names_both(folder: Path, version: object) -> None:
    file = live(folder) / MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"format": version}), "utf-8")
    with pytest.raises(StoreMismatch, match=rf"format {version!r} .* 2; run `qa build`"):
        Store.open(folder)


DATA = [
    "documents.jsonl",
    "passages.jsonl",
    "dense.faiss",
    "terms/nl/vocab.index.json",
    "terms/nl/params.index.json",
    "terms/nl/data.csc.index.npy",
]


def test_these_are_files_of_a_store(folder: Path) -> None:
    assert set(DATA) <= json.loads((live(folder) / MANIFEST).read_text("utf-8"))["files"].keys()


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("damage", ["gone", "cut", "longer", "zeros"])
def test_a_damaged_file_is_told_at_opening(folder: Path, name: str, damage: str) -> None:
    file = live(folder) / name
    data = file.read_bytes()
    match damage:
        case "gone":
            file.unlink()
        case "cut":
            file.write_bytes(data[:-1])
        case "longer":
            file.write_bytes(data + b"\n")
        case "zeros":
            file.write_bytes(bytes(len(data)))
    with pytest.raises(StoreDamaged, match="qa build"):
        Store.open(folder)


def test_three_generations_are_kept(folder: Path) -> None:
    for number in range(4):
        build_changed(folder, f"De brug is {number} keer open.")
    assert KEPT == 3
    assert sorted(path.name for path in (folder / GENERATIONS).iterdir()) == ["3", "4", "5"]
    assert live(folder).name == "5"


def test_an_open_store_survives_the_collection_of_its_files(folder: Path) -> None:
    old = Store.open(folder)
    for number in range(KEPT):
        build_changed(folder, f"De brug is {number} keer open.")
    assert not (folder / GENERATIONS / old.generation).exists()
    assert old.live() != old.identity
    assert old.dense.nearest(ENCODER.encode_queries(["jansen"])[0], 1).tolist() == [1]
    assert old.text("a.txt").endswith("Jansen.")


def test_one_builder_at_a_time(folder: Path) -> None:
    with builder(folder):
        with pytest.raises(StoreBusy, match=rf"another build of .*\(process {os.getpid()}\)"):
            build_with(ENCODER, folder.parent / "corpus", folder)
        caught: list[BaseException] = []

        def other_thread() -> None:
            try:
                with builder(folder):
                    pass
            except StoreBusy as error:
                caught.append(error)

        thread = threading.Thread(target=other_thread)
        thread.start()
        thread.join()
        assert len(caught) == 1
        assert Store.open(folder).generation == "1"
    build_changed(folder, "De brug is dicht.")
    assert Store.open(folder).generation == "2"


BUILDER = """
import os, signal, sys, time
from pathlib import Path
from qa.embeddings import files, writing
from tests.fakes import WordCounts, build_with

corpus, store, moment = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

def stop(*_):
    print("here", flush=True)
    time.sleep(60)

class Encoder(WordCounts):
    def encode_passages(self, texts):
        if moment == "embedding":
            stop()
        return super().encode_passages(texts)

write, replace = files.write, files.replace
def slow_write(file, data):
    if file.name == moment:
        write(file, data[:len(data) // 2])
        stop()
    write(file, data)
files.write = slow_write
if moment == "pointer":
    files.replace = stop
build_with(Encoder("brug open jansen"), corpus, store)
"""


def building(folder: Path, moment: str) -> subprocess.Popen[str]:
    """A real process that builds, and stands still at this moment."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(folder.parent / "corpus"), str(folder), moment],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n", process.stderr and process.stderr.read()
    return process


@pytest.mark.parametrize("moment", ["embedding", "documents.jsonl", "manifest.json", "CURRENT.new", "pointer"])
def test_a_killed_build_leaves_the_old_store_and_the_next_one_works(folder: Path, moment: str) -> None:
    write_files(folder.parent / "corpus", {"nieuw.txt": "Een nieuwe brug."})
    with building(folder, moment) as process:
        with pytest.raises(StoreBusy, match=f"process {process.pid}"):
            build_with(ENCODER, folder.parent / "corpus", folder)
        process.send_signal(signal.SIGKILL)
    store = Store.open(folder)
    assert store.generation == "1"
    assert "nieuw.txt" not in store.documents
    verify(store)
    report = build_with(ENCODER, folder.parent / "corpus", folder)
    assert report.added == ("nieuw.txt",)
    verify(Store.open(folder))
    left = {path.name for path in (folder / GENERATIONS).iterdir()}
    assert left == {"1", report.generation}


def test_ctrl_c_ends_a_build_at_once(folder: Path) -> None:
    write_files(folder.parent / "corpus", {"nieuw.txt": "Een nieuwe brug."})
    with building(folder, "embedding") as process:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
    assert process.returncode != 0
    assert Store.open(folder).generation == "1"
