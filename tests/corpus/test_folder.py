"""A folder to documents: what is read, what is passed over, what is skipped by name and why."""

import hashlib
import os
from pathlib import Path

import pytest

from qa.corpus.folder import Loaded, Skipped, load, paths
from qa.corpus.formats import READ
from qa.errors import CorpusError, UnreadableDocument
from qa.settings import CorpusSettings
from tests.corpus.making import archive
from tests.fakes import write_files

TEXT = "De brug is open. De brugwachter heet Jansen.\n"


def names(corpus: Path, exclude: Path | None = None) -> list[str]:
    return [path.relative_to(corpus).as_posix() for path in paths(corpus, exclude) if isinstance(path, Path)]


def skipped(corpus: Path) -> list[Skipped]:
    return [path for path in paths(corpus) if isinstance(path, Skipped)]


def loaded(corpus: Path, name: str) -> Loaded:
    return load(corpus / name, corpus, CorpusSettings())


def test_files_are_found_below_the_folder_in_order(tmp_path: Path) -> None:
    write_files(tmp_path, dict.fromkeys(["b.txt", "a.md", "sub/c.txt", "map.txt/in.txt", "sub/dieper/d.md"], TEXT))
    assert names(tmp_path) == ["a.md", "b.txt", "map.txt/in.txt", "sub/c.txt", "sub/dieper/d.md"]


def test_droppings_are_passed_over(tmp_path: Path) -> None:
    droppings = [
        "~$nota.docx",
        ".DS_Store",
        "._nota.pdf",
        "Thumbs.db",
        "nota.txt~",
        ".#nota.md",
        "nota.docx.part",
        ".git/config.txt",
        "desktop.ini",
        "nota.txt.swp",
        "nota.txt.tmp",
        "nota.txt.crdownload",
        ".verborgen/nota.txt",
    ]
    write_files(tmp_path, dict.fromkeys([*droppings, "goed.txt"], TEXT))
    assert names(tmp_path) == ["goed.txt"]
    assert skipped(tmp_path) == []


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_a_first_line_with_a_date_counts_in_every_format(tmp_path: Path, name: str) -> None:
    break_ = "<p>" if name == "a.html" else "\n\n"
    write_files(tmp_path, {name: f"{'<html>' if name == 'a.html' else ''}date 2020-09 Nota over de brug{break_}{TEXT}"})
    one = loaded(tmp_path, name)
    assert (one.document.date, one.document.title) == ("2020-09", "Nota over de brug")
    assert [block.span.of(one.text) for block in one.blocks] == [TEXT.strip()]


def test_an_archive_that_is_damaged_inside_costs_one_file(tmp_path: Path) -> None:
    data = archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
    stream = 30 + len("mimetype")  # after the local header
    (tmp_path / "a.odt").write_bytes(data[:stream] + b"\xff" * 12 + data[stream + 12:])
    with pytest.raises(UnreadableDocument, match="is damaged"):
        loaded(tmp_path, "a.odt")


def test_the_store_may_stand_in_the_corpus(tmp_path: Path) -> None:
    write_files(tmp_path, dict.fromkeys(["a.txt", "embeddings/README.md", "sub/embeddings/b.txt"], TEXT))
    assert names(tmp_path, exclude=tmp_path / "embeddings") == ["a.txt", "sub/embeddings/b.txt"]


@pytest.mark.parametrize("corpus", ["weg", "bestand.txt"])
def test_no_folder(tmp_path: Path, corpus: str) -> None:
    write_files(tmp_path, {"bestand.txt": TEXT})
    with pytest.raises(CorpusError, match=rf"there is no corpus folder .*{corpus}.*--corpus"):
        list(paths(tmp_path / corpus))


def test_links(tmp_path: Path) -> None:
    outside, corpus = tmp_path / "buiten", tmp_path / "corpus"
    write_files(tmp_path, {"buiten/geheim.txt": TEXT, "corpus/a.txt": TEXT, "corpus/sub/b.txt": TEXT})
    for link, target in {
        "uit.txt": outside / "geheim.txt",
        "op.txt": "../buiten/geheim.txt",
        "map": outside,
        "rond": ".",
        "in.txt": "sub/b.txt",
        "kapot.txt": "weg.txt",
    }.items():
        (corpus / link).symlink_to(target)
    assert names(corpus) == ["a.txt", "in.txt", "kapot.txt", "sub/b.txt"]
    assert {s.name: s.reason for s in skipped(corpus)} == {
        "uit.txt": "is a link that points out of the corpus",
        "op.txt": "is a link that points out of the corpus",
        "map": "is a link to a folder, which is not followed",
        "rond": "is a link to a folder, which is not followed",
    }
    with pytest.raises(UnreadableDocument, match="is not a regular file"):
        loaded(corpus, "kapot.txt")


