"""`.odt`: text as LibreOffice shows it; footnotes after the paragraph they belong to, without comments and deleted text."""
from collections.abc import Iterator
from pathlib import Path

from lxml.etree import _Element

from qa.corpus.archive import Archive, kind_of, property_of
from qa.corpus.extraction import Extraction, Writer
from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LEFT_OUT = {"tracked-changes", "annotation", "annotation-end", "table-of-content", "illustration-index", "table-index",
             "alphabetical-index", "note", "note-citation", "ruby-text", "sequence-decls", "forms", "desc", "hidden-paragraph"}
_BOXES = {"text-box"}


def read(path: Path, settings: CorpusSettings) -> Extraction:
    """Blocks are headings, paragraphs, list items, and rows of tables.

    Raises:
        UnreadableDocument: it is damaged or too large.
    """
    with Archive(path, settings) as archive:
        root = archive.xml("content.xml")
        body = next(root.iter("{*}text"), None) if root is not None else None
        if root is None or body is None:
            raise UnreadableDocument("is damaged, or needs a password; save it anew without one")
        titles = _title_styles(root)
        writer = Writer()
        title = _blocks(body, writer, titles)
        return writer.extraction(title=property_of(archive.xml("meta.xml"), "title") or title)


def _blocks(parent: _Element, writer: Writer, titles: set[str]) -> str | None:
    """Writes what is in an element; returns the first title in it."""
    title: str | None = None
    for element in parent:
        kind = kind_of(element)
        if kind in ("p", "h"):
            text = "".join(_pieces(element))
            is_title = element.get(_TEXT + "style-name", "") in titles
            writer.block(text, is_heading=kind == "h" or is_title)
            title = title or (" ".join(text.split()) or None if is_title else None)
        elif kind == "table-row":
            cells = [" ".join("".join(_pieces(cell)).split()) for cell in element if kind_of(cell) == "table-cell"]
            if any(cells):
                writer.block(" | ".join(cells))
        if kind in ("p", "h", "table-row"):
            for box in _asides(element):
                title = _blocks(box, writer, titles) or title
        elif kind not in _LEFT_OUT:
            title = _blocks(element, writer, titles) or title
    return title


def _pieces(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        kind = kind_of(child)
        if kind == "line-break":
            yield "\n"
        elif kind in ("s", "tab"):
            yield " "
        elif kind and kind not in _LEFT_OUT | _BOXES:
            yield from _pieces(child)
            if kind in ("p", "h"):  # in a cell
                yield " "
        yield child.tail or ""


def _asides(element: _Element) -> Iterator[_Element]:
    """What stands in a paragraph or row but is not of its line: footnotes and boxes, the outermost ones."""
    for child in element:
        if kind_of(child) == "note":
            yield from (part for part in child if kind_of(part) == "note-body")
        elif kind_of(child) in _BOXES:
            yield child
        elif kind_of(child) not in _LEFT_OUT:
            yield from _asides(child)


def _title_styles(root: _Element) -> set[str]:
    return {"Title", "Subtitle"} | {style.get(_STYLE + "name", "") for style in root.iter(_STYLE + "style")
                                    if style.get(_STYLE + "parent-style-name") in ("Title", "Subtitle")}
