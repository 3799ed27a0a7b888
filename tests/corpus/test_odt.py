"""`.odt`, and `.pptx`: headings, lists, notes, tables; no deleted text and no comments."""

from pathlib import Path

import pytest
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import H, List, ListItem, Note, NoteBody, NoteCitation, P

from qa.corpus import open_text, slides
from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings
from tests.corpus.making import archive, contents, written

PLACE = '<p:ph type="title"/>'
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


def test_a_document_of_odfpy(tmp_path: Path) -> None:
    document = OpenDocumentText()
    paragraph = P(text="Er gaan zo’n 35 militairen")
    note = Note(noteclass="footnote")
    note.addElement(NoteCitation(text="1"))
    body = NoteBody()
    body.addElement(P(text="Brief van 3 mei."))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addText(" naar Jordanië.")
    items = List()
    for text in ("Paspoort mee.", "Visum mee."):
        item = ListItem()
        item.addElement(P(text=text))
        items.addElement(item)
    table = Table()
    for cells in (("Land", "Aantal"), ("Mali", "250")):
        row = TableRow()
        for text in cells:
            cell = TableCell()
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    for element in (P(stylename="Title", text="Nota inzet"), H(outlinelevel=1, text="Jordanië"), paragraph, items, table):
        document.text.addElement(element)
    document.save(str(tmp_path / "a.odt"))
    extraction = open_text.read(tmp_path / "a.odt", CorpusSettings())
    assert extraction.title == "Nota inzet"
    assert contents(extraction) == [
        ("Nota inzet", True),
        ("Jordanië", True),
        ("Er gaan zo’n 35 militairen naar Jordanië.", False),
        ("Brief van 3 mei.", False),
        ("Paspoort mee.", False),
        ("Visum mee.", False),
        ("Land | Aantal", False),
        ("Mali | 250", False),
    ]


def test_changes_comments_blanks_and_boxes(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>200</text:p></text:deletion></text:changed-region>"
        "</text:tracked-changes><text:p>Er<text:s text:c='900000000'/>gaan <office:annotation><text:p>Klopt dit?</text:p>"
        "</office:annotation><text:span>250</text:span><text:line-break/>militairen.<draw:frame><draw:text-box>"
        "<text:p>In het kader.</text:p></draw:text-box></draw:frame></text:p>"
    )
    content = f"<office:document-content {NAMES}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    data = archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
    assert contents(open_text.read(written(tmp_path, "a.odt", data), CorpusSettings())) == [
        ("Er gaan 250\nmilitairen.", False),
        ("In het kader.", False),
    ]


def test_a_footnote_in_a_table_comes_after_its_row(tmp_path: Path) -> None:
    note = "<text:note><text:note-body><text:p>Vanaf 1 januari 120 euro.</text:p></text:note-body></text:note>"
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("Boete", f"95 euro{note}"))
    body = f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    content = f"<office:document-content {NAMES}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    data = archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
    found = [text for text, _ in contents(open_text.read(written(tmp_path, "a.odt", data), CorpusSettings()))]
    assert found == ["Boete | 95 euro", "Vanaf 1 januari 120 euro."]


def test_locked(tmp_path: Path) -> None:
    data = archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
    with pytest.raises(UnreadableDocument, match="needs a password"):
        open_text.read(written(tmp_path, "a.odt", data), CorpusSettings())


def test_slides_in_their_order(tmp_path: Path) -> None:
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

    def slide(title: str, text: str) -> str:
        shape = "<p:sp><p:nvSpPr><p:nvPr>{}</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>"
        return f"<p:sld {a}><p:cSld>{shape.format('', text)}{shape.format(PLACE, title)}</p:cSld></p:sld>"

    order = "<p:sldId r:id='b'/><p:sldId r:id='a'/>"
    targets = "<Relationship Id='a' Target='slides/1.xml'/><Relationship Id='b' Target='slides/2.xml'/>"
    data = archive(
        {
            "ppt/presentation.xml": f"<p:presentation {a} {r}><p:sldIdLst>{order}</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": f"<Relationships>{targets}</Relationships>",
            "ppt/slides/1.xml": slide("Mali", "Daar waren 250 militairen."),
            "ppt/slides/2.xml": slide("Jordanië", "Daar zijn 35 militairen."),
        }
    )
    extraction = slides.read(written(tmp_path, "a.pptx", data), CorpusSettings())
    assert contents(extraction) == [
        ("Jordanië", True),
        ("Daar zijn 35 militairen.", False),
        ("Mali", True),
        ("Daar waren 250 militairen.", False),
    ]
    assert [page for _, page in extraction.pages] == [1, 2]
