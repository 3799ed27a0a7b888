"""Where documents disagree: one question, and more than one answer that stands up."""
from qa.text.terms import terms
from qa.types import Answer, Reply

_CLOSE = 4.0  # logits between the scores of two answers that both stand up


def disagreeing(reply: Reply) -> tuple[Answer, ...]:
    """The answers of different documents that contradict the first, the first among them; empty where none does.

    A rival is of the same kind (a number, or not), scores about as high, and its sentence says as much of what was asked.
    """
    if not reply.found:
        return ()
    first, *others = reply.answers
    places = {source.document.id for source in first.sources}
    rivals = [other for other in others
              if not places & {source.document.id for source in other.sources}
              and first.score - other.score <= _CLOSE
              and _is_number(first) == _is_number(other)
              and _asked(first, reply.understood_as) <= _asked(other, reply.understood_as)]
    return (first, *rivals) if rivals else ()


def _asked(answer: Answer, question: str) -> set[str]:
    """The terms of the question that the sentence of an answer has."""
    language = answer.document.language
    return set(terms(question, language)) & set(terms(answer.sentence, language))


def _is_number(answer: Answer) -> bool:
    return any(c.isdigit() for c in answer.text)
