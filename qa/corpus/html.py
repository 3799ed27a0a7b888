"""`.html`: the main text of a page, without menus, banners and scripts; title, date, language and address as its metadata say."""
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from qa.corpus.extraction import Extraction, Writer
from qa.corpus.html_furniture import is_furniture
from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings
from qa.text.dates import is_date

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "legend", "li", "main", "ol", "option", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_CELL_CHARACTERS = 500  # more in one cell: the table is there for the layout
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATES = ("article:published_time", "datepublished", "dcterms.issued", "dcterms.date", "dc.date.issued", "dc.date", "dcterms.created",
          "date", "pubdate", "publishdate", "publish-date", "article:modified_time", "dcterms.modified", "last-modified")


def read(path: Path, settings: CorpusSettings) -> Extraction:
    """Blocks are headings, paragraphs, list items, definitions and rows of tables; soft hyphens are dropped.

    Raises:
        UnreadableDocument: there is no text in it.
    """
    # as bytes, because lxml refuses a str that names an encoding; huge_tree, because the depth of a page is no measure of its use
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    page = etree.fromstring(_decoded(path.read_bytes()).encode("utf-8", "replace") or b" ", parser)
    if any(trouble.type_name == "ERR_RESOURCE_LIMIT" for trouble in parser.error_log):  # lxml leaves out the rest without a word
        raise UnreadableDocument("has elements nested thousands deep; save the page anew, or print it to PDF")
    if page is None:
        raise UnreadableDocument("is empty")
    main = _main(page)
    writer = Writer()
    _write(main, writer)
    named = _metadata(page)
    extraction = writer.extraction(title=_title(page, main, named), date=_date(page, main, named), source=_address(page, named),
                                   language=page.get("lang") or page.get(_LANG) or named.get("content-language"))
    if not extraction.blocks:
        raise UnreadableDocument("has no text, only what scripts or frames would show; save the page as it is seen (print it to PDF)")
    return extraction


def _decoded(data: bytes) -> str:
    """UTF-8 where it fits, whatever the page says; else what it says; else Windows-1252."""
    named = _CHARSET.search(data[:4096])
    marked = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    for encoding in (marked, named[1].decode("ascii") if named else "cp1252", "cp1252"):
        try:
            return data.decode("cp1252" if encoding.lower() in ("iso-8859-1", "latin1", "us-ascii", "utf-8", "ascii") else encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _main(page: _Element) -> _Element:
    """The element that says it is the main one, the only article, or the whole page."""
    for found in (list(page.iter("main")), page.xpath("//*[@role='main']"), list(page.iter("article"))):
        if len(found) == 1 and next((text for text in found[0].itertext() if text.strip()), None):
            return found[0]
    return next(page.iter("body"), page)


def _write(main: _Element, writer: Writer) -> None:
    pieces: list[str] = []
    within = Counter[str]()  # of each kind of block, how many are open

    def end() -> None:
        text = "".join(pieces) if within["pre"] else "\n".join(line.strip(" ") for line in _BLANKS.sub(" ", "".join(pieces)).split("\v"))
        writer.block(text.replace("\v", "\n").replace("\u00ad", ""), is_heading=any(within[kind] for kind in _HEADINGS))
        pieces.clear()

    walk = etree.iterwalk(main, events=("start", "end"))
    for event, element in walk:
        kind = element.tag
        if event == "start":
            if is_furniture(element, main):
                walk.skip_subtree()
            elif kind == "br":
                pieces.append("\v")
            elif kind == "tr" and (cells := _cells(element)):
                end()
                writer.block(" | ".join(cells).replace("\u00ad", ""))
                walk.skip_subtree()
            else:
                if kind in _BLOCKS:
                    end()
                    within[kind] += 1
                pieces.append(element.text or "")
        else:
            if kind in _BLOCKS and within[kind]:
                end()
                within[kind] -= 1
            if element is not main:
                pieces.append(element.tail or "")
    end()


def _cells(row: _Element) -> list[str]:
    """The texts of the cells, or none if they hold whole texts or there is but one."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or any(next(cell.iter("table", *_HEADINGS), None) is not None for cell in cells):
        return []
    texts = [" ".join(_BLANKS.sub(" ", "".join(_shown(cell))).split(" ")).strip() for cell in cells]
    return texts if any(texts) and max(map(len, texts)) <= _CELL_CHARACTERS else []


def _shown(cell: _Element) -> Iterator[str]:
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if is_furniture(element, cell):
                walk.skip_subtree()
            else:
                yield " " if element.tag in _BLOCKS or element.tag == "br" else ""
                yield element.text or ""
        elif element is not cell:
            yield element.tail or ""


def _metadata(page: _Element) -> dict[str, str]:
    named: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if name and meta.get("content"):
            named.setdefault(name.lower(), " ".join(meta.get("content", "").split()))
    return named


def _title(page: _Element, main: _Element, named: dict[str, str]) -> str | None:
    whole = " ".join("".join(next(page.iter("title"), page.makeelement("title")).itertext()).split())
    headings = [" ".join("".join(heading.itertext()).split()) for heading in main.iter("h1")]
    if len(headings) == 1 and headings[0] and headings[0] in whole:
        return headings[0]  # without the name of the site
    return named.get("og:title") or whole or None


def _date(page: _Element, main: _Element, named: dict[str, str]) -> str | None:
    return next(filter(is_date, (text[:10] for text in _dates(page, main, named))), None)


def _dates(page: _Element, main: _Element, named: dict[str, str]) -> Iterator[str]:
    for script in page.iter("script"):
        if script.get("type") == "application/ld+json":
            yield from _published(script.text or "")
    yield from (named[name] for name in _DATES if name in named)
    yield from _times(page.xpath("//*[@itemprop='datePublished']"))
    yield from _times(main.iter("time"))


def _times(elements: Iterable[_Element]) -> Iterator[str]:
    for element in elements:
        yield element.get("content") or element.get("datetime") or ""


def _published(script: str) -> Iterator[str]:
    try:
        things = [json.loads(script)]
    except (ValueError, RecursionError):
        return
    while things:
        thing = things.pop(0)
        if isinstance(thing, list):
            things += thing
        elif isinstance(thing, dict):
            if isinstance(thing.get("datePublished"), str):
                yield thing["datePublished"]
            things += [thing["@graph"]] if "@graph" in thing else []


def _address(page: _Element, named: dict[str, str]) -> str | None:
    found = [link.get("href", "") for link in page.iter("link") if link.get("rel") == "canonical"]
    return next((address for address in [*found, named.get("og:url", "")] if address.startswith(("https://", "http://"))), None)
