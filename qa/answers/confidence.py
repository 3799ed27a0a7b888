"""How likely the first answer is right: logistic regression on what the reader and the retriever say (Platt 1999)."""
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.answers.candidates import Candidate
from qa.errors import ModelError

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


def evidence(groups: Sequence[Sequence[Candidate]]) -> dict[str, float]:
    """What speaks for the best candidate of the first group: all that an ablation has shown to help (docs/evaluation.md)."""
    best = groups[0][0]
    rival = groups[1][0].score if len(groups) > 1 else best.score - _MAX_MARGIN
    return {
        "margin": max(-_MAX_MARGIN, min(_MAX_MARGIN, best.margin)),
        "lead": min(_MAX_MARGIN, best.score - rival),
        "terms": best.hit.parts["terms"],
        "first": float(best.hit.rank == 1),
    }
