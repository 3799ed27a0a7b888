"""`evaluate` asks the gold questions and sums up; the rest is for people and for programs."""
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from qa.answers.assistant import Assistant
from qa.errors import GoldError
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.judging import Outcome, judge
from qa.evaluation.measures import MEASURES, Estimate, columns, estimates
from qa.evaluation.metrics import Bin, reliability
from qa.settings import ConfidenceSettings

Watch = Callable[[Sequence[GoldQuestion]], Iterable[GoldQuestion]]
_GROUPS: Mapping[str, Callable[[Outcome], str]] = {
    "language": lambda outcome: outcome.gold.language,
    "answerable": lambda outcome: "yes" if outcome.gold.answerable else "no",
    "type": lambda outcome: outcome.gold.type,
}
_GROUP_COLUMNS = ("recall@1", "f1", "well_done", "wrong_but_sure", "brier")


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that have something in common, and every measure of them by name."""

    questions: int
    measures: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`groups` has a mapping for language, answerable and type, from value to group; `bins` are those of the calibration error."""

    outcomes: tuple[Outcome, ...]
    overall: Group
    groups: Mapping[str, Mapping[str, Group]]
    bins: tuple[Bin, ...]


def evaluate(assistant: Assistant, gold: Sequence[GoldQuestion], settings: ConfidenceSettings | None = None, *, seed: int = 0,
             watch: Watch = iter) -> Evaluation:
    """Ask every question as people do, and judge the replies.

    Args:
        settings: the cut-offs of the confidence words, where they are not the usual ones.
        seed: of the bootstrap samples.
        watch: what to iterate over the questions with, such as a progress bar.

    Raises:
        GoldError: a document is named that the store does not have.
    """
    _check(assistant, gold)
    assistant.ask(gold[0].question)  # so that every measured answer is a warm one
    outcomes = []
    for question in watch(gold):
        began = time.perf_counter()
        reply = assistant.ask(question.question)
        ms = 1000 * (time.perf_counter() - began)
        outcomes.append(judge(question, reply, ms, assistant.store.copies, settings))
    return summed_up(outcomes, seed)


def summed_up(outcomes: Sequence[Outcome], seed: int = 0) -> Evaluation:
    """All measures of the outcomes, together and by group."""
    groups = {}
    for kind, of in _GROUPS.items():
        members: dict[str, list[Outcome]] = {}
        for outcome in outcomes:
            members.setdefault(of(outcome), []).append(outcome)
        groups[kind] = {name: Group(len(members[name]), estimates(members[name], seed))
                        for name in sorted(members, key=lambda name: -len(members[name]))}
    given = columns(outcomes)
    return Evaluation(tuple(outcomes), Group(len(outcomes), estimates(outcomes, seed)), groups,
                      tuple(reliability(given["confidence"], given["right"])))


def _check(assistant: Assistant, gold: Sequence[GoldQuestion]) -> None:
    if not gold:
        raise GoldError("there are 0 gold questions; give at least one")
    strange = [question for question in gold if question.document is not None and question.document not in assistant.store.documents]
    if strange:
        raise GoldError(f"{len(strange)} of {len(gold)} gold questions name a document that the store does not have, such as "
                        f"{strange[0].document!r}; see the ids with `qa info`, or name another store with --store")


def evaluation_text(evaluation: Evaluation) -> str:
    """Tables for people."""
    overall = evaluation.overall
    answerable = sum(outcome.gold.answerable for outcome in evaluation.outcomes)
    lines = [f"{overall.questions} questions, {answerable} with an answer", ""]
    rows = [["", "", "value", "95 % interval"]]
    rows += [[m.name, m.text, *_cells(m.name, overall.measures[m.name])] for m in MEASURES]
    lines += _aligned(rows, left=2)
    for kind, groups in evaluation.groups.items():
        rows = [[kind, "questions", *_GROUP_COLUMNS]]
        rows += [[name, str(group.questions), *(" ".join(_cells(column, group.measures[column])) for column in _GROUP_COLUMNS)]
                 for name, group in groups.items()]
        lines += ["", *_aligned(rows, left=1)]
    return "\n".join(lines)


def _cells(name: str, estimate: Estimate) -> tuple[str, str]:
    if estimate.value is None:
        return "–", ""
    digits = 0 if name.startswith("ms") else 3
    ends = (estimate.low, estimate.high)
    return f"{estimate.value:.{digits}f}", "–".join(f"{end:.{digits}f}" for end in ends if end is not None)


def _aligned(rows: Sequence[Sequence[str]], left: int) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    sides = [str.ljust if n < left else str.rjust for n in range(len(widths))]
    return ["  ".join(side(cell, width) for side, cell, width in zip(sides, row, widths, strict=True)).rstrip() for row in rows]


def evaluation_json(evaluation: Evaluation) -> dict[str, object]:
    """Nothing in it is nan or infinite: what is not defined is null."""
    return {"questions": evaluation.overall.questions, "overall": _measures_json(evaluation.overall),
            "groups": {kind: {name: {"questions": group.questions, "measures": _measures_json(group)} for name, group in groups.items()}
                       for kind, groups in evaluation.groups.items()},
            "calibration": [asdict(one) for one in evaluation.bins],
            "replies": [_outcome_json(outcome) for outcome in evaluation.outcomes]}


def _measures_json(group: Group) -> dict[str, dict[str, float | None]]:
    return {name: asdict(estimate) for name, estimate in group.measures.items()}


def _outcome_json(outcome: Outcome) -> dict[str, object]:
    def number(value: float) -> float | None:
        return value if value < float("inf") else None  # neither is nan

    return {"gold": asdict(outcome.gold), "found": outcome.found, "word": outcome.word, "confidence": outcome.confidence,
            "answer": outcome.answer, "sentence": outcome.sentence, "document": outcome.document, "rank": number(outcome.rank),
            "exact": number(outcome.exact), "f1": number(outcome.f1), "in_sentence": number(outcome.in_sentence),
            "right": outcome.right, "well_done": outcome.well_done, "sure": outcome.sure, "ms": round(outcome.ms, 1)}
