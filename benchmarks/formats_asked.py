"""The same text in other formats, asked the same questions: python benchmarks/formats_asked.py [KEEP]

The development articles, four to a document under a title each, are converted by LibreOffice, pandoc and Chromium. Counted are the questions that
are answered rightly (F1 of words from .5) from the `.txt` of that text: how many are from the other format too, and with the heading and the page or
row where the answer stands. Asks for pandoc, soffice, chromium and pdftotext (poppler-utils) on the PATH. KEEP is a new folder for the files.
"""
import csv
import html
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from qa import Answer, Assistant, build
from qa.corpus import plain
from qa.evaluation.metrics import f1

DATA = Path(__file__).parent / "data" / "own.dev"
PROGRAMS = ("pandoc", "soffice", "chromium", "pdftotext")
TOGETHER = 4  # articles in a document
RIGHT = 0.5   # F1
CONTEXT = 25  # letters before or after an answer that must stand on its page with it
A5 = "@page{size:A5;margin:18mm 15mm}p{text-align:justify}"
RUNNING = A5 + "@page{@top-left{content:'Regionale berichten'}@top-right{content:'Jaargang 2021'}@bottom-center{content:counter(page)}}"
COLUMNS = RUNNING.replace("A5", "A4") + "body{columns:2;font:10pt sans-serif}h1{font-size:13pt}"
MENU = "<nav><ul><li><a href='/'>Voorpagina</a></li><li><a href='/regio'>Regio</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
FOOTER = "<footer><p>Redactie Regionale berichten, Postbus 12, 8000 AA Zwolle. Alle rechten voorbehouden.</p></footer>"
HEADER = "<style:header><text:p>Regionale berichten, jaargang 2021</text:p></style:header><style:footer>"
TWO = '<style:columns fo:column-count="2" fo:column-gap="8mm"/><style:footnote-sep'


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    title: str
    paragraphs: list[str]


class Press:
    """Makes the documents in other formats; each method makes a folder of files and returns it."""

    def __init__(self, folder: Path, documents: Sequence[Sequence[Article]]) -> None:
        self.folder = folder
        self.documents = documents

    def text(self) -> Path:
        return self._written("text", "txt", lambda of: "\n\n".join(part for a in of for part in (a.title, *a.paragraphs)))

    def page(self, style: str = "") -> Path:
        head = f"<!doctype html><html lang=nl><meta charset=utf-8><title>Berichten</title><style>{style}</style><body>"
        return self._written("page", "html", lambda of: head + "".join(
            f"<h1>{html.escape(a.title)}</h1>" + "".join(f"<p>{html.escape(p)}</p>" for p in a.paragraphs) for a in of))

    def table(self) -> Path:
        target = self._folder("table")
        for number, articles in enumerate(self.documents, 1):
            with (target / f"{number}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([("titel", "alinea", "tekst"),
                                            *((a.title, n, p) for a in articles for n, p in enumerate(a.paragraphs, 1))])
        return target

    def pandoc(self, ending: str, *how: str) -> Path:
        source, target = self.page(), self._folder("pandoc")
        for path in source.iterdir():
            run("pandoc", "-s", "-f", "html", *how, "-o", str(target / f"{path.stem}.{ending}"), str(path))
        return target

    def site(self) -> Path:
        around = self._folder("around")
        (around / "menu").write_text(MENU, "utf-8")
        (around / "footer").write_text(FOOTER, "utf-8")
        return self.pandoc("html", "-B", str(around / "menu"), "-A", str(around / "footer"))

    def printed(self, source: Path, *how: str) -> Path:
        target = self._folder("printed")
        for path in source.iterdir():
            run("chromium", "--headless", "--no-sandbox", *how, f"--print-to-pdf={target / path.stem}.pdf", path.as_uri())
        return target

    def office(self, source: Path, ending: str) -> Path:
        target, profile = self._folder("office"), (self.folder / "profile").as_uri()
        run("soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, "--outdir", str(target),
            *map(str, sorted(source.iterdir())))
        return target

    def open_text(self, *changes: tuple[str, str]) -> Path:
        """By pandoc, on its own model with changes: small pages, a running header, and the number that it puts at the foot."""
        model = self._folder("model")
        run("pandoc", "-o", str(model / "old.odt"), "--print-default-data-file", "reference.odt")
        with zipfile.ZipFile(model / "old.odt") as old, zipfile.ZipFile(model / "new.odt", "w") as new:
            for name in old.namelist():
                data = old.read(name)
                for before, after in changes if name == "styles.xml" else ():
                    data = data.replace(before.encode(), after.encode(), 1)
                new.writestr(name, data)
        return self.pandoc("odt", "--reference-doc", str(model / "new.odt"))

    def _written(self, name: str, ending: str, content: Callable[[Sequence[Article]], str]) -> Path:
        target = self._folder(name)
        for number, articles in enumerate(self.documents, 1):
            (target / f"{number}.{ending}").write_text(content(articles), "utf-8")
        return target

    def _folder(self, name: str) -> Path:
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.folder))


