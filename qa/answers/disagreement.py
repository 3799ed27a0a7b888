"""Where documents disagree: one question, and more than one answer that stands up."""
from qa.types import Answer, Reply


def disagreeing(reply: Reply) -> tuple[Answer, ...]:
    """The answers of different documents that contradict the first, the first among them; empty where none does."""
    return ()
