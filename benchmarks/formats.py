"""Readers of formats against each other, on ten files made here: python benchmarks/formats.py

Asks for Chromium, and for what is compared with: pip install pdfplumber trafilatura lxml_html_clean python-docx odfpy reportlab
"""
import html
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from qa.corpus import html as html_reader
from qa.corpus import markdown, open_text, pdf, plain, word
from qa.settings import CorpusSettings
from qa.text.sentences import split
from tests.corpus.making import W, column
from tests.corpus.making import pdf as drawn

ROOT = Path(__file__).parent.parent
Blocks = list[tuple[str, bool]]
PARAGRAPHS = "\n\n"


def article(name: str) -> Blocks:
    path = ROOT / "corpus" / name
    extraction = (markdown if path.suffix == ".md" else plain).read(path.read_text("utf-8"))
    return [(" ".join(block.span.of(extraction.text).split()), block.is_heading) for block in extraction.blocks]


def page(blocks: Blocks, style: str = "", before: str = "", after: str = "", around: str = "div") -> str:
    inner = "".join(f"<h2>{html.escape(text)}</h2>" if heading else f"<p>{html.escape(text)}</p>" for text, heading in blocks)
    return (f"<!doctype html><html lang=nl><head><meta charset=utf-8><title>Artikel</title><style>{style}</style></head>"
            f"<body>{before}<{around}>{inner}</{around}>{after}</body></html>")


def printed(folder: Path, name: str, content: str) -> Path:
    source, target = folder / f"{name}.source.html", folder / f"{name}.pdf"
    source.write_text(content, "utf-8")
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or "google-chrome"
    subprocess.run([browser, "--headless", "--no-sandbox", f"--print-to-pdf={target}", source.as_uri()], check=True, capture_output=True)
    return target


def files(folder: Path) -> list[tuple[Path, Blocks]]:
    import docx as python_docx
    from docx.oxml import parse_xml
    from odf.opendocument import OpenDocumentText
    from odf.text import H, P

    ferry = article("english/electric-ferry-in-westhaven.txt")
    litouwen, golf = article("defensie/nieuwe-lichting-naar-litouwen.md"), article("defensie/fregat-bewaakt-scheepvaart-in-golf.txt")
    found = [(printed(folder, "one column", page(ferry)), ferry),
             (printed(folder, "two columns", page(litouwen, "div{columns:2;text-align:justify} @page{size:A5}")), litouwen)]
    sentence = "De commandant die in het najaar met zijn eenheid vertrekt, heeft aan de minister gevraagd om extra tenten."
    start = "De commandant die in het najaar met zijn eenheid vertrekt, heeft aan de minister"
    pages = [[(72.0, 800.0, "Ministerie — Nota 2020", 9.0, "Helvetica"), (72.0, 40.0, f"Pagina {n} van 6", 9.0, "Helvetica"),
              *column([*(["gevraagd om extra tenten."] if n % 2 == 0 else []),
                       f"Dit is de eerste volle zin op bladzijde {n} van de hele nota.",
                       *([start] if n % 2 else [])], pitch=14)]
             for n in range(1, 7)]
    first = [(f"Dit is de eerste volle zin op bladzijde {n} van de hele nota.", False) for n in range(1, 7)]
    found.append((folder / "running lines.pdf", [*first, (sentence, False)]))
    found[-1][0].write_bytes(drawn(pages))
    document = python_docx.Document()
    for text, heading in golf:
        document.add_heading(text, 1) if heading else document.add_paragraph(text)
    document.save(str(folder / "article.docx"))
    found.append((folder / "article.docx", golf))
    r = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>".format
    lines = (
        r("Er vertrekken ") + "<w:del><w:r><w:delText>200</w:delText></w:r></w:del><w:ins>" + r("250") + "</w:ins>" + r(" militairen."),
        r("Zij wonen in ") + "<w:sdt><w:sdtContent>" + r("Gelderland") + "</w:sdtContent></w:sdt>" + r("."),
        r("Lees ") + "<w:hyperlink>" + r("de brief") + "</w:hyperlink>" + r(" van ") + "<w:smartTag>" + r("mei") + "</w:smartTag>" + r("."))
    document = python_docx.Document()
    for inside in lines:
        document.element.body.insert_element_before(parse_xml(f"<w:p {W}>{inside}</w:p>"), "w:sectPr")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Mali", "250"
    document.save(str(folder / "changes.docx"))
    whole = ("Er vertrekken 250 militairen.", "Zij wonen in Gelderland.", "Lees de brief van mei.", "Mali | 250")
    found.append((folder / "changes.docx", [(text, False) for text in whole]))
    menu = "<nav><ul><li><a href=a>Wonen</a><li><a href=b>Werken</a></ul></nav><div class=cookie-banner>Wij gebruiken cookies.</div>"
    small = [("Wat neemt u mee?", True), ("Uw paspoort", False), ("Een pasfoto", False), ("Leges", False), ("Wat u betaalt.", False)]
    items = "<h2>Wat neemt u mee?</h2><ul><li><span>Uw <em>paspoort</em></span><li>Een pasfoto</ul><dl><dt>Leges<dd>Wat u betaalt.</dl>"
    for name, content, blocks in (("article.html", page(golf, before=menu, after="<footer>Colofon</footer>", around="main"), golf),
                                  ("divs.html", page(ferry, before=menu, after="<div class=footer>Colofon</div>"), ferry),
                                  ("items.html", f"<!doctype html><meta charset=utf-8><title>x</title>{menu}{items}", small)):
        (folder / name).write_text(content, "utf-8")
        found.append((folder / name, blocks))
    for name, blocks in (("article.odt", litouwen), ("ferry.odt", ferry)):
        text_document = OpenDocumentText()
        for text, heading in blocks:
            text_document.text.addElement(H(outlinelevel=1, text=text) if heading else P(text=text))
        text_document.save(str(folder / name))
        found.append((folder / name, blocks))
    return found


