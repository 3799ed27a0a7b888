"""Compounds: cut only where both parts are words, at the most even place."""
import pytest

from qa.text.compounds import parts
from qa.text.terms import stemmed

KNOWN = {stemmed(word, "nl") for word in "stad bestuur energie prijzen kant kern wapen kernwapen verdrag boek kast".split()}


@pytest.mark.parametrize(("word", "expected"), [
    ("energieprijzen", ("energie", "prijzen")),
    ("stadsbestuur", ("stads", "bestuur")),
    ("boekenkast", ("boeken", "kast")),
    ("kernwapenverdrag", ("kernwapen", "verdrag")),  # not "kern" and what is no word
    ("kantoor", None),                          # a kant, but an oor is too short
    ("energie", None),
    ("energieleverancier", None),               # the second part is not known
    ("", None),
])
def test_parts(word: str, expected: tuple[str, str] | None) -> None:
    assert parts(word, KNOWN.__contains__) == expected