@pytest.mark.parametrize(
    "name",
    ["met\nregeleinde.txt", "met \"quotes\" en 'apostrof'.txt", "fiets🚲.txt", "<b>vet.txt", "HOOFD.TXT", "punt.in.naam.md"]
    + ["LEESMIJ", "hoofd.Csv"],
)
def test_odd_names_are_read(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, {name: TEXT})
    assert names(tmp_path) == [name]
    assert loaded(tmp_path, name).document.id == name


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("leeg.txt", "", "is empty"),
        ("blanco.txt", " \n\t\n", "is empty"),
        ("alleen-kop.txt", "date 2020-09 Een titel zonder tekst", "is empty"),
        ("leeg.md", "---\ntitle: Niets\n---\n", "is empty"),
        ("foto.jpg", "x", "has the ending '.jpg'; only PDF, Word (.docx), .odt, .pptx, HTML, .csv, .tsv, .jsonl, .txt and .md are read"),
        ("tabel.xlsx", "x", f"has the ending '.xlsx'; only {READ} are read; save it as .csv"),
        ("nul", b"zonder uitgang \x00", "is binary, not text"),
        ("nul.txt", b"een regel met een \x00", "is binary, not text"),
        ("kapot.txt", b"caf\xe9 \x81", "cannot be decoded: byte 5 "),
        ("lijn.txt", "x" * 1_000_001, "has a line of more than 1,000,000 characters"),
    ],
)
def test_what_cannot_be_a_document_says_why(tmp_path: Path, name: str, content: str | bytes, reason: str) -> None:
    write_files(tmp_path, {name: content})
    with pytest.raises(UnreadableDocument) as error:
        loaded(tmp_path, name)
    assert str(error.value).startswith(reason)


def test_50_megabytes_of_one_line_are_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "groot.txt").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(UnreadableDocument, match="is 50,000,000 bytes; the limit is 20,000,000"):
        loaded(tmp_path, "groot.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.txt")
    with pytest.raises(UnreadableDocument, match="is not a regular file"):
        loaded(tmp_path, "pijp.txt")


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("a.txt", "date 2020-09 Over  de brug\n\n" + TEXT, "Over de brug"),
        ("a.txt", "Om en om\n\n" + TEXT, "Om en om"),
        ("a.txt", "Eerste regel is een zin.\nEn nog een.\n", "Eerste regel is een zin."),
        ("a.txt", "woord " * 40 + ".\n", "woord " * 16 + "…"),
        ("a.md", "---\ntitle: Uit de kop\n---\n# Kop\n\n" + TEXT, "Uit de kop"),
        ("a.md", "---\ntitle: ' '\n---\n# Kop\n\n" + TEXT, "Kop"),
        ("a.md", "Tekst.\n\n# Kop\n", "Kop"),
        ("a.html", "<p>date 2020-09 Over de brug</p><p>De brug is open.</p>", "Over de brug"),
        ("a.csv", "Land,Aantal\nMali,250", "Land, Aantal"),
    ],
)
def test_the_title_is_never_the_file_name(tmp_path: Path, name: str, content: str, title: str) -> None:
    write_files(tmp_path, {name: content})
    assert loaded(tmp_path, name).document.title == title


@pytest.mark.parametrize(
    ("content", "language"),
    [
        ("De brug is open en de brugwachter heet Jansen.", "nl"),
        ("The bridge is open and the keeper is called Jansen.", "en"),
        ("---\nlanguage: en\n---\nDe brug is open.", "en"),
        ("---\nlanguage: NL-be\n---\nThe bridge is open.", "nl"),
        ("---\nlanguage: Klingon\n---\nThe bridge is open and it is closed.", "en"),
    ],
)
def test_language(tmp_path: Path, content: str, language: str) -> None:
    write_files(tmp_path, {"a.md": content})
    assert loaded(tmp_path, "a.md").document.language == language


def test_the_hash_changes_only_with_what_is_stored(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "lf.txt": TEXT.encode(),
            "crlf.txt": TEXT.replace("\n", "\r\n").encode(),
            "bom.txt": TEXT.encode("utf-8-sig"),
            "utf-16.txt": TEXT.encode("utf-16"),
            "ander.txt": TEXT.replace("Jansen", "Hansen"),
        },
    )
    lf, *same, other = (loaded(tmp_path, name) for name in ("lf.txt", "crlf.txt", "bom.txt", "utf-16.txt", "ander.txt"))
    assert {item.text for item in same} == {lf.text}
    assert {item.hash for item in same} == {lf.hash} != {other.hash}
    assert len(lf.hash) == hashlib.sha256().digest_size * 2


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.html"])
def test_what_is_read_in_another_way_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    write_files(tmp_path, {name: TEXT})
    before = loaded(tmp_path, name).hash
    assert loaded(tmp_path, name).hash == before
    monkeypatch.setattr("qa.corpus.folder._READING", 99)
    assert loaded(tmp_path, name).hash != before
