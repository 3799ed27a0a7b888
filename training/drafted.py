"""Questions drafted by rule from open Dutch text: of a main clause, the date, number, place, reason or subject is asked for.

Dutch puts the verb second, so `De brug | werd | in 1954 geopend` becomes `Wanneer | werd | de brug | geopend` without parsing.
Where a text has a translation, the Dutch question is asked of the English, which must have the answer too: a number, a year, a name.
"""
import random
import re
from collections.abc import Iterator
from pathlib import Path

from sources import rows

from qa.text.sentences import split

NEAR = 2  # sentences on either side that make the passage of a translated one
VERBS = (
    "is zijn was waren wordt worden werd werden heeft hebben had hadden krijgt krijgen kreeg kregen kan kunnen kon konden moet moeten "
    "mag mogen gaat gaan ging gingen komt komen kwam kwamen staat staan stond ligt liggen lag bestaat bestaan bestond begint begon "
    "bevat bevatten telt telde vond vonden won verloor speelt speelde werkt werkte woont woonde leefde maakt maken maakte neemt nemen "
    "nam geeft geven gaf vormt vormen vormde treedt trad stelt stellen stelde beslist bepaalt benoemt gebruikt gebruiken duurt duurde "
    "verscheen overleed stierf trouwde schreef leidde").split()
CLAUSE = re.compile(rf"((?:[A-ZÀ-Ý]|'s )[^,;:()\"]{{1,70}}?) ({'|'.join(VERBS)}) ([^;:()\"]{{8,160}})\.")
NO_SUBJECT = re.compile(  # an adverb or a clause comes first, or a word that means nothing by itself
    r"(?:Nadat|Als|Wanneer|Indien|Omdat|Hoewel|Voordat|Zie|Met|Ook|Soms|Zo|Ter|Toch|Wel|Nu|Dan|Echter|Tevens|Eveneens|Bovendien|Daar\w*|Hier\w*|"
    r"Hij|Zij|Ze|We|Wij|U|Je|Ik|Dit|Dat|[A-Z]\w+(?:gens|halve|lijk)|(?:Be|Ge|Ver)\w+[dt])\b")
COMMON = re.compile(r"(?:De|Het|Een|Deze|Die|Er|Zijn|Haar|Hun|In|Op|Onze|Elke?|Alle|Iedere?|Andere)\b")  # no capital inside a sentence
MONTH = "(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
NUMBER = (r"\d[\d.,]*(?: miljoen| miljard)?|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf|vijftien|twintig|dertig|veertig|vijftig|"
          "zestig|honderd")
NAME = r"[A-ZÀ-Ý][\w-]+(?: (?:van |de |der |den )*[A-ZÀ-Ý][\w-]+)*"
ASKED = {
    "Wanneer": re.compile(rf"(?:^| )(?:in|op|sinds|vanaf|rond) ((?:\d\d? )?{MONTH} \d{{4}}|\d\d? {MONTH}|1\d{{3}}|20\d\d)(?![\w.,]*\d)"),
    "Hoeveel": re.compile(rf"(?<!artikel)(?<!lid)(?<!-)(?:^| )({NUMBER}) (procent|jaar|uur|(?:kilo)?meter|"
                          r"(?!ge|steeds|soms|een |ten |zijn |worden |hebben )[a-z]+(?:en|s))(?= |$)"),
    "Waar": re.compile(rf"(?:^| )(?:in|te|bij|nabij) ({NAME})"),
    "Waarom": re.compile(r",? ((?:omdat|doordat|wegens|vanwege|dankzij) .{8,90}?)(?=,|$)"),
}


def drafts(sentence: str) -> Iterator[tuple[str, str]]:
    """Question and answer, for everything that can be asked."""
    clause = CLAUSE.fullmatch(sentence)
    if not clause or NO_SUBJECT.match(sentence):
        return
    subject, verb, rest = clause.groups()
    inside = subject[0].lower() + subject[1:] if COMMON.match(subject) else subject
    for asks, wanted in ASKED.items():
        if found := wanted.search(rest):
            counted = f" {found[2]}" if asks == "Hoeveel" else ""
            left = f"{rest[:found.start()]}{rest[found.end():]}".strip(" ,")
            yield f"{asks}{counted} {verb} {inside} {left}".strip() + "?", found[1]
    if " " in subject and re.fullmatch(NAME, subject) and not COMMON.match(subject):
        yield f"Wie {verb} {rest}?", subject


def drafted(data: Path) -> Iterator[tuple[str, str, str]]:
    """Question, passage and answer, which stands in the passage once."""
    measured = "\n".join(r["text"] for path in data.glob("reading.nl.*.jsonl") if "train" not in path.name for r in rows(path))
    whole, single = ([r["text"] for r in rows(data / f"{name}.nl.jsonl.gz") if r["text"] not in measured] for name in ("mono", "sents"))
    for text in [*whole, *(" ".join(single[n:n + 2 * NEAR]) for n in range(0, len(single), 2 * NEAR))]:
        found = [(question, answer) for span in split(text) for question, answer in drafts(span.of(text)) if text.count(answer) == 1]
        for question, answer in random.sample(found, min(2, len(found))):
            yield question, text, answer
    pairs = [r for r in rows(data / "parallel.nl-en.jsonl.gz") if not r["src"].startswith("tatoeba")]
    for n, pair in enumerate(pairs):
        text = " ".join(r["en"] for r in pairs[max(0, n - NEAR):n + NEAR + 1] if r["src"] == pair["src"])
        for question, answer in drafts(pair["nl"]):
            if answer in pair["en"] and text.count(answer) == 1:
                yield question, text, answer
