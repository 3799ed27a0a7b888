"""Documents that try the page."""
from html import escape

from tests.corpus.making import W, column, docx, p, pdf
from tests.web.samples import HARMLESS, IMAGE

# one line is one sentence: nothing in it may run, nothing may be lost
NASTY = (f"De sleutel van kluis Zeven ligt bij mevrouw De Bruin {IMAGE} <style>*{{display:none}}</style> "
         f"{{{{7*7}}}} ${{7*7}} $$x$$ {HARMLESS}.")
NASTY_NAME = "<img src=x onerror=alert(1)> 'lang' 🚲.txt"
NASTY_TITLE = f"Kluis {IMAGE} {{{{7*7}}}}"
SIX = ("In de hal hangen 35 vlaggen. Er staan 35 stoelen. De lift heeft 35 knoppen.\n\n"
       "Bij het jubileum kreeg de portier Wubbo Terpstra precies 35 rozen. Er zijn 35 loketten. De klok is 35 jaar oud.")
LONG = "w" * 120
# the same sentence twice under different headings, in the PDF on pages 2 and 9
def twice(unit: str) -> str:
    return f"De eenheid {unit} telt daar 61 mensen en blijft een half jaar."


def _parts(unit: str, first: str, last: str) -> list[list[str]]:
    """For each a heading, then its paragraphs."""
    def told(month: str) -> list[str]:
        return [f"De minister schreef dit in {month} aan de Kamer.", twice(unit), "Over het vervolg wordt later besloten."]

    fill = [[f"Over {subject}", f"Dit deel gaat over {subject}.", "Er staat niets in over mensen."]
            for subject in ("geld", "wegen", "water", "bossen", "scholen", "havens", "musea")]
    return [fill[0], [f"Missie in {first}", *told("maart")], *fill[1:], [f"Missie in {last}", *told("juni")]]


def _pdf(parts: list[list[str]]) -> bytes:
    pages = [[*column(lines[:1], size=20, font="Helvetica-Bold"), *column(lines[1:], top=680)] for lines in parts]
    return pdf(pages, title=f"Missies {IMAGE}")


def _docx(parts: list[list[str]]) -> bytes:
    styles = f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Kop"><w:name w:val="heading 1"/></w:style></w:styles>'
    body = "".join(p(line, "" if number else '<w:pStyle w:val="Kop"/>') for lines in parts for number, line in enumerate(lines))
    return docx(body, word__styles=styles)


def _html(parts: list[list[str]]) -> str:
    body = "".join(f"<h2>{heading}</h2>" + "".join(f"<p>{line}</p>" for line in lines) for heading, *lines in parts)
    return (f'<html lang="nl"><head><title>Missies {escape(IMAGE)}</title><link rel="canonical" href="{ADDRESS}"></head>'
            f"<body><main>{body}</main></body></html>")


ADDRESS = "https://nieuws.example/missies?a=1"
CELL = f"Kluis Twaalf {IMAGE} {{{{7*7}}}}"
SPECIAL: dict[str, str | bytes] = {
    NASTY_NAME: f"date 2021-02 {NASTY_TITLE}\n\n{NASTY}\n",
    "stadhuis.txt": f"date 2022-05 Het stadhuis in getallen\n\n{SIX}\n",
    "missies.pdf": _pdf(_parts("Valk", "Mali", "Jordanië")),
    "missies.docx": _docx(_parts("Havik", "Kongo", "Gabon")),
    "missies.html": _html(_parts("Buizerd", "Peru", "Chili")),
    "kluizen.csv": 'kluis,kleur\n"' + CELL.replace('"', '""') + '",paarsgroen\n',
    "vet.md": "# Bal in Buitenpost\n\nOp het bal in Buitenpost dansten zo’n **zeventig** *gasten* tot diep in de nacht.\n",
    f"{LONG}/{LONG}.txt": f"date 2023 Woord {LONG}\n\nHet langste woord van Woudsend is {LONG} en dat is lang.\n",
}
