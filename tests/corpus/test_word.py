"""`.docx`: every word that Word shows stands in its sentence, deleted ones never; headings, lists, footnotes and tables."""

from pathlib import Path

import docx
import pytest

from qa.corpus.extraction import Extraction
from qa.corpus.word import read
from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings
from tests.corpus.making import W, archive, contents, p, written
from tests.corpus.making import docx as made


def extracted(folder: Path, data: bytes) -> Extraction:
    return read(written(folder, "a.docx", data), CorpusSettings())


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_a_document_of_python_docx(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = ""
    document.add_heading("Nota inzet", 0)
    document.add_heading("Jordanië", 1)
    document.add_paragraph("Er gaan zo’n 35 militairen.")
    document.add_paragraph("Paspoort mee.", style="List Bullet")
    document.add_paragraph("Visum mee.", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), ("Land", "Aantal", "Mali", "250"), strict=True):
        cell.text = text
    document.add_paragraph().add_run("Vet maar geen kopstijl").bold = True
    document.add_paragraph("Een tekst.")
    document.save(str(tmp_path / "a.docx"))
    extraction = read(tmp_path / "a.docx", CorpusSettings())
    assert extraction.title == "Nota inzet"
    assert contents(extraction) == [
        ("Nota inzet", True),
        ("Jordanië", True),
        ("Er gaan zo’n 35 militairen.", False),
        ("Paspoort mee.", False),
        ("Visum mee.", False),
        ("Land | Aantal", False),
        ("Mali | 250", False),
        ("Vet maar geen kopstijl", True),
        ("Een tekst.", False),
    ]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (
            run("Er vertrekken ")
            + "<w:del><w:r><w:delText>200</w:delText></w:r></w:del><w:ins>"
            + run("250")
            + "</w:ins>"
            + run(" militairen."),
            "Er vertrekken 250 militairen.",
        ),
        (
            run("Zij wonen in ") + "<w:sdt><w:sdtPr/><w:sdtContent>" + run("Gelderland") + "</w:sdtContent></w:sdt>" + run("."),
            "Zij wonen in Gelderland.",
        ),
        (
            run("Lees ")
            + "<w:hyperlink>"
            + run("de brief")
            + "</w:hyperlink>"
            + run(" van ")
            + "<w:smartTag>"
            + run("mei")
            + "</w:smartTag>.",
            "Lees de brief van mei",
        ),
        (
            run("Op ") + "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
            + run("3 mei")
            + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
            + run(" dus."),
            "Op 3 mei dus.",
        ),
        (run("Open") + run(" geheim", "<w:vanish/>") + run("baar."), "Openbaar."),
        ("<w:moveFrom>" + run("weg ") + "</w:moveFrom><w:moveTo>" + run("hier ") + "</w:moveTo>" + run("gezet."), "hier gezet."),
        (
            run("F")
            + "<w:r><w:noBreakHyphen/></w:r>"
            + run("16, onder")
            + "<w:r><w:softHyphen/></w:r>"
            + run("nemers")
            + "<w:r><w:tab/></w:r>"
            + run("x."),
            "F-16, ondernemers x.",
        ),
        (
            "<w:commentRangeStart w:id='1'/>" + run("Tekst.") + "<w:commentRangeEnd w:id='1'/><w:r><w:commentReference w:id='1'/></w:r>",
            "Tekst.",
        ),
    ],
    ids=["changes", "control", "link", "field", "hidden", "moved", "signs", "comment"],
)
def test_what_is_around_words(tmp_path: Path, inside: str, text: str) -> None:
    assert contents(extracted(tmp_path, made(f"<w:p>{inside}</w:p>"))) == [(text, False)]


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next(tmp_path: Path) -> None:
    body = p("De brug is ", "<w:rPr><w:del w:id='1'/></w:rPr>") + p("open.")
    assert contents(extracted(tmp_path, made(body))) == [("De brug is open.", False)]


def test_deleted_rows_footnotes_and_boxes(tmp_path: Path) -> None:
    note = f"<w:footnotes {W}><w:footnote w:id='2'>{p('Brief van 3 mei.')}</w:footnote></w:footnotes>"
    box = "<w:r><w:drawing><w:txbxContent>" + p("In het kader.") + "</w:txbxContent></w:drawing></w:r>"
    rows = "".join(
        f"<w:tr><w:trPr>{gone}</w:trPr><w:tc>{p(a)}</w:tc><w:tc>{p(b)}</w:tc></w:tr>"
        for gone, a, b in (("", "Mali", "250"), ("<w:del w:id='3'/>", "Irak", "9"))
    )
    body = (
        "<w:p>" + run("Zie de brief") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + run(" hier.") + box + f"</w:p><w:tbl>{rows}</w:tbl>"
    )
    assert [text for text, _ in contents(extracted(tmp_path, made(body, word__footnotes=note)))] == [
        "Zie de brief hier.",
        "Brief van 3 mei.",
        "In het kader.",
        "Mali | 250",
    ]


def test_a_footnote_in_a_table_comes_after_its_row(tmp_path: Path) -> None:
    note = f"<w:footnotes {W}><w:footnote w:id='2'>{p('Vanaf 1 januari 120 euro.')}</w:footnote></w:footnotes>"
    noted = "<w:p>" + run("95 euro") + "<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    rows = "".join(f"<w:tr><w:tc>{p(name)}</w:tc><w:tc>{amount}</w:tc></w:tr>" for name, amount in (("Boete", noted), ("Leges", p("9"))))
    found = [text for text, _ in contents(extracted(tmp_path, made(f"<w:tbl>{rows}</w:tbl>", word__footnotes=note)))]
    assert found == ["Boete | 95 euro", "Vanaf 1 januari 120 euro.", "Leges | 9"]


def test_a_heading_style_of_ones_own(tmp_path: Path) -> None:
    styles = (
        f"<w:styles {W}><w:style w:styleId='Kop1'><w:name w:val='heading 1'/></w:style>"
        "<w:style w:styleId='Mijn'><w:name w:val='Mijn kop'/><w:basedOn w:val='Kop1'/></w:style></w:styles>"
    )
    body = p("Eigen kop", "<w:pStyle w:val='Mijn'/>") + p("Naar niveau", "<w:outlineLvl w:val='2'/>") + p("Tekst.")
    assert contents(extracted(tmp_path, made(body, word__styles=styles))) == [("Eigen kop", True), ("Naar niveau", True), ("Tekst.", False)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 geen archief", "is damaged"),
        (archive({"word/document.xml": "<w:document"}), "is damaged: its part 'word/document.xml' is not XML"),
        (archive({"x.xml": "<x/>"}), "is damaged: there is no text part"),
    ],
)
def test_damage(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument) as error:
        extracted(tmp_path, data)
    assert str(error.value).startswith(reason)
