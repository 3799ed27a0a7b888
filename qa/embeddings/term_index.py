"""The term index: BM25 (bm25s, Lucene's variant), one index per language of the passages, each stemmed its own way."""
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from tokenize import TokenError

import bm25s
import numpy as np
from numpy.typing import NDArray

from qa.errors import StoreDamaged
from qa.settings import RetrievalSettings
from qa.text import compounds
from qa.text.lexicon import OTHER, Weights, is_known, translations
from qa.text.terms import ANALYSER_VERSION, LANGUAGES, stemmed, terms, words

Scores = NDArray[np.float32]
Share = NDArray[np.float64]

_PARTS = 0.6  # what both parts of a compound are worth, beside the compound itself


def analyser() -> dict[str, str]:
    """What a stored term index depends on: Snowball 3 changed the Dutch stemmer."""
    return {"terms": str(ANALYSER_VERSION), "PyStemmer": version("PyStemmer"), "bm25s": version("bm25s")}


class TermIndex:
    def __init__(self, indexes: dict[str, bm25s.BM25], rows: dict[str, NDArray[np.int64]], size: int) -> None:
        self._indexes = indexes
        self._rows = rows
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str], languages: Sequence[str], settings: RetrievalSettings) -> "TermIndex":
        indexes, rows = {}, _rows_of(languages)
        for language, numbers in rows.items():
            found = [terms(texts[n], language) for n in numbers]
            if any(found):
                indexes[language] = bm25s.BM25(k1=settings.k1, b=settings.b, method="lucene")
                indexes[language].index(found, show_progress=False)
        return cls(indexes, rows, len(texts))

    def save(self, folder: Path) -> None:
        for language, index in self._indexes.items():
            index.save(folder / language, show_progress=False)

    @classmethod
    def load(cls, folder: Path, languages: Sequence[str]) -> "TermIndex":
        """Raises FileNotFoundError, or StoreDamaged if a file does not hold what it should."""
        try:
            rows = _rows_of(languages)
            there = [language for language in rows if (folder / language).is_dir()]
            indexes = {language: bm25s.BM25.load(folder / language, show_progress=False) for language in there}
        except (ValueError, KeyError, TypeError, EOFError, SyntaxError, TokenError) as error:  # NumPy parses its headers as Python
            raise StoreDamaged(f"the term index {str(folder)!r} is damaged ({error})") from None
        return cls(indexes, rows, len(languages))

    def scores(self, question: str) -> Scores:
        """Per passage the share of the question's information it holds: BM25 / what the question could attain, in [0, 1].

        Attainable is the sum of the idf of the question's words, unseen ones with document frequency 0. So a lone stop word
        counts for little. A word stands for its translations too; a compound that the passages of a language lack altogether
        stands for its parts.
        """
        scores = np.zeros(self._size, dtype=np.float32)
        asked = words(question)
        for language in self._indexes:
            distinct = {stemmed(word, language): word for word in reversed(asked)}  # the first of each stem
            held, attainable = np.zeros(len(self._rows[language])), 0.0
            for word in distinct.values():
                information, share = self._word(word, language)
                held += information * share
                attainable += information
            if attainable:
                scores[self._rows[language]] = held / attainable
        return scores

    def _word(self, word: str, language: str) -> tuple[float, Share | float]:
        """The information of a word, and the share of it that each passage of a language holds."""
        vocabulary = self._indexes[language].vocab_dict
        if found := self.meanings(word, language):
            return self._together(found, language)

        def is_word(stem: str) -> bool:
            return is_known(stem, "nl") or (language == "nl" and stem in vocabulary)

        information = self._idf(0, language)
        parts = [self._together(self.meanings(part, language), language) for part in compounds.parts(word, is_word) or ()]
        if not parts:
            return information, 0.0
        return information, _PARTS * sum(own * share for own, share in parts) / sum(own for own, _ in parts)

    def meanings(self, word: str, language: str) -> Weights:
        """The terms of the passages of a language that a folded word stands for, each with a weight in (0, 1]."""
        if language not in self._indexes:
            return {stemmed(word, language): 1.0}
        own, other = stemmed(word, language), OTHER[language]
        meant = {own: 1.0} | {term: weight for term, weight in translations(stemmed(word, other), other).items() if term != own}
        return {term: weight for term, weight in meant.items() if term in self._indexes[language].vocab_dict}

    def _together(self, found: Weights, language: str) -> tuple[float, Share | float]:
        """Terms as if they were one, whose frequencies are their weighted sums (Darwish & Oard 2003)."""
        if not found:
            return self._idf(0, language), 0.0
        matrix, numbers = self._indexes[language].scores, self._indexes[language].vocab_dict
        odds, frequency = np.zeros(len(self._rows[language])), 0.0
        for term, weight in found.items():
            column = slice(matrix["indptr"][numbers[term]], matrix["indptr"][numbers[term] + 1])
            share = matrix["data"][column].astype(np.float64) / self.information(term, language)  # tf / (tf + K), K by length
            odds[matrix["indices"][column]] += weight * share / (1 - share)                       # tf / K: these add up
            frequency += weight * (column.stop - column.start)
        return self._idf(frequency, language), odds / (1 + odds)

    def information(self, term: str, language: str) -> float:
        """The idf of a stemmed term in one language, in nats (Lucene: ln(1 + (N - df + .5) / (df + .5)))."""
        index = self._indexes.get(language)
        if index is None:
            return 1.0
        number, pointers = index.vocab_dict.get(term), index.scores["indptr"]
        return self._idf(0 if number is None else int(pointers[number + 1] - pointers[number]), language)

    def _idf(self, frequency: float, language: str) -> float:
        total = len(self._rows[language])
        frequency = min(frequency, total)
        return float(np.log1p((total - frequency + 0.5) / (frequency + 0.5)))


def _rows_of(languages: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    array = np.array(languages)
    return {language: np.flatnonzero(array == language) for language in LANGUAGES if language in languages}
