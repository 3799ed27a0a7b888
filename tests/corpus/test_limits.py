"""Files made to do harm, and files that are merely large: each takes only itself along, by name, in bounded time and memory."""

import io
import os
import re
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from qa.corpus import pdf as pdf_reader
from qa.corpus.extraction import Extraction
from qa.corpus.folder import load
from qa.corpus.formats import Format
from qa.corpus.parsing import Parser
from qa.embeddings.build import changes
from qa.embeddings.store import Store
from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings, Settings
from tests.corpus.making import TYPES, W, archive, column, docx, p, pdf, raw_pdf, stream, written
from tests.fakes import Counting, WordCounts, build_with, write_files

MB = 1 << 20
TEXT = f'<?xml version="1.0"?><w:document {W}><w:body><w:p><w:r><w:t>'.encode()
NESTED = '<!DOCTYPE x [<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
ENCODER = WordCounts("brug open jansen 35 250")
posix = pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is Linux's")


def unfolding(part: str, megabytes: int, filler: bytes = b"a") -> bytes:
    """A DOCX in which a part is this large."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "word/document.xml": f"<w:document {W}><w:body>{p('Goed.')}</w:body></w:document>",
    }
    return archive(parts | {part: TEXT + filler * (megabytes * MB // len(filler))})


def locked(data: bytes) -> bytes:
    """Its parts say that they are encrypted."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        places = [entry.header_offset for entry in file.infolist()]
    changed = bytearray(data)
    for at in [place + 6 for place in places] + [found.start() + 8 for found in re.finditer(b"PK\x01\x02", data)]:
        changed[at] |= 1
    return bytes(changed)


