"""`.pptx`: the text of the slides in their order; the number of the slide is its page, its title a heading."""
from pathlib import Path

from lxml.etree import _Element

from qa.corpus.archive import Archive, property_of
from qa.corpus.extraction import Extraction, Writer
from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TITLES = ("title", "ctrTitle")


def read(path: Path, settings: CorpusSettings) -> Extraction:
    """Blocks are titles, paragraphs and rows of tables; notes of the speaker are left out.

    Raises:
        UnreadableDocument: it is damaged or too large.
    """
    writer = Writer()
    with Archive(path, settings) as archive:
        show, relations = archive.xml("ppt/presentation.xml"), archive.xml("ppt/_rels/presentation.xml.rels")
        if show is None or relations is None:
            raise UnreadableDocument("is damaged: there are no slides in it; make it anew")
        targets = {relation.get("Id"): str(relation.get("Target")) for relation in relations}
        for number, slide in enumerate(show.iter("{*}sldId"), 1):
            root = archive.xml(f"ppt/{targets.get(slide.get(_R + 'id'), '').removeprefix('/ppt/')}")
            if root is not None and root.get("show") != "0":
                _slide(root, writer, number)
        return writer.extraction(title=property_of(archive.xml("docProps/core.xml"), "title"))


def _slide(root: _Element, writer: Writer, number: int) -> None:
    shapes = list(root.iter("{*}sp", "{*}graphicFrame"))
    for shape in sorted(shapes, key=lambda one: not _is_title(one)):
        for row in shape.iter("{*}tr"):
            writer.block(" | ".join(" ".join(_text(cell).split()) for cell in row.iter("{*}tc")), page=number)
        if next(shape.iter("{*}tr"), None) is None:
            for paragraph in shape.iter("{*}p"):
                writer.block(_text(paragraph), is_heading=_is_title(shape), page=number)


def _is_title(shape: _Element) -> bool:
    return any(place.get("type") in _TITLES for place in shape.iter("{*}ph"))


def _text(element: _Element) -> str:
    return "".join(" " if piece.tag.endswith("}br") else piece.text or "" for piece in element.iter("{*}t", "{*}br"))
