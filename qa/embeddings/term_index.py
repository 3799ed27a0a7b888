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
from qa.text.terms import ANALYSER_VERSION, LANGUAGES, terms

Scores = NDArray[np.float32]


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

        Attainable is the sum of the idf of the question's terms, unseen ones with document frequency 0. So a lone stop word
        counts for little, and across languages the number fades by itself.
        """
        scores = np.zeros(self._size, dtype=np.float32)
        for language, index in self._indexes.items():
            wanted = list(dict.fromkeys(terms(question, language)))
            known = [term for term in wanted if term in index.vocab_dict]
            if known:
                scores[self._rows[language]] = index.get_scores(known) / sum(self.information(term, language) for term in wanted)
        return scores

    def information(self, term: str, language: str) -> float:
        """The idf of a stemmed term in one language, in nats (Lucene: ln(1 + (N - df + .5) / (df + .5)))."""
        index = self._indexes.get(language)
        if index is None:
            return 1.0
        number, pointers = index.vocab_dict.get(term), index.scores["indptr"]
        frequency = 0 if number is None else int(pointers[number + 1] - pointers[number])
        total = len(self._rows[language])
        return float(np.log1p((total - frequency + 0.5) / (frequency + 0.5)))


def _rows_of(languages: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    array = np.array(languages)
    return {language: np.flatnonzero(array == language) for language in LANGUAGES if language in languages}
