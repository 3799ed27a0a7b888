"""The same text in other formats, asked the same questions: python benchmarks/formats_asked.py [PART OF A FORMAT'S NAME]

The development articles, four to a document under a title each, are converted by pandoc, LibreOffice and Chromium. Of every second
question with an answer, those that get it right (F1 of words from .5) from the `.txt` are asked of each format: how many are right, and
how many of these with the heading, and the page or row, where the answer stands. Asks for pandoc, soffice, chromium and pdftotext
(poppler-utils) on the PATH.
"""
import html
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
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
SMALL = "@page{size:A5;margin:18mm 15mm}p{text-align:justify}"
RUNNING = SMALL + "@page{@top-left{content:'Regionale berichten'}@top-right{content:'Jaargang 2021'}@bottom-center{content:counter(page)}}"
COLUMNS = RUNNING.replace("A5", "A4") + "body{columns:2;max-width:none;padding:0;font:10pt sans-serif}h1{font-size:13pt}"
MENU = "<nav><ul><li><a href='/'>Voorpagina</a></li><li><a href='/regio'>Regio</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
FOOTER = "<footer><p>Redactie Regionale berichten, Postbus 12, 8000 AA Zwolle. Alle rechten voorbehouden.</p></footer>"
HEADER = ("<style:footer>", "<style:header><text:p>Regionale berichten, jaargang 2021</text:p></style:header><style:footer>")
SMALL_OPEN = (HEADER, ("8.5in", "148mm"), ('fo:page-height="11in"', 'fo:page-height="210mm"'))
COLUMNS_OPEN = (HEADER, ("<style:footnote-sep", '<style:columns fo:column-count="2" fo:column-gap="8mm"/><style:footnote-sep'))
Article = tuple[str, list[str]]  # title, paragraphs


@dataclass(frozen=True, slots=True)
class Press:
    """Makes the documents in other formats; each method makes a folder of files and returns it."""

    folder: Path
    documents: Sequence[Sequence[Article]]

    def text(self) -> Path:
        return self._written("txt", lambda name, of: "\n\n".join([name, *("\n\n".join([title, *texts]) for title, texts in of)]))

    def table(self) -> Path:
        rows = '"{}","{}","{}"\n'.format
        return self._written("csv", lambda _, of: rows("titel", "alinea", "tekst") + "".join(
            rows(title, n, text.replace('"', '""')) for title, texts in of for n, text in enumerate(texts, 1)))

    def page(self) -> Path:
        return self._written("html", lambda name, of: f"<html lang=nl><head><title>{name}</title></head><body>" + "".join(
            f"<h1>{html.escape(title)}</h1>" + "".join(f"<p>{html.escape(text)}</p>" for text in texts) for title, texts in of))

    def pandoc(self, ending: str, *how: str) -> Path:
        target = self._folder()
        for path in self.page().iterdir():
            run("pandoc", "-s", "-f", "html", *how, "-o", str(target / f"{path.stem}.{ending}"), str(path))
        return target

    def web(self, style: str = "", before: str = "", after: str = "") -> Path:
        parts = self._folder()
        for option, content in (("H", f"<style>{style}</style>"), ("B", before), ("A", after)):
            (parts / option).write_text(content, "utf-8")
        return self.pandoc("html", *(f"-{option.name}{option}" for option in parts.iterdir()))

    def printed(self, source: Path, *how: str) -> Path:
        target = self._folder()
        for path in source.iterdir():
            run("chromium", "--headless", "--no-sandbox", *how, f"--print-to-pdf={target / path.stem}.pdf", path.as_uri())
        return target

    def office(self, source: Path, ending: str) -> Path:
        target, profile = self._folder(), (self.folder / "profile").as_uri()
        run("soffice", f"-env:UserInstallation={profile}", "--convert-to", ending, "--outdir", str(target), *map(str, source.iterdir()))
        return target

    def open_text(self, *changes: tuple[str, str]) -> Path:
        """By pandoc after its own model, which has a page number at the foot, with changes."""
        old, new = self._folder() / "old.odt", self._folder() / "new.odt"
        run("pandoc", "-o", str(old), "--print-default-data-file", "reference.odt")
        with zipfile.ZipFile(old) as source, zipfile.ZipFile(new, "w") as target:
            for name in source.namelist():
                data = source.read(name)
                for before, after in changes if name == "styles.xml" else ():
                    data = data.replace(before.encode(), after.encode(), 1)
                target.writestr(name, data)
        return self.pandoc("odt", "--reference-doc", str(new))

    def _written(self, ending: str, content: Callable[[str, Sequence[Article]], str]) -> Path:
        target = self._folder()
        for number, articles in enumerate(self.documents, 1):
            (target / f"{number}.{ending}").write_text(content(f"Bundel {number}", articles), "utf-8")
        return target

    def _folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.folder))


