"""Terms: folded, split, stemmed; single characters and codes kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.terms import terms


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("F-16's", "nl", ["f", "16", "f16"]),
        ("F16", "nl", ["f16"]),
        ("Formulier B-12", "nl", ["formulier", "b", "12", "b12"]),
        ("vitamine D", "nl", ["vitamine", "d"]),
        ("artikel 6", "nl", ["artikel", "6"]),
        ("1.250 of 1,250 of 1\u202f250", "nl", ["1250", "of", "1250", "of", "1250"]),
        ("1.250.000", "nl", ["1250000"]),
        ("3,2 en 3.2", "nl", ["3.2", "en", "3.2"]),
        ("14:00 en 14.00", "nl", ["14.00", "en", "14.00"]),
        ("militairen militair", "nl", ["militair", "militair"]),
        ("soldiers sending", "en", ["soldier", "send"]),
        ("Nederland's ministers", "en", ["nederland", "minist"]),
        ("Jordanië JORDANIE", "nl", ["jordanie", "jordanie"]),
        ("ﬁnale bezoe\u00adkers", "nl", terms("finale bezoekers", "nl")),
        ("snake_case", "en", ["snake", "case", "snakecas"]),
        ("___ -- ?!", "nl", []),
        ("", "nl", []),
        ("日本語", "nl", ["日本語"]),
    ],
)
def test_terms(text: str, language: str, expected: list[str]) -> None:
    assert terms(text, language) == expected


@pytest.mark.parametrize("code", ["F-16", "f 16", "F16", "F‑16", "F-16's", "f-16"])
def test_every_spelling_of_a_code_shares_a_term(code: str) -> None:
    assert set(terms(code, "nl")) & set(terms("De F-16 is een straaljager.", "nl"))


@pytest.mark.parametrize("language", ["nl", "en"])
@given(text=st.text())
def test_no_empty_term_and_no_exception(language: str, text: str) -> None:
    assert all(terms(text, language))
