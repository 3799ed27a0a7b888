"""Dialogues: what a conversation makes of follow-up questions, beside what their complete forms get when asked alone."""
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qa.answers.assistant import Assistant
from qa.answers.conversation import Conversation
from qa.answers.question import clean
from qa.errors import GoldError, QuestionError
from qa.evaluation import metrics
from qa.evaluation.gold import numbered_lines
from qa.evaluation.judging import RIGHT
from qa.types import Reply


@dataclass(frozen=True, slots=True)
class Turn:
    """`complete` is the question made to stand alone; it is the question itself where that stands alone."""

    question: str
    complete: str
    answers: tuple[str, ...]    # any of which will do; empty: the corpus does not say
    kind: str                   # "standalone", "ellipsis", "pronoun" …

    @property
    def leans(self) -> bool:
        return self.question != self.complete


@dataclass(frozen=True, slots=True)
class Judged:
    """One turn as it went in the conversation and, asked completely and alone, without it."""

    turn: Turn
    understood_as: str
    answer: str
    right: bool
    right_alone: bool
    found: bool
    ms: float


@dataclass(frozen=True, slots=True)
class Row:
    """`kept`: of the turns whose complete question is answered right alone, the share that is right in the conversation."""

    kind: str
    turns: int
    alone: float
    right: float
    kept: float
    left_alone: float           # share that was understood just as it was typed


def read_dialogues(path: str | Path) -> list[list[Turn]]:
    """One dialogue a line: {"turns": [{"q", "complete", "answer": […], "kind"}]}.

    Raises:
        GoldError: the file cannot be read or is empty, or which line is no dialogue.
    """
    path = Path(path)
    lines = numbered_lines(path, "dialogue")
    return [_dialogue(line, f"dialogue {number} of {str(path)!r}") for number, (_, line) in enumerate(lines, 1)]


def _dialogue(line: str, where: str) -> list[Turn]:
    try:
        return [_turn(**turn) for turn in json.loads(line)["turns"]]
    except QuestionError as error:
        raise GoldError(f"in {where}: {error}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise GoldError(f'{where} is not of the form {{"turns": [{{"q", "complete", "answer": […], "kind"}}]}} ({error})') from None


def _turn(*, q: str, complete: str, answer: list[str], kind: str, **_: object) -> Turn:
    if not isinstance(answer, list):
        raise TypeError(f"the answer {answer!r} is no list")
    for text in (q, complete, kind, *answer):
        if not isinstance(text, str):
            raise TypeError(f"{text!r} is no text")
    for question in (q, complete):
        clean(question)
    return Turn(q, complete, tuple(answer), kind)


def judged(assistant: Assistant, dialogues: Iterable[Sequence[Turn]]) -> list[Judged]:
    """Every turn, asked in its conversation and alone."""
    outcomes = []
    for dialogue in dialogues:
        conversation = Conversation(assistant)
        for turn in dialogue:
            reply, alone = conversation.ask(turn.question), assistant.ask(turn.complete)
            outcomes.append(Judged(turn, reply.understood_as, reply.answers[0].text if reply.answers else "",
                                   _right(reply, turn), _right(alone, turn), reply.found, reply.ms["total"]))
    return outcomes


def _right(reply: Reply, turn: Turn) -> bool:
    """The first answer is, whatever `found` says; where the corpus does not say, a refusal is."""
    if not turn.answers:
        return not reply.found
    return bool(reply.answers) and metrics.f1(reply.answers[0].text, turn.answers) >= RIGHT


def rows(outcomes: Sequence[Judged]) -> list[Row]:
    """By kind; then all that lean on the conversation and have an answer, and all that stand alone."""
    kinds = dict.fromkeys(outcome.turn.kind for outcome in outcomes)
    table = [_row(kind, [o for o in outcomes if o.turn.kind == kind]) for kind in kinds]
    leaning = [o for o in outcomes if o.turn.leans and o.turn.answers]
    return [*table, _row("follow-ups", leaning), _row("stand alone", [o for o in outcomes if not o.turn.leans])]


def _row(kind: str, outcomes: Sequence[Judged]) -> Row:
    alone = [o for o in outcomes if o.right_alone]
    return Row(kind, len(outcomes), _share(outcomes, lambda o: o.right_alone), _share(outcomes, lambda o: o.right),
               _share(alone, lambda o: o.right), _share(outcomes, lambda o: o.understood_as == o.turn.question))


def _share(outcomes: Sequence[Judged], holds: Callable[[Judged], bool]) -> float:
    return sum(map(holds, outcomes)) / len(outcomes) if outcomes else float("nan")


def dialogues_text(outcomes: Sequence[Judged]) -> str:
    lines = [f"{'kind':14}{'turns':>7}{'alone':>9}{'right':>9}{'kept':>9}{'as typed':>11}"]
    for row in rows(outcomes):
        lines.append(f"{row.kind:14}{row.turns:>7}{row.alone:>9.3f}{row.right:>9.3f}{row.kept:>9.3f}{row.left_alone:>11.3f}")
    return "\n".join([*lines, "", "alone: the complete question, right without the conversation · right: in the conversation",
                      "kept: of those right alone, right in the conversation · as typed: not completed"])


def dialogues_json(outcomes: Sequence[Judged]) -> dict[str, Any]:
    return {"rows": [{name: None if value != value else value for name, value in asdict(row).items()} for row in rows(outcomes)],
            "turns": [asdict(outcome) for outcome in outcomes]}
