"""A conversation: questions that lean on what was said before are made to stand alone, without a language model."""
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from qa.answers import cues
from qa.answers.assistant import Assistant
from qa.answers.completion import completions, only_asks
from qa.answers.confidence import Calibration
from qa.answers.filters import Filters
from qa.answers.question import clean, shortened
from qa.answers.searcher import Searcher
from qa.text.language import content_words, detect_language
from qa.text.terms import terms
from qa.types import Reply

BUNDLED_LEANING = Path(__file__).parent.parent / "models" / "leaning.json"
_MANY_WORDS, _MUCH_CONTENT = 12, 8  # from here on one more says nothing
_LEANS = 0.3  # probability from which a question is completed; 5 % of those that lean are missed, 2 % of the others completed


@dataclass(frozen=True, slots=True)
class Said:
    """What a later question can lean on: a question as it was understood, and the answer that was given with its sentence."""

    question: str
    language: str
    answer: str = ""
    sentence: str = ""
    document_id: str = ""

    @classmethod
    def of(cls, reply: Reply, before: "Said | None" = None) -> "Said":
        """What can be leant on from here. A doubtful answer elsewhere does not lead away from `before`, which the question leant on."""
        if not reply.answers:
            return cls(reply.understood_as, reply.language)
        best = reply.answers[0]
        if before and not reply.found and best.document.id != before.document_id:
            return cls(reply.understood_as, reply.language, document_id=before.document_id)
        return cls(reply.understood_as, reply.language, best.text, best.sentence, best.document.id)


class Conversation:
    """Questions and answers of one person. Not to be shared by threads; the assistant may be."""

    def __init__(self, assistant: Assistant, said: Iterable[Said] = ()) -> None:
        self._assistant = assistant
        self.said = list(said)

    def ask(self, question: str, k: int = 10, filters: Filters | None = None, understood_as: str | None = None) -> Reply:
        """The answers to a question in the light of what was said; `reply.understood_as` is what was searched for.

        Thanks and greetings get a reply without answers or hits.

        Args:
            understood_as: the question made complete by the person who asks; taken as it is.

        Raises:
            QuestionError: the question is empty or too long.
            RequestError: k is below 1, or a filter names what is not there.
        """
        typed = clean(question)
        asked = clean(understood_as) if understood_as else typed
        if understood_as is None and cues.is_courtesy(asked):
            return _nothing_asked(question)
        began = time.perf_counter()
        before = self._leant_on(asked, filters) if understood_as is None else None
        leaning = 1000 * (time.perf_counter() - began)
        if before is None:
            reply = self._assistant.ask(asked, k, filters)
            if not self.said and only_asks(asked):  # how long is what?
                reply = replace(reply, found=False, confidence=0.0)
        else:
            forms = completions(asked, before.question, before.answer)
            reply = self._assistant.ask_in_forms(forms, k, filters, before.document_id, before.answer)
        reply = replace(reply, question=question, understood_as=question if reply.understood_as == typed else reply.understood_as,
                        ms={stage: ms + leaning * (stage in ("retrieve", "total")) for stage, ms in reply.ms.items()})
        self.said.append(Said.of(reply, before))
        return reply

    def _leant_on(self, question: str, filters: Filters | None) -> Said | None:
        """What was said before that the question leans on; None if it stands alone."""
        searcher = self._assistant.retriever.latest()  # a document that was cited may be gone since
        known = [said for said in self.said if said.document_id in searcher.store.documents]
        if not known:
            return None
        if cues.returns(question):
            return max(reversed(known), key=lambda said: _shared(question, said))
        if cues.stands_alone(question):  # where few documents are near anything, the model below would have it lean
            return None
        leans = _leaning().probability(leaning_evidence(searcher, question, known[-1].document_id, filters))
        return known[-1] if leans >= _LEANS else None


@cache
def _leaning() -> Calibration:
    """Read once: the page has a conversation for every question."""
    return Calibration.open(BUNDLED_LEANING)


def leaning_evidence(searcher: Searcher, question: str, document_id: str, filters: Filters | None = None) -> dict[str, float]:
    """What says that a question leans on the document last cited: how it is put, and what it would find if it stood alone."""
    asked = shortened(question, searcher.encoder.count_tokens)
    there = searcher.search(asked, 1, Filters(documents=(document_id,)))[0]
    anywhere = max([there, *searcher.search(asked, 1, filters)], key=lambda hit: hit.score)
    return {"anywhere": anywhere.score, "elsewhere": anywhere.score - there.score, "terms": anywhere.parts["terms"],
            "words": float(min(_MANY_WORDS, len(question.split()))), "content": float(min(_MUCH_CONTENT, len(content_words(question)))),
            "points": float(cues.points(question)), "opens": float(cues.opens(question)), "corrects": float(cues.corrects(question)),
            "names": float(bool(cues.names_in(question)))}


def _shared(question: str, said: Said) -> int:
    """How many words of the question were said then, function words aside."""
    asked = " ".join(content_words(question))
    return len(set(terms(asked, said.language)) & set(terms(f"{said.question} {said.answer} {said.sentence}", said.language)))


def _nothing_asked(question: str) -> Reply:
    return Reply(question, question, detect_language(question), found=False, confidence=0.0, answers=(), hits=(), ms={"total": 0.0})
