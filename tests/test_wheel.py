"""The wheel holds the package and its models, and answers where nothing else of the project is."""
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


def python(*arguments: str, cwd: Path, **environment: str) -> str:
    """What a fresh Python prints."""
    done = subprocess.run([sys.executable, *arguments], cwd=cwd, env=os.environ | environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    python("-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", ".", str(ROOT), cwd=folder)
    (path,) = folder.glob("bronzin-*.whl")
    return path


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    about = {name for name in names if ".dist-info/" in name}
    package = {path.relative_to(ROOT).as_posix() for path in (ROOT / "qa").rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert names - about == package
    assert {Path(name).name for name in about if "/licenses/" in name} == {"LICENSE", "NOTICE"}
    assert {"qa/py.typed", "qa/models/encoder/tokenizer.json", "qa/models/reader/tokenizer.json"} <= names
    weights = {Path(name).parent.as_posix() for name in names if name.endswith(".onnx")}
    assert weights == {"qa/models/encoder/onnx", "qa/models/reader/onnx"}


def test_installed_elsewhere_it_answers(wheel: Path, tmp_path: Path) -> None:
    site, corpus, store = tmp_path / "site", tmp_path / "corpus", tmp_path / "store"
    python("-m", "pip", "install", "--no-deps", "--no-index", "--target", str(site), str(wheel), cwd=tmp_path)
    corpus.mkdir()
    (corpus / "brug.txt").write_text("De brug gaat open om 14.00 uur. De brugwachter heet Jansen.\n", "utf-8")

    def elsewhere(*arguments: str) -> str:
        return python(*arguments, cwd=tmp_path, PYTHONPATH=str(site))

    assert Path(elsewhere("-c", "import qa; print(qa.__file__)").strip()) == site / "qa" / "__init__.py"
    elsewhere("-m", "qa.cli", "build", "--corpus", str(corpus), "--store", str(store))
    reply = json.loads(elsewhere("-m", "qa.cli", "ask", "Hoe laat gaat de brug open?", "--store", str(store), "--json"))
    assert "14.00" in reply["answers"][0]["text"]
    assert reply["answers"][0]["sentence"] == "De brug gaat open om 14.00 uur."
