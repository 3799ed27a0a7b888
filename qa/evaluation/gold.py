"""Gold questions: what should be answered, from which document. One JSON object a line."""
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.answers.question import clean
from qa.errors import GoldError, QuestionError


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """`language`, `type` and `article` serve to group questions; nothing is judged by them."""

    question: str
    answers: tuple[str, ...]    # any of which will do; empty: the corpus does not say
    document: str | None        # the id of the document that has the answer; None: none has, or it does not matter which
    language: str = "?"         # of the question
    type: str = "?"             # "wie", "hoeveel" …
    article: str | None = None  # questions that belong together, for folds

    @property
    def answerable(self) -> bool:
        return bool(self.answers)


def read_gold(path: str | Path) -> list[GoldQuestion]:
    """The questions of a file; blank lines are passed over, fields of other names ignored.

    Raises:
        GoldError: the file cannot be read, or what is wrong in which line.
    """
    path = Path(path)
    return [_question(line, f"line {number} of {str(path)!r}") for number, line in numbered_lines(path, "gold question")]


def numbered_lines(path: Path, what: str) -> list[tuple[int, str]]:
    """The lines of a file that are not blank, each with its number.

    Raises:
        GoldError: the file cannot be read, or holds no such line; `what` is what a line should be.
    """
    try:
        with path.open(encoding="utf-8-sig") as lines:
            found = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    except OSError as error:
        raise GoldError(f"the {what}s {str(path)!r} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise GoldError(f"the {what}s {str(path)!r} are not UTF-8; save the file as UTF-8 text") from None
    if not found:
        raise GoldError(f"the file {str(path)!r} holds no {what}; write one JSON object a line")
    return found


def _question(line: str, where: str) -> GoldQuestion:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{where} is not JSON ({error})") from None
    if not isinstance(record, dict):
        raise GoldError(f"{where} is not a JSON object but {line.strip()[:40]!r}")
    for name in ("question", "answers"):
        if name not in record:
            raise GoldError(f"{where} lacks {name!r}; a gold question is " + '{"question", "answers": […], "document", "language", "type"}')
    answers = record["answers"]
    if not isinstance(answers, list) or not all(isinstance(answer, str) and answer.strip() for answer in answers):
        raise GoldError(f"the answers in {where} are {json.dumps(answers)[:60]}; give a list of texts, [] where the corpus does not say")
    texts = {name: _text(record, name, where) for name in ("question", "document", "language", "type", "article")}
    question = texts["question"] or ""
    try:
        clean(question)
    except QuestionError as error:
        raise GoldError(f"in {where}: {error}") from None
    return GoldQuestion(question, tuple(answers), texts["document"], texts["language"] or "?", texts["type"] or "?", texts["article"])


def _text(record: dict[str, Any], name: str, where: str) -> str | None:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise GoldError(f"the {name} in {where} is {json.dumps(value)[:60]}; give a text" + (" or null" if name != "question" else ""))
    if value and name in ("language", "type") and not value.isprintable():
        raise GoldError(f"the {name} in {where} is {value[:40]!r}; give a printable word")
    return value