def lying(data: bytes, size: int) -> bytes:
    """The same archive, in which the last part says that it has this size."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def deflated(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * MB) for _ in range(megabytes)) + packer.flush()
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    return raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream(data, b"/Filter/FlateDecode")])


@pytest.fixture
def parser():
    with Parser(CorpusSettings()) as one:
        yield one


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (unfolding("word/document.xml", 50), "unfolds to more than 40,000,000 bytes"),
        (unfolding("word/styles.xml", 50, b"<w:style/>"), "unfolds to more than 40,000,000 bytes"),
        (lying(unfolding("word/document.xml", 1), 1000), "is damaged"),
        (
            archive({"word/document.xml": "<x/>"} | {f"x{n}": "" for n in range(10_001)}),
            "has 10,002 files in its archive; the limit is 10,000",
        ),
        (archive({"word/document.xml": f"{NESTED}<w:document {W}><w:body>{p('&a9;')}</w:body></w:document>"}), "is damaged"),
        (archive({"word/document.xml": f"<!DOCTYPE x><w:document {W}><w:body>{p('x')}</w:body></w:document>"}), "has a document type"),
        (archive({"word/document.xml": "<x>" * 100_000}), "is damaged"),
    ],
    ids=["main", "styles", "lies", "entries", "entities", "doctype", "deep"],
)
def test_archives_that_are_bombs(tmp_path: Path, parser: Parser, data: bytes, reason: str) -> None:
    began = time.perf_counter()
    with pytest.raises(UnreadableDocument) as error:
        parser.read(Format.OFFICE, written(tmp_path, "a.docx", data))
    assert str(error.value).startswith(reason)
    assert time.perf_counter() - began < 20


def test_photographs_are_no_bomb(tmp_path: Path, parser: Parser) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as file:
        file.writestr("word/document.xml", f"<w:document {W}><w:body>{p('De nota telt 60 foto’s.')}</w:body></w:document>")
        for number in range(6):
            file.writestr(f"word/media/{number}.jpg", os.urandom(10 * MB))
    assert parser.read(Format.OFFICE, tmp_path / "a.docx").text == "De nota telt 60 foto’s."


@posix
@pytest.mark.slow
def test_a_stream_of_a_gigabyte_needs_too_much_memory(tmp_path: Path, parser: Parser) -> None:
    with pytest.raises(UnreadableDocument, match=r"memory|damage"):
        parser.read(Format.PDF, written(tmp_path, "a.pdf", deflated(1024)))
    assert parser.read(Format.PDF, written(tmp_path, "b.pdf", pdf([column(["De brug is open."])]))).text == "De brug is open."


@posix
def test_a_file_that_needs_too_much_memory(tmp_path: Path) -> None:
    html = written(tmp_path, "a.html", "<p>De brug is open.</p>" * 700_000)
    with Parser(CorpusSettings(max_memory_bytes=300_000_000)) as parser:
        with pytest.raises(UnreadableDocument, match="memory"):
            parser.read(Format.HTML, html)
        assert parser.read(Format.HTML, written(tmp_path, "b.html", "<p>Klein.")).text == "Klein."


def test_a_file_that_takes_too_long(tmp_path: Path) -> None:
    slow = written(tmp_path, "a.pdf", pdf([column(["De brug is open."] * 60)] * 300))
    with Parser(CorpusSettings(max_seconds=0.5)) as parser:
        began = time.perf_counter()
        with pytest.raises(UnreadableDocument, match=r"takes longer to read than the limit of 0.5 seconds"):
            parser.read(Format.PDF, slow)
        assert time.perf_counter() - began < 5


def test_the_child_is_kept_and_replaced_when_it_dies(tmp_path: Path) -> None:
    page = written(tmp_path, "a.html", "<p>De brug is open.")
    with Parser(CorpusSettings()) as parser:
        assert parser.read(Format.HTML, page).text == "De brug is open."
        first = parser._child
        assert parser.read(Format.HTML, page).text == "De brug is open."
        assert first is not None
        assert parser._child is first
        first.kill()
        first.wait()
        with pytest.raises(UnreadableDocument, match="break off"):
            parser.read(Format.HTML, page)
        assert parser.read(Format.HTML, page).text == "De brug is open."
        last = parser._child
    assert last is not None
    assert last.poll() is not None


def test_everything_of_an_extraction_comes_back(tmp_path: Path, parser: Parser) -> None:
    path = written(tmp_path, "a.pdf", pdf([column(["Een é met 🚲."]), [], column(["Twee."])]))
    assert parser.read(Format.PDF, path) == pdf_reader.read(path, CorpusSettings())
    assert isinstance(parser.read(Format.PDF, path), Extraction)


def test_a_build_without_such_files_starts_no_child(tmp_path: Path) -> None:
    write_files(tmp_path / "c", {"a.txt": "De brug is open.", "b.csv": "a,b\n1,2", "c.jsonl": '{"a": "b"}'})
    code = (
        "import sys; from qa.corpus.folder import load, paths; from qa.corpus.parsing import Parser; "
        "from qa.settings import CorpusSettings; from pathlib import Path; corpus = Path(sys.argv[1]); parser = Parser(CorpusSettings()); "
        "[load(path, corpus, CorpusSettings(), parser) for path in paths(corpus)]; assert parser._child is None; "
        "assert not {'lxml', 'pypdfium2'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "c")], check=True)


BAD = {
    "bom.docx": (unfolding("word/document.xml", 45), "unfolds to more than"),
    "leeg.pdf": (b"", "is empty"),
    "geen.pdf": (b"zomaar tekst", "is named .pdf but is something else"),
    "half.pdf": (pdf([column(["Half."])])[:600], "is damaged"),
    "rond.pdf": (raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 4>>"]), "is damaged"),
    "plaatje.pdf": (pdf([[]]), "has no text, only pictures"),
    "oud.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "has the ending '.doc'"),
    "slot.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "needs a password, or is of an old version"),
    "zip.docx": (archive({"x.txt": "x"}), "is an archive, not a document"),
    "leeg.pptx": (archive({"ppt/presentation.xml": "<x/>"}), "is damaged: there are no slides in it"),
    "deel.docx": (locked(docx(p("Geheim."))), "needs a password; save it without one"),
    "diep.html": (b"<div>" * 100_000, "has elements nested thousands deep"),
    "groot.html": (b"<p>" + b"Een zin. " * 2_300_000, "is 20,700,003 bytes; the limit is 20,000,000"),
    "kapot.jsonl": (b"{", "has a line 1 that is not JSON"),
}
GOOD: dict[str, bytes] = {
    "a.txt": b"De brug is open.",
    "nota.Pdf": pdf([column(["Jansen opent de brug om 14.00 uur."]), column(["Er gaan 250 militairen naar Mali."])]),
    "html.pdf": b"<!doctype html><h1>Over 35</h1><p>Jansen telt er 35.",
    "nota.docx": docx(p("Jordanië", "<w:outlineLvl w:val='0'/>") + p("Er gaan 35 militairen.")),
    "zonder": b"Een bestand zonder uitgang noemt Jansen.",
    "pdf-zonder": pdf([column(["Een PDF zonder uitgang."])]),
    "lijst.csv": b"Land,Aantal\nMali,250\nIrak,35\n",
    "word.txt": docx(p("Een Word-bestand met de naam van een tekst.")),
}


def test_a_folder_with_all_of_them(tmp_path: Path) -> None:
    corpus, store = write_files(tmp_path / "c", GOOD | {name: data for name, (data, _) in BAD.items()}), tmp_path / "s"
    report = build_with(ENCODER, corpus, store)
    reasons = {skipped.name: skipped.reason for skipped in report.skipped}
    assert reasons.keys() == BAD.keys()
    assert [name for name, reason in reasons.items() if not reason.startswith(BAD[name][1])] == []
    opened = Store.open(store)
    assert opened.documents.keys() == GOOD.keys()
    places = {}
    for passage in opened.passages:
        for sentence in passage.sentences:
            places[sentence.of(opened.text(passage.document_id))] = opened.locator(passage, sentence)
    for text, page, heading, row in [
        ("Er gaan 250 militairen naar Mali.", 2, None, None),
        ("Er gaan 35 militairen.", None, "Jordanië", None),
        ("Jansen telt er 35.", None, "Over 35", None),
        ("Land: Mali | Aantal: 250", None, None, 2),
        ("Land: Irak | Aantal: 35", None, None, 3),
        ("De brug is open.", None, None, None),
    ]:
        assert (places[text].page, places[text].heading, places[text].row) == (page, heading, row)


def test_what_has_not_changed_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, store = write_files(tmp_path / "c", GOOD), tmp_path / "s"
    (corpus / "deels.pdf").write_bytes(pdf([column(["Jansen."]), []]))
    encoder = Counting(" ".join(ENCODER.vocabulary))
    first = build_with(encoder, corpus, store)
    assert first.remarks == {"deels.pdf": "page 2 without text (pictures or empty)"}
    before = Store.open(store)

    def not_again(*_: object) -> Extraction:
        raise AssertionError("parsed again")

    monkeypatch.setattr(Parser, "read", not_again)
    again = build_with(encoder, corpus, store)
    assert (again.generation, again.remarks) == ("1", first.remarks)
    (corpus / "nota.Pdf").rename(corpus / "hernoemd.pdf")
    report = build_with(encoder, corpus, store)
    assert (report.added, report.changed, report.removed, report.embedded) == (("hernoemd.pdf",), (), ("nota.Pdf",), 0)
    after = Store.open(store)
    assert after.text("hernoemd.pdf") == before.text("nota.Pdf")
    assert [after.locator(q, q.span).page for q in after.passages if q.document_id == "hernoemd.pdf"] == [
        before.locator(q, q.span).page for q in before.passages if q.document_id == "nota.Pdf"
    ]
    monkeypatch.undo()
    (corpus / "hernoemd.pdf").write_bytes(pdf([column(["Jansen sluit de brug."])]))
    assert build_with(encoder, corpus, store).changed == ("hernoemd.pdf",)
    assert Store.open(store).text("hernoemd.pdf") == "Jansen sluit de brug."


def test_what_was_refused_is_tried_again_by_a_build_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, store = write_files(tmp_path / "c", {"goed.txt": "De brug is open.\n", "stuk.pdf": b"%PDF-1.4\nniets"}), tmp_path / "s"
    tried: list[Path] = []
    read = Parser.read

    def noted(self: Parser, kind: Format, path: Path) -> Extraction:
        tried.append(path)
        return read(self, kind, path)

    monkeypatch.setattr(Parser, "read", noted)
    assert [skipped.name for skipped in build_with(ENCODER, corpus, store).skipped] == ["stuk.pdf"]
    assert len(changes(corpus, store)) == 0
    assert len(tried) == 1
    build_with(ENCODER, corpus, store)
    assert len(tried) == 2
    (corpus / "stuk.pdf").write_bytes(pdf([column(["Jansen."])]))
    assert changes(corpus, store).added == ("stuk.pdf",)


def test_limits_are_settings(tmp_path: Path) -> None:
    corpus = write_files(
        tmp_path / "c", {"a.pdf": pdf([column(["Een."]), column(["Twee."])]), "b.docx": docx(p("woord " * 500)), "c.txt": "Goed."}
    )
    small = Settings(CorpusSettings(max_pages=1, max_unpacked_bytes=1000))
    report = build_with(ENCODER, corpus, tmp_path / "s", small)
    assert [(skipped.name, skipped.reason.split(";")[0]) for skipped in report.skipped] == [
        ("a.pdf", "has 2 pages"),
        ("b.docx", "unfolds to more than 1,000 bytes of text"),
    ]
    large = Settings(CorpusSettings(max_binary_bytes=100))
    with pytest.raises(UnreadableDocument, match="the limit is 100"):
        load(corpus / "a.pdf", corpus, large.corpus)


@pytest.mark.slow
def test_the_peak_of_memory(tmp_path: Path) -> None:
    """Alone with the bombs, and with the bundled models."""
    write_files(tmp_path / "c", {"a.txt": "De brug is open.", "a.pdf": deflated(1024), "b.docx": unfolding("word/document.xml", 300)})
    code = (
        "import re, resource, sys; from pathlib import Path; from qa import build; build(sys.argv[1], sys.argv[2]); "
        # not RUSAGE_SELF, which begins with what the process that started this one had
        "own = int(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1]); "
        "print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "c"), str(tmp_path / "s")], check=True, capture_output=True, text=True
    )
    assert int(done.stdout) < 900_000  # KiB, of the larger of the two processes
