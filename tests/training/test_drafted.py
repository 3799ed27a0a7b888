"""Questions drafted by rule: only those that read as questions, and none from what is measured with."""
import gzip
import json
import runpy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TRAINING = Path(__file__).parents[2] / "training"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.syspath_prepend(str(TRAINING))
    return runpy.run_path(str(TRAINING / "drafted.py"))


@pytest.mark.parametrize(("sentence", "drafted"), [
    ("De brug werd in 1954 geopend door de koningin.", [("Wanneer werd de brug geopend door de koningin?", "1954")]),
    ("De gemeente telt 12.000 inwoners en twee scholen.", [("Hoeveel inwoners telt de gemeente en twee scholen?", "12.000")]),
    ("Het museum staat in Den Haag naast het station.", [("Waar staat het museum naast het station?", "Den Haag")]),
    ("De markt gaat dit jaar niet door, omdat het plein opengebroken is.",
     [("Waarom gaat de markt dit jaar niet door?", "omdat het plein opengebroken is")]),
    ("Anna Bijns schreef refreinen tegen Luther en zijn volgelingen.",
     [("Wie schreef refreinen tegen Luther en zijn volgelingen?", "Anna Bijns")]),
    ("Daarna werd de brug in 1954 geopend door de koningin.", []),       # the subject does not come first
    ("Zij werd in 1954 geopend door de koningin.", []),                  # who is meant stands elsewhere
    ("De brug werd geopend (in 1954) door de koningin.", []),
    ("Geopend in 1954.", []),
])
def test_what_is_asked(script: dict[str, Any], sentence: str, drafted: list[tuple[str, str]]) -> None:
    assert list(script["drafts"](sentence)) == drafted


@pytest.fixture
def write(data: Path, tmp_path: Path) -> Callable[[str, list[dict[str, object]]], Path]:
    """Replaces one file of the training data."""
    folder = tmp_path / "data"
    shutil.copytree(data, folder)

    def written(name: str, rows: list[dict[str, object]]) -> Path:
        content = "".join(json.dumps(row) + "\n" for row in rows).encode()
        (folder / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return folder

    return written


def test_a_dutch_question_is_asked_of_the_translation(script: dict[str, Any], write: Callable[..., Path]) -> None:
    folder = write("parallel.nl-en.jsonl.gz", [
        {"nl": "Het is een museum.", "en": "It is a museum.", "src": "gids", "q": 0.0},
        {"nl": "Het museum werd in 1931 geopend voor paters.", "en": "It was opened to friars in 1931.", "src": "gids", "q": 0.0},
        {"nl": "De brug werd in mei 1931 geopend voor iedereen.", "en": "It was opened in May.", "src": "wegen", "q": 0.0}])
    asked = list(script["drafted"](folder))
    assert ("Wanneer werd het museum geopend voor paters?", "It is a museum. It was opened to friars in 1931.", "1931") in asked
    assert not [question for question, _, _ in asked if "iedereen" in question]  # its answer is not in the English


def test_nothing_that_is_measured_with(script: dict[str, Any], write: Callable[..., Path]) -> None:
    text = "De brug werd in 1954 geopend door de koningin. Er was veel volk."
    folder = write("mono.nl.jsonl.gz", [{"text": text, "src": "krant"}])
    assert text in [passage for _, passage, _ in script["drafted"](folder)]
    write("reading.nl.dev.jsonl", [{"id": "1", "src": "krant", "text": f"Uit de krant: {text}", "qas": []}])
    assert text not in [passage for _, passage, _ in script["drafted"](folder)]