SMALL = (('8.5in"', '148mm"'), ('fo:page-height="11in"', 'fo:page-height="210mm"'), ("<style:footer>", HEADER))
FORMATS: dict[str, Callable[[Press], Path]] = {
    "txt": Press.text,
    "pdf, Chromium": lambda p: p.printed(p.page(A5), "--no-pdf-header-footer"),
    "pdf, Chromium, running lines": lambda p: p.printed(p.page(RUNNING), "--no-pdf-header-footer"),
    "pdf, Chromium, two columns, running lines": lambda p: p.printed(p.page(COLUMNS), "--no-pdf-header-footer"),
    "pdf, pandoc and Chromium, as a browser prints": lambda p: p.printed(p.site()),
    "pdf, LibreOffice, running lines": lambda p: p.office(p.open_text(*SMALL), "pdf"),
    "pdf, LibreOffice, two columns, running lines": lambda p: p.office(p.open_text(SMALL[2], ("<style:footnote-sep", TWO)), "pdf"),
    "docx, pandoc": lambda p: p.pandoc("docx"),
    "docx, LibreOffice": lambda p: p.office(p.pandoc("odt"), "docx"),
    "odt, pandoc": lambda p: p.pandoc("odt"),
    "odt, LibreOffice": lambda p: p.office(p.pandoc("docx"), "odt"),
    "html, pandoc, menu and footer": Press.site,
    "html, LibreOffice": lambda p: p.office(p.pandoc("docx"), "html"),
    "csv, a paragraph a row": Press.table,
}


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def parts(path: Path) -> list[str]:
    """The letters of each page as pdftotext reads them, or of each row; of other formats none."""
    if path.suffix == ".pdf":
        return [letters(page) for page in run("pdftotext", str(path), "-").split("\f")[:-1]]
    if path.suffix == ".csv":
        return [letters(" ".join(row)) for row in csv.reader(path.open(encoding="utf-8", newline=""))]
    return []


def stands_there(answer: Answer, text: str, there: Sequence[str]) -> bool:
    """Whether the page or row that the answer names holds it, with what is before or after it in the text."""
    if not there:
        return True
    number = answer.locator.page or answer.locator.row or 0
    before, after = letters(text[:answer.span.start])[-CONTEXT:], letters(text[answer.span.end:])[:CONTEXT]
    return any(letters(piece) in there[number - 1] for piece in (before + letters(answer.text), letters(answer.text) + after))


def articles() -> Iterator[Article]:
    for path in sorted((DATA / "own-nl").glob("*.txt")):
        extraction = plain.read(path.read_text("utf-8"))
        yield Article(path.name, extraction.title or "", [" ".join(b.span.of(extraction.text).split()) for b in extraction.blocks])


def main() -> None:
    if missing := [program for program in PROGRAMS if shutil.which(program) is None]:
        sys.exit(f"{', '.join(missing)} is not on the PATH; install it first")
    everything = list(articles())
    documents = [everything[n:n + TOGETHER] for n in range(0, len(everything), TOGETHER)]
    home = {article.id: (str(number), article.title) for number, of in enumerate(documents, 1) for article in of}
    questions = [question for line in (DATA / "own.dev.nl-nl.jsonl").open(encoding="utf-8") if (question := json.loads(line))["answers"]]
    print("| format | pages | answered rightly | of these with heading, and page or row | also right, but not from the .txt |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else temporary)
        press, rightly = Press(folder, documents), set[int]()
        for name, make in FORMATS.items():
            corpus, right, placed = make(press), set[int](), 0
            build(corpus, folder / name)
            assistant = Assistant.open(folder / name)
            there = {path.stem: parts(path) for path in corpus.iterdir()}
            for number, question in enumerate(questions):
                stem, heading = home[question["document"]]
                best = next(iter(assistant.ask(question["question"]).answers), None)
                if best and best.document.id.startswith(f"{stem}.") and f1(best.text, question["answers"]) >= RIGHT:
                    right.add(number)
                    at_place = best.locator.heading == heading and stands_there(best, assistant.store.text(best.document.id), there[stem])
                    placed += at_place and (name == "txt" or number in rightly)
                    if len(sys.argv) > 1 and not at_place:
                        print("?", name, question["question"], best.text, best.locator, heading, file=sys.stderr)
                elif number in rightly and len(sys.argv) > 1:
                    print("-", name, question["question"], question["answers"], best and best.text, file=sys.stderr)
            rightly = rightly or right
            pages = sum(map(len, there.values())) if corpus.name.startswith("csv") is False and next(corpus.iterdir()).suffix == ".pdf" else ""
            print(f"| {name} | {pages} | {len(right & rightly)} of {len(rightly)} | {placed} | {len(right - rightly)} |", flush=True)


if __name__ == "__main__":
    main()
