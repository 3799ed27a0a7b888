"""How likely the first answer is right: a logistic model over what reader and retriever say."""
import math
from collections.abc import Sequence

from qa.settings import ConfidenceSettings
from qa.types import Answer


def features(answers: Sequence[Answer], margins: Sequence[float], retrieval: Sequence[float]) -> tuple[float, ...]:
    """Of the first answer: its margin over no answer, its lead over the next, its retrieval score, and how many sources agree."""
    lead = margins[0] - (margins[1] if len(margins) > 1 else 0.0)
    return margins[0], lead, retrieval[0], math.log(len(answers[0].sources))


def probability(values: Sequence[float], settings: ConfidenceSettings) -> float:
    """In [0, 1]."""
    logit = settings.intercept + sum(weight * value for weight, value in zip(settings.weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
