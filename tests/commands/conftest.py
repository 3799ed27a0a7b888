"""Stores to ask."""

import re
from pathlib import Path

import pytest

from tests.commands.processes import run
from tests.fakes import write_files


@pytest.fixture(scope="session")
def store(sample_store: Path) -> str:
    return str(sample_store)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of one document, and the store that `qa build` made of it."""
    folder = write_files(
        tmp_path_factory.mktemp("small"),
        {
            "corpus/brug.txt": "De brug gaat open om 14.00 uur. De brugwachter heet Jansen.\n",
            "corpus/leeg.txt": "",
            'corpus/een "naam"\nen 🚲.pdf': "%PDF",
        },
    )
    code, out, err = run("build", cwd=folder)
    assert (code, err) == (0, "")
    *files, totals = out.splitlines()
    assert files == ["+ brug.txt", '! een "naam" en 🚲.pdf is named .pdf but is something else; give it the ending of what it is',
                     "! leeg.txt is empty"]
    assert re.fullmatch(r"1 documents in 1 passages \(1 added, 2 skipped\); 1 embedded, generation 1, \d+\.\d s", totals)
    return folder
