"""`training/evaluate.py` with the bundled reader: which questions it asks of which paragraph, and what it counts."""
import json
import os
import subprocess
import sys
from pathlib import Path

from qa.answers.reader import BUNDLED_READER

ROOT = Path(__file__).parents[2]
NL, EN = "De brug in Breda werd in 1954 geopend door burgemeester Jansen.", "The bridge in Breda was opened in 1954 by mayor Jansen."
ASKED = {"question_nl": "Wanneer werd de brug geopend?", "question_en": "When was the bridge opened?", "is_impossible": False}
MISSING = {"question_nl": "Hoeveel kost een treinkaartje naar Parijs?", "question_en": "How much is a train ticket to Paris?",
           "is_impossible": True, "answer_nl": "", "answer_en": "", "answer": ""}
BOTH = [{**ASKED, "answer_nl": "1954", "answer_en": "1954", "answer": "1954"}, MISSING]


def write(path: Path, row: dict[str, object]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")


def test_each_direction_is_measured_on_its_own(tmp_path: Path) -> None:
    write(tmp_path / "own" / "bruggen.dev.jsonl", {"paragraphs": [{"text_nl": NL, "text_en": EN, "qas": BOTH}]})
    write(tmp_path / "own" / "bruggen.train.jsonl", {"paragraphs": "not read"})
    write(tmp_path / "reading.nl.dev.jsonl", {"text": NL, "qas": BOTH})
    other = {**ASKED, "answer_nl": "burgemeester Jansen", "answer_en": "1954"}  # in Dutch it is not what the reader finds
    write(tmp_path / "xquad.dev.jsonl", {"context_nl": NL, "context_en": EN, "qas": [other]})
    done = subprocess.run([sys.executable, ROOT / "training" / "evaluate.py", "--data", tmp_path, "--readers", BUNDLED_READER],
                          capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == 0, done.stderr
    names, _, values = ([cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines())
    assert dict(zip(names[1:], values[1:], strict=True)) == {
        **{f"own {direction} (2)": "100.0 / 1.000" for direction in ("nl→nl", "nl→en", "en→nl", "en→en")},
        "open nl→nl (2)": "100.0 / 1.000", "open en→nl (2)": "100.0 / 1.000",
        "XQuAD nl→nl (1)": "0.0", "XQuAD nl→en (1)": "100.0", "XQuAD en→nl (1)": "0.0", "XQuAD en→en (1)": "100.0", "mean F1": "80.0"}
