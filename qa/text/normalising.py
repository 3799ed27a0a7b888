"""Answers made comparable: SQuAD's normalisation (Rajpurkar et al. 2016) with the Dutch articles added."""
import re
import string

_ARTICLES = re.compile(r"\b(?:a|an|the|de|het|een)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation + "‘’“”„«»€–—…")


def normalised(answer: str) -> str:
    """Lower case, without punctuation and articles, single blanks."""
    return " ".join(_ARTICLES.sub(" ", answer.lower().translate(_PUNCTUATION)).split())
