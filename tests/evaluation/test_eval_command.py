"""`qa eval` as people run it, on a small store with the bundled models."""
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from qa.embeddings.build import build
from qa.evaluation import plot

DOCUMENTS = {
    "jordanie.txt": "Nederland stuurt 35 militairen naar Jordanië. Zij beveiligen daar een jaar lang een vliegbasis.",
    "brug.txt": "De brug over de Vecht gaat om 14.00 uur open. De brugwachter heet Jansen.",
    "library.txt": "The library in Utrecht lends 1,200 board games. Members pay 12 euros a year.",
}
GOLD = [
    {"question": "Hoeveel militairen stuurt Nederland naar Jordanië?", "answers": ["35", "35 militairen"], "document": "jordanie.txt",
     "language": "nl", "type": "hoeveel"},
    {"question": "Hoe heet de brugwachter?", "answers": ["Jansen"], "document": "brug.txt", "language": "nl", "type": "hoe"},
    {"question": "How many board games does the library lend?", "answers": ["1,200", "1,200 board games"], "document": "library.txt",
     "language": "en", "type": "hoeveel"},
    {"question": "Who is the prime minister of Canada?", "answers": [], "document": None, "language": "en", "type": "wie"},
]
HAS_MATPLOTLIB = importlib.util.find_spec("matplotlib") is not None


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eval")
    (folder / "corpus").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    build(folder / "corpus", folder / "store")
    return folder / "store"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(question) + "\n" for question in GOLD), encoding="utf-8")
    return path


def qa(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qa.cli", "eval", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_json_and_nothing_else(store: Path, gold: Path) -> None:
    done = qa(gold, "--store", store, "--json")
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    report = json.loads(done.stdout)
    assert report["questions"] == len(GOLD)
    assert report["overall"]["recall@1"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert report["overall"]["sentence"]["value"] == 1.0
    assert [reply["gold"]["question"] for reply in report["replies"]] == [question["question"] for question in GOLD]
    assert report["overall"]["ms_median"]["value"] > 0


def test_a_table_for_people(store: Path, gold: Path) -> None:
    done = qa(gold, "--store", store)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("4 questions, 3 with an answer\n")
    rows = [line.split() for line in done.stdout.splitlines() if line]
    assert ["recall@1", "document", "first", "1.000", "1.000–1.000"] in rows
    assert {"nl", "en", "yes", "no", "hoeveel", "hoe", "wie"} <= {row[0] for row in rows}


@pytest.mark.parametrize(("line", "says"), [
    ('{"question": "Wie?", "answers": ["Jan"], "document": "elders.txt"}',
     "1 of 1 gold questions name a document that the store does not have, such as 'elders.txt'"),
    ('{"question": "Wie?"}', "lacks 'answers'"),
])
def test_bad_questions_are_one_sentence(store: Path, tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "bad.jsonl").write_text(line, encoding="utf-8")
    done = qa(tmp_path / "bad.jsonl", "--store", store, "--json")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert says in done.stderr


@pytest.mark.skipif(not HAS_MATPLOTLIB, reason="the diagram is not drawn: matplotlib, of the extra `eval`, is not installed")
@pytest.mark.parametrize(("name", "begins"), [("kalibratie.png", b"\x89PNG"), ("kalibratie.svg", b"<?xml")])
def test_plot_writes_a_picture(store: Path, gold: Path, tmp_path: Path, name: str, begins: bytes) -> None:
    assert qa(gold, "--store", store, "--plot", tmp_path / name).returncode == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.skipif(not HAS_MATPLOTLIB, reason="matplotlib, of the extra `eval`, is not installed")
@pytest.mark.parametrize(("name", "says"), [("kalibratie.txt", "cannot be written as 'kalibratie.txt'"), ("kalibratie", "end the name in"),
                                            ("nergens/kalibratie.png", "there is no folder")])
def test_a_diagram_that_cannot_be_written_is_said_before_asking(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(plot.RequestError, match=says):
        plot.check(tmp_path / name)


def test_without_matplotlib_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.backend_bases", None)
    with pytest.raises(plot.RequestError, match="pip install matplotlib"):
        plot.check(tmp_path / "kalibratie.png")
