"""How likely the first answer is right: logistic regression on what the reader and the retriever say (Platt 1999)."""
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.answers.candidates import Candidate
from qa.errors import ModelError
from qa.text.terms import terms

BUNDLED_CALIBRATION = Path(__file__).parent.parent / "models" / "confidence.json"
_MAX_MARGIN = 20.0  # logits: beyond that the reader is as sure as it gets


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted by training/calibrate.py on development questions."""

    intercept: float
    weights: Mapping[str, float]    # by name of what `evidence` gives

    @classmethod
    def open(cls, file: Path = BUNDLED_CALIBRATION) -> "Calibration":
        """Raises ModelError if the file is missing or not a calibration."""
        try:
            record = json.loads(file.read_text(encoding="utf-8"))
            return cls(float(record["intercept"]), {str(name): float(weight) for name, weight in record["weights"].items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(f"the calibration {str(file)!r} cannot be read ({type(error).__name__}); install bronzin again") from error

    def probability(self, evidence: Mapping[str, float]) -> float:
        """That the first answer is right, in [0, 1]."""
        logit = self.intercept + sum(weight * evidence[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def evidence(question: str, groups: Sequence[Sequence[Candidate]]) -> dict[str, float]:
    """What speaks for the best candidate of the first group."""
    best = groups[0][0]
    rival = groups[1][0].score if len(groups) > 1 else best.score - _MAX_MARGIN
    asked = set(terms(question, best.hit.passage.language))
    answer = set(terms(best.text, best.hit.passage.language))
    return {
        "margin": max(-_MAX_MARGIN, min(_MAX_MARGIN, best.margin)),
        "lead": min(_MAX_MARGIN, best.score - rival),
        "cosine": best.hit.parts["cosine"],
        "terms": best.hit.parts["terms"],
        "first": float(best.hit.rank == 1),
        "documents": math.log(len({candidate.hit.document.id for candidate in groups[0]})),
        "question": math.log(len(asked) + 1),
        "echo": len(answer & asked) / (len(answer) + 1),  # an answer made of the question's own words says nothing
        "kind": _kind(question, best.text),
    }


_MONTHS = "jan|feb|maart|mrt|march|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec"
_KINDS = (  # what is asked, and what an answer to that contains
    (r"\b(?:hoeveel|hoelang|percentage|hoe (?:vaak|hoog|ver|oud|groot|lang|laat|zwaar|duur)|"
     r"how (?:many|much|long|often|tall|high|far|old|large|big))\b",
     r"\d|\b(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|\w+tien|\w+tig|honderd|duizend|miljoen|half|halve|geen|"
     r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|million|year|jaar)"),
    (r"\b(?:wanneer|when|(?:welke?|what|which|in welk) (?:jaar|year|dag|day|datum|date|maand|month|eeuw|century))\b",
     rf"\d|\b(?:{_MONTHS})|dag\b|day\b|week|eeuw|jaar|year|winter|zomer|summer|lente|spring|herfst|autumn|voorjaar|najaar|ochtend|avond"),
    (r"\b(?:wie|who|whom|whose|waar|where|welke stad|which (?:city|country))\b", r"(?-i:[A-Z])"),
)


def _kind(question: str, answer: str) -> float:
    """1 if the answer has the shape that was asked for, −1 if not, 0 if nothing can be said."""
    for asked, shape in _KINDS:
        if re.search(asked, question, re.IGNORECASE):
            return 1.0 if re.search(shape, answer, re.IGNORECASE) else -1.0
    return 0.0
