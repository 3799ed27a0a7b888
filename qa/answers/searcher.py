"""Ranking over one opened generation: cosine, the share of the question's information that a passage holds, and its language."""
from dataclasses import dataclass

import numpy as np

from qa.answers.filters import Filters
from qa.embeddings.dense import Rows
from qa.embeddings.encoder import Encoder
from qa.embeddings.store import Store
from qa.errors import RequestError
from qa.settings import RetrievalSettings
from qa.text.language import shares_among
from qa.text.terms import LANGUAGES, terms, words
from qa.types import Hit, Passage, Span


def check_count(k: int) -> None:
    """Raises RequestError if k results cannot be asked for."""
    if k < 1:
        raise RequestError(f"{k} results were asked for; ask for at least 1")


@dataclass(frozen=True, slots=True)
class Searcher:
    """A store with the encoder it was built with. Never changes; a search on it sees one generation throughout."""

    store: Store
    encoder: Encoder
    settings: RetrievalSettings

    def search(self, question: str, k: int, filters: Filters | None = None, near: str | None = None) -> list[Hit]:
        """The k best passages of different text, best first; fewer where there are fewer.

        Candidates are the union of the nearest by vector in each language and the best by terms, each scored exactly by
        both, so that no list can hide what only another finds. A passage in another language than the question's gets
        the cosine back that it lost by that, and one in the document `near` gets what it is worth to have been talked about.

        Raises:
            RequestError: k is below 1, or a filter names what is not there.
        """
        check_count(k)
        among = self._eligible(filters)
        query = self.encoder.encode_queries([question])[0]
        wanted = max(k, self.settings.candidates)
        shares = self.store.terms.scores(question)
        by_terms = among[np.argsort(-shares[among], kind="stable")[:wanted]]
        lists = [by_terms[shares[by_terms] > 0]]
        lifts = np.zeros(len(self.store.passages), dtype=np.float32)
        spoken = shares_among(question, LANGUAGES)
        for language in np.unique(self.store.languages[among]):
            rows = among[self.store.languages[among] == language]
            lists.append(self.store.dense.nearest(query, wanted, rows))
            lifts[rows] = self.settings.other_language * (1 - spoken[language])
        talked_about = self._eligible(Filters(documents=(near,))) if near is not None else among[:0]
        rows = np.unique(np.concatenate([*lists, np.intersect1d(among, talked_about)]))
        parts = {"cosine": self.store.dense.cosines(query, rows), "terms": shares[rows], "language": lifts[rows]}
        scores = parts["cosine"] + self.settings.terms_weight * parts["terms"] + parts["language"]
        if near is not None:
            parts["near"] = self.settings.near * np.isin(rows, talked_about)
            scores = scores + parts["near"]
        best = np.lexsort((rows, -scores))[:k]  # ties: the lower passage number first
        return [self._hit(question, self.store.passages[rows[n]], rank, float(scores[n]),
                          {name: float(part[n]) for name, part in parts.items()})
                for rank, n in enumerate(best, 1)]

    def _eligible(self, filters: Filters | None) -> Rows:
        """Rows that may be found: those of the filtered documents, one of each text."""
        if filters is None:
            rows = np.arange(len(self.store.passages))
        else:
            documents = filters.select(self.store.documents)
            rows = np.array([p.number for p in self.store.passages if p.document_id in documents], dtype=np.int64)
        return rows[np.sort(np.unique(self.store.text_groups[rows], return_index=True)[1])]

    def _hit(self, question: str, passage: Passage, rank: int, score: float, parts: dict[str, float]) -> Hit:
        sentence = self._best_sentence(question, passage)
        return Hit(passage, self.store.documents[passage.document_id], self.store.passage_text(passage), score, rank, parts,
                   sentence, self.store.locator(passage, sentence))

    def _best_sentence(self, question: str, passage: Passage) -> Span:
        """The sentence that holds most of the question's information; the first one where none holds any."""
        language, text, index = passage.language, self.store.text(passage.document_id), self.store.terms
        asked = [{term: weight * index.information(term, language) for term, weight in index.meanings(word, language).items()}
                 for word in dict.fromkeys(words(question))]

        def held(sentence: Span) -> float:
            there = set(terms(sentence.of(text), language))
            return sum(max((worth for term, worth in meant.items() if term in there), default=0.0) for meant in asked)

        return max(passage.sentences, key=held)
