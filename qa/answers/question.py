"""What the user typed, made fit to be searched for."""
import re
from collections.abc import Callable, Sequence

from qa.errors import QuestionError
from qa.text.sentences import split

MAX_CHARACTERS = 10_000
MAX_TOKENS = 128  # what the reader leaves room for beside a passage

_NOT_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+|[\ud800-\udfff]+")


def clean(question: str) -> str:
    """Without control characters, and with single blanks.

    Raises:
        QuestionError: nothing is left, or it is over `MAX_CHARACTERS`.
    """
    cleaned = " ".join(_NOT_TEXT.sub(" ", question).split())
    if not cleaned:
        raise QuestionError("the question is empty; type at least one word")
    if len(cleaned) > MAX_CHARACTERS:
        raise QuestionError(f"the question has {len(cleaned):,} characters; the limit is {MAX_CHARACTERS:,}: ask it in a few sentences")
    return cleaned


def shortened(question: str, count: Callable[[Sequence[str]], list[int]]) -> str:
    """From its last question on, if it is over `MAX_TOKENS`: who tells a story first asks at its end."""
    if count([question])[0] <= MAX_TOKENS:
        return question
    spans = split(question)
    asked = [span for span in spans if span.of(question).endswith("?")] or spans
    rest = question[asked[-1].start:]
    while count([rest])[0] > MAX_TOKENS:  # one endless sentence: its last words
        cut = max(1, len(rest) // 10)
        blank = rest.find(" ", cut)
        rest = rest[blank + 1 if blank >= 0 else cut:]
    return rest
