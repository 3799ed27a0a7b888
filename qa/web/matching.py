"""Which words of a question a passage has, as a person would point at them."""
import re
from collections.abc import Mapping
from typing import Protocol

from qa.text.terms import LANGUAGES, terms, words

_WORD = re.compile(r"\w+(?:[-.,:'’]\w+)*")
_TELLING = 0.3  # of the information of the most telling word: below it are "de" and "of"


class Informing(Protocol):
    def information(self, term: str, language: str) -> float: ...
    def meanings(self, word: str, language: str) -> Mapping[str, float]: ...


def matched(question: str, passage: str, language: str, index: Informing) -> tuple[tuple[str, str], ...]:
    """Pairs (word of the question, the same word or its translation as the passage first has it), the most telling first."""
    if language not in LANGUAGES:
        return ()
    there: dict[str, str] = {}
    for word in _WORD.findall(passage):
        for term in terms(word, language):
            there.setdefault(term, word)
    pairs: dict[str, tuple[float, str]] = {}
    for word in dict.fromkeys(_WORD.findall(question)):
        own = terms(word, language)
        meant = [term for part in words(word) for term in index.meanings(part, language) if term in there]
        information, telling_most = max(((index.information(term, language), term) for term in meant or own), default=(0.0, ""))
        pairs[word] = information, there[telling_most] if meant else ""
    telling = _TELLING * max((information for information, _ in pairs.values()), default=0.0)
    return tuple((word, other) for word, (information, other) in sorted(pairs.items(), key=lambda pair: -pair[1][0])
                 if other and information >= telling)
