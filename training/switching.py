"""English questions and passages partly in Dutch, word by word: code-switching (Qin et al. 2020) adds topics that cross the languages."""
import random
import re
from collections.abc import Mapping
from pathlib import Path

from lexicon import WORST, learned
from sources import bilingual_paragraphs, rows

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LIKELY = 0.15   # geometric mean of the probabilities of a translation, both ways
SHARES = ((0.9, 0.0), (0.0, 0.5), (0.9, 0.5), (0.5, 0.5))  # of the words of the question and of the passage


def dictionary(data: Path) -> dict[str, str]:
    """The likeliest Dutch for an English word, as words are written and not as stems; learned with IBM model 1, legal texts left out."""
    pairs = [(r["nl"], r["en"]) for r in rows(data / "parallel.nl-en.jsonl.gz") if r["q"] > WORST and r["src"] != "nl_treaties"]
    pairs += [(q["question_nl"], q["question_en"]) for _, _, questions in bilingual_paragraphs(data) for q in questions
              if q["question_nl"] and q["question_en"]]
    found = learned([(WORD.findall(nl.lower()), WORD.findall(en.lower())) for nl, en in pairs])
    return {english: dutch for dutch, english, chance in sorted(found, key=lambda entry: entry[2]) if chance >= LIKELY}


def switched(question: str, passage: str, answer: str, dutch: Mapping[str, str]) -> tuple[str, str, str]:
    """The answer is switched with its passage, so that its language does not give it away."""
    asked, said = random.choice(SHARES)
    before, _, after = passage.partition(answer) if answer else (passage, "", "")
    before, answer, after = (in_part(text, said, dutch) for text in (before, answer, after))
    return in_part(question, asked, dutch), before + answer + after, answer


def in_part(text: str, share: float, dutch: Mapping[str, str]) -> str:
    def word(match: re.Match[str]) -> str:
        other = dutch.get(match[0].lower())
        if other is None or random.random() >= share:
            return match[0]
        return other.capitalize() if match[0][0].isupper() else other
    return WORD.sub(word, text)
