"""Dutch and English stems that translate each other, as training/lexicon.py learned them."""
import gzip
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

BUNDLED_LEXICON = Path(__file__).parent.parent / "models" / "lexicon.json.gz"
OTHER = {"nl": "en", "en": "nl"}

Weights = Mapping[str, float]


def translations(stem: str, language: str) -> Weights:
    """Of a stem of a language, stems of the other one, each with a weight in (0, 1]; empty where none is known."""
    return _tables()[language].get(stem, {})


def is_known(stem: str, language: str) -> bool:
    return stem in _tables()[language]


@cache
def _tables() -> dict[str, dict[str, dict[str, float]]]:
    dutch: dict[str, dict[str, float]] = json.loads(gzip.decompress(BUNDLED_LEXICON.read_bytes()))
    english: dict[str, dict[str, float]] = {}
    for stem, found in dutch.items():
        for other, weight in found.items():
            english.setdefault(other, {})[stem] = weight
    return {"nl": dutch, "en": english}