def ours(path: Path) -> str:
    reader = {".pdf": pdf, ".docx": word, ".html": html_reader, ".odt": open_text}[path.suffix]
    extraction = reader.read(path, CorpusSettings())
    return PARAGRAPHS.join(block.span.of(extraction.text) for block in extraction.blocks)


def pdfium_text(path: Path) -> str:
    import pypdfium2
    return PARAGRAPHS.join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(path)).replace("\r\n", "\n")


def pdfplumber_text(path: Path) -> str:
    import pdfplumber
    with pdfplumber.open(path) as document:
        return PARAGRAPHS.join(one.extract_text() for one in document.pages)


def python_docx_text(path: Path) -> str:
    import docx as python_docx
    document = python_docx.Document(io.BytesIO(path.read_bytes()))
    rows = [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return PARAGRAPHS.join([*(paragraph.text for paragraph in document.paragraphs), *rows])


def trafilatura_text(path: Path) -> str:
    import trafilatura
    return (trafilatura.extract(path.read_text("utf-8"), include_comments=False) or "").replace("\n", PARAGRAPHS)


def odfpy_text(path: Path) -> str:
    from odf import teletype
    from odf.opendocument import load
    return PARAGRAPHS.join(teletype.extractText(element) for element in load(path).text.childNodes)


OTHERS: dict[str, Sequence[Callable[[Path], str]]] = {
    ".pdf": [ours, pdfium_text, pdfplumber_text], ".docx": [ours, python_docx_text], ".html": [ours, trafilatura_text],
    ".odt": [ours, odfpy_text]}


def main() -> None:
    print("| file | reader | sentences as written | others | ms |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for path, blocks in files(Path(folder)):
            wanted = [" ".join(span.of(text).split()) for text, _ in blocks for span in split(text)]
            for reader in OTHERS[path.suffix]:
                reader(path)  # imports
                began = time.perf_counter()
                text = reader(path)
                ms = 1000 * (time.perf_counter() - began)
                got = [" ".join(span.of(text).split()) for span in split(text)]
                right = sum(sentence in got for sentence in wanted)
                print(f"| {path.name} | {reader.__name__.removesuffix('_text')} | {right} of {len(wanted)} "
                      f"| {sum(sentence not in wanted for sentence in got)} | {ms:.0f} |")


if __name__ == "__main__":
    main()
