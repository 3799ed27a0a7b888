"""The knobs, each with its default, unit and reason. They are passed in, never read as globals."""
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """Over a limit a file is skipped by name. Those from `max_binary_bytes` on are for formats that other people's parsers read."""

    max_file_bytes: int = 20_000_000      # bytes of text, HTML or a table: no press release or manual is larger, logs and dumps are
    max_line_characters: int = 1_000_000  # code points without a line break; longer is data, not prose
    max_binary_bytes: int = 200_000_000   # bytes of PDF, Word and the like, of which photographs are the most
    max_pages: int = 3_000                # of a PDF
    max_seconds: float = 120.0            # per file; a PDF of 300 pages takes 5 on two quiet cores
    max_memory_bytes: int = 800_000_000   # of the process that reads them; with the models a build stays near 1 GB
    max_unpacked_bytes: int = 40_000_000  # XML in an archive, all parts together: far more than a book has
    max_entries: int = 10_000             # files in an archive


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """Part of the manifest: a store built with other values is built again."""

    budget: int = 256            # encoder tokens, prompt and title included; a usual paragraph stays whole
    overlap: int = 1             # sentences repeated where a paragraph is cut, so that a pronoun keeps its noun
    merge_below: int = 64        # tokens; shorter neighbouring paragraphs under one heading share a passage


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    terms_weight: float = 0.2    # of BM25 / attainable, added to the cosine; best of 0 … 0.3 on XQuAD dev in all four language pairs
    other_language: float = 0.02  # cosine a text loses by being in the other language: the mean over the parallel paragraphs of XQuAD dev
    near: float = 0.3            # of the document that a conversation is about, for questions that lean on it
    candidates: int = 50         # passages taken from each list before all score them exactly
    k1: float = 1.2              # BM25: Lucene's defaults
    b: float = 0.75


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    passages: int = 4            # read per question; the right one is among four in .998 of the dev questions
    window: int = 384            # tokens of question and passage together: a passage of the budget stays whole
    stride: int = 128            # tokens two windows of a long passage share
    answer_tokens: int = 30      # longest span
    alternatives: int = 3        # answers shown at most
    agreement: float = 1.5       # logits, for each other form of a follow-up question that finds the same
    repetition: float = 5.0      # logits that the answer just given loses when something else is asked
    retrieval_weight: float = 20.0  # logits a unit of retrieval score is worth in the ranking of spans


@dataclass(frozen=True, slots=True)
class ConfidenceSettings:
    """Words for probabilities; `found` is confidence at or above its cut-off."""

    sure: float = 0.85      # of what is shown as sure 4 % is wrong: 1 % of all questions (own dev, cross-fitted)
    likely: float = 0.65    # of what is shown from here on 14 % is wrong
    found: float = 0.45     # refuses 89 % of near misses, shows 63 % of what the documents do answer


class ConfidenceWord(StrEnum):
    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Settings:
    corpus: CorpusSettings = field(default_factory=CorpusSettings)
    passages: PassageSettings = field(default_factory=PassageSettings)
    retrieval: RetrievalSettings = field(default_factory=RetrievalSettings)
    reader: ReaderSettings = field(default_factory=ReaderSettings)
    confidence: ConfidenceSettings = field(default_factory=ConfidenceSettings)


def confidence_word(confidence: float, settings: ConfidenceSettings | None = None) -> ConfidenceWord:
    """The word for a probability in [0, 1]."""
    cuts = settings or ConfidenceSettings()
    if confidence >= cuts.sure:
        return ConfidenceWord.SURE
    return ConfidenceWord.LIKELY if confidence >= cuts.likely else ConfidenceWord.UNSURE
