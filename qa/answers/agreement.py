"""What several ways to put one question find together."""
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answers.candidates import Candidate
from qa.settings import ReaderSettings
from qa.text.normalising import normalised

Groups = Sequence[Sequence[Candidate]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`form` found the best answer best, `understood` is the first that found it; both count from 0."""

    form: int
    understood: int
    groups: Groups      # of that form, with the best answer first


def agreement(found: Sequence[Groups], answered: str, settings: ReaderSettings) -> Agreement:
    """The best answer of all forms: its score, and what it is worth that others find it as well or that it was just given.

    Args:
        found: of each form of the question its groups of candidates, best first.
        answered: the answer before; "" if there was none.
    """
    finders: dict[str, list[int]] = {}
    for form, groups in enumerate(found):
        for group in groups:
            finders.setdefault(group[0].says, []).append(form)

    def worth(group: Sequence[Candidate]) -> float:
        others = len(finders[group[0].says]) - 1
        return group[0].score + settings.agreement * others - settings.repetition * _says(group[0].text, answered)

    if not finders:
        return Agreement(0, 0, ())
    form, best = max(((form, group) for form, groups in enumerate(found) for group in groups), key=lambda one: worth(one[1]))
    return Agreement(form, finders[best[0].says][0], [best, *(group for group in found[form] if group is not best)])


def _says(text: str, other: str) -> bool:
    """Whether one of two answers holds the other."""
    one, two = f" {normalised(text)} ", f" {normalised(other)} "
    return bool(other) and (one in two or two in one)
