"""A conversation: questions that lean on what was said before, made to stand alone."""
from collections.abc import Iterable
from dataclasses import dataclass, replace

from qa.answers.assistant import Assistant
from qa.answers.filters import Filters
from qa.types import Reply


@dataclass(frozen=True, slots=True)
class Said:
    """What a later question can lean on: a question as it was understood, and the answer that was given with its sentence."""

    question: str
    language: str
    answer: str = ""
    sentence: str = ""
    document_id: str = ""

    @classmethod
    def of(cls, reply: Reply) -> "Said":
        if not reply.answers:
            return cls(reply.understood_as, reply.language)
        best = reply.answers[0]
        return cls(reply.understood_as, reply.language, best.text, best.sentence, best.document.id)


class Conversation:
    """Questions and answers of one person. Not to be shared by threads; the assistant may be."""

    def __init__(self, assistant: Assistant, said: Iterable[Said] = ()) -> None:
        self._assistant = assistant
        self.said = list(said)

    def ask(self, question: str, k: int = 10, filters: Filters | None = None, understood_as: str | None = None) -> Reply:
        """The answers to a question in the light of what was said; `reply.understood_as` is what was searched for.

        Args:
            understood_as: the question made complete by the person who asks; taken as it is.

        Raises:
            QuestionError: the question is empty or too long.
            RequestError: k is below 1, or a filter names what is not there.
        """
        reply = replace(self._assistant.ask(understood_as or question, k, filters), question=question)
        self.said.append(Said.of(reply))
        return reply
