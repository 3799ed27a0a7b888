"""What a rebuild costs beside a full build, with the bundled model: `qa build` as a process of its own, as people run it.

    python benchmarks/rebuild.py
    python benchmarks/rebuild.py --passages 10000
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qa.text.sentences import split

ROOT = Path(__file__).parents[1]
PARAGRAPHS = 5  # per document; each is a passage
SENTENCES = 7   # per paragraph
SHARE = 0.01    # of the documents that change


def sentences() -> list[str]:
    """Of the documents that ship with the project."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "corpus").rglob("*.txt"))]
    return [" ".join(span.of(text).split()) for text in texts for span in split(text, "nl") if span.end - span.start > 40]


def document(number: int, known: Sequence[str], chance: random.Random) -> str:
    paragraphs = [" ".join([*chance.sample(known, SENTENCES - 1), f"Dit staat in bericht {number}, alinea {place}."])
                  for place in range(PARAGRAPHS)]
    return "\n\n".join([f"date 2020-09 Bericht {number}", *paragraphs])


def build(folder: Path) -> tuple[float, dict[str, Any]]:
    """Seconds of the whole process, and its report."""
    command = [sys.executable, "-m", "qa.cli", "build", "--json", "--corpus", str(folder / "corpus"), "--store", str(folder / "store")]
    began = time.perf_counter()
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, stdout=subprocess.PIPE)
    return time.perf_counter() - began, json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=1000, help="size of the corpus (default: 1000)")
    args = parser.parse_args()
    chance, known = random.Random(0), sentences()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        files = [folder / "corpus" / f"{number:05}.txt" for number in range(args.passages // PARAGRAPHS)]
        for number, file in enumerate(files):
            file.write_text(document(number, known, chance), encoding="utf-8")
        full = build(folder)
        changed = chance.sample(files, max(1, round(SHARE * len(files))))
        for file in changed:
            file.write_text(document(int(file.stem), known, chance), encoding="utf-8")
        some, nothing = build(folder), build(folder)
    assert len(some[1]["changed"]) == len(changed)
    assert nothing[1]["generation"] == some[1]["generation"]
    print(f"{'':34}   seconds   of a full build   embedded")
    for what, (seconds, report) in (("full build", full), (f"{len(changed)} of {len(files)} documents changed", some),
                                    ("nothing changed", nothing)):
        print(f"{what:34} {seconds:9.1f} {seconds / full[0]:17.1%} {report['embedded']:10}")
    print(f"{nothing[1]['passages']} passages, model {nothing[1]['model']}")


if __name__ == "__main__":
    main()
