"""Text folded for matching."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zo’n ‘één’ „tekst” «ja»", 'zo\'n \'een\' "tekst" "ja"'),
        ("ﬁnale in de Ĳmond", "finale in de ijmond"),
        ("bezoe\u00adkers", "bezoekers"),
        ("İstanbul", "istanbul"),
        ("1\u202f250 en 1\u00a0000\u00a0000", "1250 en 1000000"),
        ("om\u00a014.00\u00a0uur", "om 14.00 uur"),
        ("F‑16, 2019–2020", "f-16, 2019-2020"),
        ("½ ① ²", "1⁄2 1 2"),
        ("Jordanie\u0308 = Jordani\u00eb", "jordanie = jordanie"),
        ("STRASSE = Straße", "strasse = strasse"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_for_words(text: str) -> None:
    words = "".join(c if c.isalnum() or c.isspace() else " " for c in fold(text))
    assert fold(words).split() == words.split()
