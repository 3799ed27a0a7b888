"""Words that a full stop may follow without ending the sentence. Lower case, without that full stop.

`BOTH` holds in every text, because Dutch texts quote English names and titles and the other way round; what is an ordinary
word in the other language ("art", "min") stands under its own.
"""
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """When a full stop after them ends the sentence: not at all, unless a number follows, or only before one of `STARTERS`."""

    never: frozenset[str]
    numbered: frozenset[str]
    perhaps: frozenset[str]

    def __or__(self, other: "Abbreviations") -> "Abbreviations":
        return Abbreviations(self.never | other.never, self.numbered | other.numbered, self.perhaps | other.perhaps)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _words(never: str, numbered: str, perhaps: str) -> Abbreviations:
    return Abbreviations(_set(never), _set(numbered), _set(perhaps))


BOTH = _words(
    never="""mr mrs ms dr drs prof st ste ir ing mgr fr sr dhr mw mevr mej mme ds jhr jkvr zr.ms hr.ms lt kol sgt kpl kap capt maj
        brig cmdr gen vs cf vgl ca resp incl excl bijv bv zgn viz th ph joh wm""",
    numbered="""no nr nrs nos fig afb tab p pp blz hfst par vol ch tel jan feb mrt mar apr jun jul aug sep sept okt oct nov
        dec""",
    perhaps="jr v n chr inc ltd co corp bros llc dept univ al ed eds adm",
)
BY_LANGUAGE: Mapping[str, Abbreviations] = {
    "nl": _words(
        never="evt ong wnd plv ged gem fa fam pres burg secr nl",
        numbered="art artt jo sub bijl",
        perhaps="afd div ned eng red min max",
    ),
    "en": _words(
        never="messrs mt ft gov govs sen sens rep reps det col rev hon pres cpl supt approx esp",
        numbered="sec sect art app eq ver",
        perhaps="ave blvd rd assn est dist intl natl",
    ),
}

# Lower-case dotted words that do end a sentence when a capital follows; any other one ("i.p.v.") does not.
CLOSING = _set("a.m p.m a.s j.l e.a e.d e.v c.s o.i.d a.u.b n.v.t v.chr n.chr m.m z.o.z s.v.p")

# What begins a sentence far more often than a name ("van" is left out: J. Van Damme).
STARTERS = _set("""
    aan alle als bij daar daarbij daardoor daarin daarmee daarna daarnaast daarom daarvoor dan dat de deze die dit door dus een
    eerder eerst en er geen gisteren haar het hier hij hoe hun ik in inmiddels intussen ja je jullie maar met men met na naar nadat
    nee niemand niet nu of om omdat onder ondanks onlangs onze ook op over sinds sommige tegen ten terwijl tijdens toch toen tot
    tussen u uit vandaag vanaf veel verder volgens voor vooral waar waarom wanneer want wat we welke wie wij ze zelfs zij zijn zo
    zodra zonder
    a after all also although an and another any are as at because before both but by can did do does during each every for from
    had has have he her here his how however i if in is it its last later many meanwhile most my no nobody not now on one only or
    our she since so some still that the their then there these they this those though to today under until was we were what when
    where which while who why with yes yesterday you your
""")
