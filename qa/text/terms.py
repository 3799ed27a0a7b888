"""The terms of a text, as the term index and the question see them: folded, split and stemmed (Snowball)."""
import re
from functools import cache

import Stemmer

from qa.text.folding import fold

LANGUAGES = {"nl": "dutch", "en": "english"}
ANALYSER_VERSION = 1  # raise when terms() changes what it gives: stores built before are then built again

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)+|\w+(?:-\w+)*")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)+")
_POSSESSIVE = re.compile(r"'s\b")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(LANGUAGES[language])


def terms(text: str, language: str) -> list[str]:
    """Stemmed terms in order, repeats kept. Single letters count; "F-16's" gives f, 16 and f16; "1.250" and "1,250" give 1250."""
    stems: list[str] = _stemmer(language).stemWords(words(text))
    return stems


def words(text: str) -> list[str]:
    """What `terms` stems: the folded words of a text, with numbers and codes in one spelling."""
    found: list[str] = []
    for token in _TOKEN.findall(_POSSESSIVE.sub("", fold(text))):
        if _NUMBER.fullmatch(token):
            found.append(re.sub("[.,]", "", token) if _THOUSANDS.fullmatch(token) else re.sub("[,:]", ".", token))
            continue
        parts = re.split("[-_]+", token.strip("_"))
        found += parts
        if len(parts) > 1:
            found.append("".join(parts))
    return [word for word in found if word]


def stemmed(word: str, language: str) -> str:
    """The term of one folded word."""
    stem: str = _stemmer(language).stemWord(word)
    return stem
