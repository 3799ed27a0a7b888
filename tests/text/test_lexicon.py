"""The bundled lexicon: both ways, weighted, and small."""
import pytest

from qa.text.lexicon import BUNDLED_LEXICON, is_known, translations


@pytest.mark.parametrize(("dutch", "english"), [("soldaat", "soldier"), ("belast", "tax"), ("schip", "ship"), ("jaar", "year")])
def test_a_pair_has_one_weight_both_ways(dutch: str, english: str) -> None:
    assert translations(dutch, "nl")[english] == translations(english, "en")[dutch] > 0.3


def test_weights_are_in_0_to_1() -> None:
    assert all(0 < weight <= 1 for stem in ("jaar", "huis", "werk", "water") for weight in translations(stem, "nl").values())


def test_what_is_not_known_has_no_translation() -> None:
    assert not is_known("xqzvwrtpl", "nl")
    assert translations("xqzvwrtpl", "nl") == {}


def test_its_size() -> None:
    assert BUNDLED_LEXICON.stat().st_size < 300_000
