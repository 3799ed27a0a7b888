"""English examples half in Dutch: the answer stays where it was."""
import gzip
import json
import random
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

TRAINING = Path(__file__).parents[2] / "training"
DUTCH = {"the": "de", "bridge": "brug", "opens": "opent", "at": "om"}


@pytest.fixture(scope="module")
def switching() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TRAINING))
        import switching
    return switching


@pytest.mark.parametrize(("share", "expected"), [(0.0, "The bridge opens."), (1.0, "De brug opent.")])
def test_words_are_switched_and_keep_their_capital(switching: ModuleType, share: float, expected: str) -> None:
    assert switching.in_part("The bridge opens.", share, DUTCH) == expected


def test_unknown_words_numbers_and_marks_stay(switching: ModuleType) -> None:
    assert switching.in_part("At 9.30, Foxconn's bridge-1!", 1.0, DUTCH) == "Om 9.30, Foxconn's brug-1!"


@given(st.integers())
def test_the_answer_is_switched_with_its_passage(switching: ModuleType, seed: int) -> None:
    random.seed(seed)
    _, passage, answer = switching.switched("When?", "The bridge opens at the bridge at 9.", "the bridge at 9", DUTCH)
    assert answer in passage
    assert answer.endswith("9")


def test_without_an_answer_there_is_none(switching: ModuleType) -> None:
    assert switching.switched("When?", "The bridge.", "", DUTCH)[2] == ""


def test_the_dictionary_has_the_likeliest_word_as_written(switching: ModuleType, tmp_path: Path) -> None:
    pairs = [("De bruggen zijn hoog", "The bridges are high"), ("De bruggen zijn laag", "The bridges are low"),
             ("De huizen zijn hoog", "The houses are high"), ("Twee huizen", "Two houses"), ("Twee bruggen", "Two bridges")]
    with gzip.open(tmp_path / "parallel.nl-en.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"nl": nl, "en": en, "src": "eigen", "q": 0.0}) + "\n" for nl, en in pairs)
    for name in ("encyclopedia.train.jsonl", "reading.nl.train.jsonl"):
        (tmp_path / name).touch()
    dutch = switching.dictionary(tmp_path)
    assert {word: dutch[word] for word in ("bridges", "houses", "high", "two")} == {
        "bridges": "bruggen", "houses": "huizen", "high": "hoog", "two": "twee"}
