"""What a reply is worth, given the gold answers. The rules are in docs/evaluation.md."""
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qa.evaluation import metrics
from qa.evaluation.gold import GoldQuestion
from qa.settings import ConfidenceSettings, ConfidenceWord, confidence_word
from qa.text.normalising import normalised
from qa.types import Hit, Passage, Reply

RIGHT = 0.5  # F1 from which on an answer is right: it names the thing, with a word more or less


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, its reply, and how right that is. Nan: does not apply to this question."""

    gold: GoldQuestion
    found: bool
    word: ConfidenceWord
    confidence: float
    answer: str | None      # the text of `answers[0]`, whatever `found` says
    sentence: str | None
    document: str | None
    rank: float             # of the gold document; inf: not among the hits
    exact: float
    f1: float
    in_sentence: float      # whether the sentence shown gives a gold answer, and is of the gold document
    ms: float

    @property
    def right(self) -> bool:
        """Whether `answers[0]` is right; never, where the corpus does not say."""
        return self.f1 >= RIGHT

    @property
    def well_done(self) -> bool:
        """A right answer shown, or rightly refused."""
        return (self.found and self.right) or not (self.found or self.gold.answerable)

    @property
    def sure(self) -> bool:
        """Shown to people as an answer that is sure."""
        return self.found and self.word is ConfidenceWord.SURE


def judge(gold: GoldQuestion, reply: Reply, ms: float, copies: Callable[[Passage], Iterable[Passage]],
          settings: ConfidenceSettings | None = None) -> Outcome:
    """`copies` gives the passages with the text of one, itself included: finding a copy is finding the document."""
    best = reply.answers[0] if reply.answers else None
    text = best.text if best else ""
    exact = words = in_sentence = math.nan
    if gold.answerable:
        exact, words = metrics.exact_match(text, gold.answers), metrics.f1(text, gold.answers)
        in_sentence = float(best is not None and any(stands_in(answer, best.sentence) for answer in gold.answers)
                            and (gold.document is None or gold.document in {source.document.id for source in best.sources}))
    rank = rank_of(gold.document, reply.hits, copies) if gold.answerable and gold.document is not None else math.nan
    return Outcome(gold, reply.found, confidence_word(reply.confidence, settings), reply.confidence, best.text if best else None,
                   best.sentence if best else None, best.document.id if best else None, rank, exact, words, in_sentence, ms)


def rank_of(document: str, hits: Iterable[Hit], copies: Callable[[Passage], Iterable[Passage]]) -> float:
    """Of a document among the distinct documents, each placed by its first hit; inf if it is not there."""
    seen: set[str] = set()
    for hit in hits:
        seen.add(hit.document.id)
        if any(copy.document_id == document for copy in copies(hit.passage)):
            return float(len(seen))
    return math.inf


def stands_in(answer: str, sentence: str) -> bool:
    """As whole words: to the letter ("23" in "23-jarige"), or after normalisation."""
    if re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", sentence):
        return True
    wanted = normalised(answer)
    return bool(wanted) and f" {wanted} " in f" {normalised(sentence)} "
