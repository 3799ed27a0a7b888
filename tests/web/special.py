"""Documents that try the page."""
from tests.web.samples import HARMLESS, IMAGE

# one line is one sentence: nothing in it may run, nothing may be lost
NASTY = (f"De sleutel van kluis Zeven ligt bij mevrouw De Bruin {IMAGE} <style>*{{display:none}}</style> "
         f"{{{{7*7}}}} ${{7*7}} $$x$$ {HARMLESS}.")
NASTY_NAME = "<img src=x onerror=alert(1)> 'lang' 🚲.txt"
NASTY_TITLE = f"Kluis {IMAGE} {{{{7*7}}}}"
SIX = ("In de hal hangen 35 vlaggen. Er staan 35 stoelen. De lift heeft 35 knoppen.\n\n"
       "Bij het jubileum kreeg de portier Wubbo Terpstra precies 35 rozen. Er zijn 35 loketten. De klok is 35 jaar oud.")
LONG = "w" * 120
SPECIAL: dict[str, str | bytes] = {
    NASTY_NAME: f"date 2021-02 {NASTY_TITLE}\n\n{NASTY}\n",
    "stadhuis.txt": f"date 2022-05 Het stadhuis in getallen\n\n{SIX}\n",
    "vet.md": "# Bal in Buitenpost\n\nOp het bal in Buitenpost dansten zo’n **zeventig** *gasten* tot diep in de nacht.\n",
    f"{LONG}/{LONG}.txt": f"date 2023 Woord {LONG}\n\nHet langste woord van Woudsend is {LONG} en dat is lang.\n",
}
