"""Files of every format, made as other programs make them, and files that were made to do harm."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
Piece = tuple[float, float, str, float, str]  # left and baseline in points, text, size, font


def pdf(pages: Iterable[Sequence[Piece]], title: str = "", **how: object) -> bytes:
    """Each page is what stands on it, drawn in this order."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, **how)
    canvas.setTitle(title)
    for pieces in pages:
        for left, baseline, text, size, font in pieces:
            canvas.setFont(font, size)
            canvas.drawString(left, baseline, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def column(
    lines: Sequence[str], left: float = 72, top: float = 720, size: float = 11, font: str = "Helvetica", pitch: float = 14
) -> list[Piece]:
    return [(left, top - pitch * number, line, size, font) for number, line in enumerate(lines)]


def archive(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def docx(body: str, **others: str | bytes) -> bytes:
    """With this XML in its body; other parts by name, "__" for "/" and without their ending."""
    document = f'<?xml version="1.0"?><w:document {W}><w:body>{body}</w:body></w:document>'
    return archive(
        {"[Content_Types].xml": TYPES, "word/document.xml": document}
        | {name.replace("__", "/") + ".xml": part for name, part in others.items()}
    )


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def contents(extraction: object) -> list[tuple[str, bool]]:
    """What the blocks hold, and whether they are headings."""
    return [(block.span.of(extraction.text), block.is_heading) for block in extraction.blocks]  # type: ignore[attr-defined]


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def raw_pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(out),
    )


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)
