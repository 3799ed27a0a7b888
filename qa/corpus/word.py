"""`.docx`: what Word would show with all changes accepted; footnotes after the paragraph they belong to, no comments, no hidden text."""
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml.etree import _Element

from qa.corpus.archive import Archive, kind_of, property_of
from qa.corpus.extraction import Extraction, Writer
from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_LEFT_OUT = {"del", "moveFrom", "delText", "instrText", "pPr", "rPr", "sdtPr", "rt", "Fallback", "comment", "pict"}
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_HEADING_CHARACTERS = 100  # of a bold paragraph that is one
_CELL_CHARACTERS = 800     # more, in several paragraphs: the table is there for the layout


@dataclass(slots=True)
class _Walk:
    headings: dict[str, bool]                 # style → whether it is the title's (True) or that of another heading
    notes: dict[str, _Element]
    writer: Writer = field(default_factory=Writer)
    title: str | None = None
    pending: str = ""                         # of a paragraph whose end was deleted


def read(path: Path, settings: CorpusSettings) -> Extraction:
    """Blocks are headings (by style, outline level, or a short bold line), paragraphs, list items, and rows of tables.

    Raises:
        UnreadableDocument: it is damaged or too large.
    """
    with Archive(path, settings) as archive:
        root = archive.xml("word/document.xml")
        body = _child(root, "body") if root is not None else None
        if body is None:
            raise UnreadableDocument("is damaged: there is no text part in it; make it anew")
        walk = _Walk(_heading_styles(archive.xml("word/styles.xml")), {})
        for part in ("footnotes", "endnotes"):
            notes = archive.xml(f"word/{part}.xml")
            for note in notes if notes is not None else ():
                walk.notes[f"{part[:-1]} {_value(note, 'id')}"] = note
        _blocks(body, walk)
        return walk.writer.extraction(title=property_of(archive.xml("docProps/core.xml"), "title") or walk.title)


def _blocks(parent: _Element, walk: _Walk) -> None:
    for element in parent:
        kind = kind_of(element)
        if kind == "p":
            _paragraph(element, walk)
        elif kind == "tbl":
            _table(element, walk)
        elif kind not in _LEFT_OUT:  # sdt, ins, customXml: what is around paragraphs
            _blocks(element, walk)


def _paragraph(paragraph: _Element, walk: _Walk) -> None:
    text = walk.pending + _text(paragraph)
    properties = _child(paragraph, "pPr")
    if properties is not None and any(kind_of(e) == "del" for run in properties if kind_of(run) == "rPr" for e in run):
        walk.pending = text
        return
    walk.pending = ""
    level = _level(paragraph, properties, text, walk)
    walk.writer.block(text, is_heading=level is not None)
    if level and walk.title is None:
        walk.title = " ".join(text.split()) or None
    _asides(paragraph, walk)


def _asides(paragraph: _Element, walk: _Walk) -> None:
    """What stands in a paragraph but is not of its line: footnotes and boxes."""
    for element in _shown(paragraph):
        if kind_of(element) in ("footnoteReference", "endnoteReference"):
            note = walk.notes.pop(f"{kind_of(element).removesuffix('Reference')} {_value(element, 'id')}", None)
            if note is not None:
                _blocks(note, walk)
        elif kind_of(element) == "txbxContent":
            _blocks(element, walk)


def _level(paragraph: _Element, properties: _Element | None, text: str, walk: _Walk) -> bool | None:
    """Whether a heading is the title; None of what is no heading."""
    if properties is not None:
        style, outline = _child(properties, "pStyle"), _child(properties, "outlineLvl")
        if style is not None and _value(style, "val") in walk.headings:
            return walk.headings[_value(style, "val")]
        if outline is not None and _value(outline, "val") < "9":
            return False
        if _child(properties, "numPr") is not None:
            return None
    runs = [e for e in _shown(paragraph) if kind_of(e) == "r" and _text(e).strip()]
    text = text.strip()
    short = 0 < len(text) <= _HEADING_CHARACTERS and "\n" not in text and text[-1] not in ".;:," and any(c.isalpha() for c in text)
    return False if short and runs and all(_is_bold(run) for run in runs) else None


def _table(table: _Element, walk: _Walk) -> None:
    rows = [list(_inside(row, "tc")) for row in _inside(table, "tr") if not _is_deleted(row)]
    for cells in rows:
        texts = [[t for p in _inside(cell, "p") if (t := " ".join(_text(p).split()))] for cell in cells]
        if len(cells) == 1 or any(len(cell) > 1 and sum(map(len, cell)) > _CELL_CHARACTERS for cell in texts):
            for cell in cells:
                _blocks(cell, walk)
        elif any(texts):
            walk.writer.block(" | ".join(" ".join(cell) for cell in texts))
            for cell in cells:
                for paragraph in _inside(cell, "p"):
                    _asides(paragraph, walk)


def _inside(parent: _Element, kind: str) -> Iterator[_Element]:
    """The nearest descendants of a kind, whatever is around them; those of a table in a cell are its own affair, but for their text."""
    for element in parent:
        if kind_of(element) == kind:
            yield element
        elif kind_of(element) not in _LEFT_OUT:
            yield from _inside(element, kind)


def _text(element: _Element) -> str:
    return "".join(_pieces(element)).replace("\u00ad", "")


def _pieces(element: _Element) -> Iterator[str]:
    for child in _shown(element):
        kind = kind_of(child)
        if kind == "t":
            yield child.text or ""
        elif kind in _SIGNS:
            yield _SIGNS[kind]


def _shown(element: _Element) -> Iterator[_Element]:
    """Everything in a paragraph or run that is seen, in order; of a text box only the box."""
    stack = [iter((element,))]
    while stack:
        one = next(stack[-1], None)
        if one is None:
            stack.pop()
            continue
        kind = kind_of(one)
        if kind in _LEFT_OUT or (kind == "r" and _is_hidden(one)):
            continue
        yield one
        if kind != "txbxContent":
            stack.append(iter(one))


def _heading_styles(styles: _Element | None) -> dict[str, bool]:
    found: dict[str, bool] = {}
    based: dict[str, str] = {}
    for style in styles if styles is not None else ():
        if kind_of(style) != "style":
            continue
        name, base, properties = _child(style, "name"), _child(style, "basedOn"), _child(style, "pPr")
        key, named = _value(style, "styleId"), _value(name, "val").lower() if name is not None else ""
        outline = _child(properties, "outlineLvl") if properties is not None else None
        if named == "title":
            found[key] = True
        elif named.startswith("heading ") or named == "subtitle" or (outline is not None and _value(outline, "val") < "9"):
            found[key] = False
        elif base is not None:
            based[key] = _value(base, "val")
    for key, base_key in based.items():
        seen = {key}
        while base_key in based and base_key not in seen:
            seen.add(base_key)
            base_key = based[base_key]
        if base_key in found:
            found[key] = False
    return found


def _is_hidden(run: _Element) -> bool:
    return _is_on(run, "vanish")


def _is_bold(run: _Element) -> bool:
    return _is_on(run, "b")


def _is_on(run: _Element, name: str) -> bool:
    properties = _child(run, "rPr")
    switch = _child(properties, name) if properties is not None else None
    return switch is not None and _value(switch, "val") not in ("0", "false", "off")


def _is_deleted(row: _Element) -> bool:
    properties = _child(row, "trPr")
    return properties is not None and _child(properties, "del") is not None


def _child(element: _Element, name: str) -> _Element | None:
    return next((child for child in element if kind_of(child) == name), None)


def _value(element: _Element, name: str) -> str:
    return element.get(_W + name) or element.get(_STRICT + name) or ""
