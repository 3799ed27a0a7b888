"""Which words of a question a passage has, as a person would point at them."""
import re
from typing import Protocol

from qa.text.terms import LANGUAGES, terms

_WORD = re.compile(r"\w+(?:[-.,:'’]\w+)*")
_TELLING = 0.3  # of the information of the most telling word: below it are "de" and "of"


class Informing(Protocol):
    def information(self, term: str, language: str) -> float: ...


def matched(question: str, passage: str, language: str, index: Informing) -> tuple[tuple[str, str], ...]:
    """Pairs (word of the question, the same word as the passage first has it), stemmed as the term index does, the most telling first."""
    if language not in LANGUAGES:
        return ()
    there: dict[str, str] = {}
    for word in _WORD.findall(passage):
        for term in terms(word, language):
            there.setdefault(term, word)
    asked = {word: terms(word, language) for word in dict.fromkeys(_WORD.findall(question))}
    weight = {word: max((index.information(term, language) for term in found), default=0.0) for word, found in asked.items()}
    telling = _TELLING * max(weight.values(), default=0.0)
    pairs = [(word, next((there[term] for term in asked[word] if term in there), "")) for word in sorted(weight, key=lambda w: -weight[w])]
    return tuple((word, other) for word, other in pairs if other and weight[word] >= telling)