FORMATS: dict[str, Callable[[Press], Path]] = {
    "txt": Press.text,
    "pdf, Chromium": lambda p: p.printed(p.web(SMALL), "--no-pdf-header-footer"),
    "pdf, Chromium, running lines": lambda p: p.printed(p.web(RUNNING), "--no-pdf-header-footer"),
    "pdf, Chromium, running lines, two columns": lambda p: p.printed(p.web(COLUMNS), "--no-pdf-header-footer"),
    "pdf, Chromium, a page with menu and footer": lambda p: p.printed(p.web("", MENU, FOOTER)),
    "pdf, LibreOffice, running lines": lambda p: p.office(p.open_text(*SMALL_OPEN), "pdf"),
    "pdf, LibreOffice, running lines, two columns": lambda p: p.office(p.open_text(*COLUMNS_OPEN), "pdf"),
    "docx, pandoc": lambda p: p.pandoc("docx"),
    "docx, LibreOffice": lambda p: p.office(p.pandoc("odt"), "docx"),
    "odt, pandoc": lambda p: p.pandoc("odt"),
    "odt, LibreOffice": lambda p: p.office(p.pandoc("docx"), "odt"),
    "html, pandoc, menu and footer": lambda p: p.web("", MENU, FOOTER),
    "html, LibreOffice": lambda p: p.office(p.pandoc("docx"), "html"),
    "csv, a paragraph a row": Press.table,
}


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def places(path: Path) -> list[str]:
    """The letters of each page in the order of the file, or of each row; of other formats none."""
    if path.suffix == ".pdf":
        return [letters(page) for page in run("pdftotext", "-raw", str(path), "-").split("\f")[:-1]]
    return [letters(row) for row in path.read_text("utf-8").splitlines()] if path.suffix == ".csv" else []


def stands_there(answer: Answer, text: str, there: Sequence[str]) -> bool:
    """Whether the page or row that the answer names holds its beginning, with what is before or after it in the text."""
    number = answer.locator.page or answer.locator.row or 0
    before, after = letters(text[:answer.span.start])[-CONTEXT:], letters(text[answer.span.end:])[:CONTEXT]
    pieces = before + letters(answer.text.split()[0]), letters(answer.text) + after
    return not there or any(piece in there[number - 1] for piece in pieces)


def article(path: Path) -> Article:
    extraction = plain.read(path.read_text("utf-8"))
    return extraction.title or "", [" ".join(block.span.of(extraction.text).split()) for block in extraction.blocks]


def main() -> None:
    if missing := [program for program in PROGRAMS if shutil.which(program) is None]:
        sys.exit(f"{', '.join(missing)}: not on the PATH; install it first")
    articles = {path.name: article(path) for path in sorted((DATA / "own-nl").glob("*.txt"))}
    places_of = {name: (f"{number // TOGETHER + 1}.", title) for number, (name, (title, _)) in enumerate(articles.items())}
    gold = [json.loads(line) for line in (DATA / "own.dev.nl-nl.jsonl").read_text("utf-8").splitlines()]
    questions = [question for question in gold if question["answers"]][::2]
    print("| format | pages | right | and at the right place |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        every = list(articles.values())
        press = Press(Path(folder), [every[n:n + TOGETHER] for n in range(0, len(every), TOGETHER)])
        for name, make in FORMATS.items():
            if name != "txt" and sys.argv[1:] and sys.argv[1] not in name:
                continue
            corpus = make(press)
            build(corpus, Path(folder) / name)
            assistant = Assistant.open(Path(folder) / name)
            there = {path.name: places(path) for path in corpus.iterdir()}
            right, placed = [], 0
            for question in questions:
                document, heading = places_of[question["document"]]
                best = next(iter(assistant.ask(question["question"]).answers), None)
                if best and best.document.id.startswith(document) and f1(best.text, question["answers"]) >= RIGHT:
                    right.append(question)
                    text = assistant.store.text(best.document.id)
                    placed += best.locator.heading == heading and stands_there(best, text, there[best.document.id])
            pages = sum(map(len, there.values())) if name.startswith("pdf") else ""
            print(f"| {name} | {pages} | {len(right)} of {len(questions)} | {placed} |", flush=True)
            questions = right if name == "txt" else questions


if __name__ == "__main__":
    main()
