"""Why a file was skipped or read in part, in Dutch: the library says it in English, and a few words tell which reason it is."""
import re

_DUTCH = (
    ("is empty", "is leeg"),
    ("is binary", "is geen tekst; zet het om naar een bestandssoort die wordt gelezen"),
    ("cannot be decoded", "kan niet als tekst worden gelezen; sla het op als UTF-8"),
    ("has the ending", "heeft een bestandssoort die niet wordt gelezen"),
    ("is named", "is iets anders dan de naam zegt; geef het de naam van wat het is"),
    ("is an archive", "is een archief en geen document; pak het eerst uit"),
    ("needs a password, or is of an old", "heeft een wachtwoord of is van een oude Office; sla het opnieuw op, zonder wachtwoord"),
    ("is damaged, or needs a password", "is beschadigd of heeft een wachtwoord; sla het opnieuw op, zonder wachtwoord"),
    ("needs a password", "heeft een wachtwoord; sla het zonder op"),
    ("is damaged", "is beschadigd; maak het opnieuw"),
    ("has no text, only pictures", "bevat geen tekst, alleen afbeeldingen (gescand); laat de tekst eerst herkennen (OCR)"),
    ("has no text", "bevat geen tekst; sla de pagina op zoals u haar ziet (druk af naar pdf)"),
    ("has letters that", "bevat letters zonder betekenis; sla het opnieuw op of laat de tekst herkennen (OCR)"),
    ("takes longer", "duurt te lang om te lezen; splits het"),
    ("needs more memory", "vraagt te veel geheugen; splits het"),
    ("unfolds to more", "is uitgepakt te groot; splits het of maak het opnieuw"),
    ("cannot be read: its parser", "kan niet worden gelezen; maak het opnieuw"),
    ("has a document type", "heeft een documenttype in zijn XML, wat geen document nodig heeft; maak het opnieuw"),
    ("makes its parser break off", "kan niet worden gelezen; maak het opnieuw"),
    ("has elements nested", "is te diep genest; sla de pagina opnieuw op of druk haar af naar pdf"),
    ("has front matter", "heeft vóór de tekst gegevens die niet kunnen worden gelezen; schrijf ze als regels van naam: waarde"),
    ("has the date", "heeft een datum die niet wordt herkend; schrijf 2020, 2020-09 of 2020-09-04"),
    ("is not a table", "is geen tabel die kan worden gelezen; kijk de aanhalingstekens na"),
    ("has a name that is not", "heeft een naam die niet kan worden gelezen; geef het een andere"),
    ("has a line of more than", "heeft een regel die te lang is voor tekst"),
    ("has a line", "heeft een regel die geen JSON-object is; schrijf op elke regel één object"),
    ("is not a regular file", "is geen gewoon bestand"),
    ("is a link to a folder", "is een koppeling naar een map, die niet wordt gevolgd"),
    ("is a link that points out", "is een koppeling die buiten de map met documenten wijst"),
    ("this folder cannot be opened", "deze map kan niet worden geopend; kijk de rechten na"),
    ("was removed while", "werd weggehaald tijdens het lezen"),
    ("cannot be read", "kan nu niet worden gelezen; kijk de rechten en de schijf na"),
)


_OVER = re.compile(r"(?:is|has) ([\d,]+) (bytes|pages|files in its archive); the limit is ([\d,]+)")
_COUNTED = {"bytes": "bytes", "pages": "bladzijden", "files in its archive": "bestanden in zijn archief"}


def dutch_reason(reason: str) -> str | None:
    """None where it is none of the known ones."""
    if over := _OVER.match(reason):
        size, most = (number.replace(",", ".") for number in over.group(1, 3))
        return f"telt {size} {_COUNTED[over[2]]}; de grens is {most}; splits het"
    return next((dutch for begins, dutch in _DUTCH if reason.startswith(begins)), None)


_REMARKS = (
    (re.compile(r"pages? ([\d, …]+) damaged"), "beschadigd en weggelaten: bladzijde {}"),
    (re.compile(r"pages? ([\d, …]+) without text"), "zonder tekst (afbeeldingen of leeg): bladzijde {}"),
    (re.compile(r"pages? ([\d, …]+) with characters"), "met tekens die niet kunnen worden gelezen: bladzijde {}"),
    (re.compile(r"the end of the file is missing()"), "het einde van het bestand ontbreekt"),
)


def dutch_remark(remark: str) -> str:
    """Each of the things that were not read; as it is where it is none of the known ones."""
    return "; ".join(next((dutch.format(found[1]) for known, dutch in _REMARKS if (found := known.match(part))), part)
                     for part in remark.split("; "))
