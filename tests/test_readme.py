"""What the README shows works: its Python runs, and its commands exit 0."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8") if (ROOT / "README.md").exists() else ""
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall(README)
PYTHON = [code for language, code in BLOCKS if language in ("python", "py")]
PLAIN, PROMPTED = {"sh", "bash", "shell"}, {"console", "text"}  # in a transcript only what follows "$ " was typed
TYPED = [(language, line) for language, code in BLOCKS for line in code.splitlines()]
COMMANDS = [line for language, line in TYPED if language in PLAIN and line.startswith("qa ")]
COMMANDS += [line.removeprefix("$ ") for language, line in TYPED if language in PLAIN | PROMPTED and line.startswith("$ qa ")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, sample_store: Path) -> Path:
    """A folder as after `qa build` in a clone: the shipped corpus and its store."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    shutil.copytree(sample_store, folder / "embeddings")
    return folder


def run(command: list[str], place: Path) -> str:
    done = subprocess.run(
        command, cwd=place, env=os.environ | {"PYTHONPATH": str(ROOT)}, input="", capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_readme_shows_both() -> None:
    assert PYTHON
    assert COMMANDS


@pytest.mark.parametrize("code", PYTHON)
def test_python(place: Path, code: str) -> None:
    run([sys.executable, "-c", code], place)


@pytest.mark.parametrize("command", COMMANDS)
def test_command(place: Path, command: str) -> None:
    assert run([sys.executable, "-m", "qa.cli", *shlex.split(command, comments=True)[1:]], place)


def test_what_is_shown_is_what_comes(place: Path) -> None:
    command, shown = re.search(r"\$ (qa ask .*?)\n(.*?)\n…", README, re.DOTALL).groups()
    told = run([sys.executable, "-m", "qa.cli", *shlex.split(command)[1:]], place)
    assert re.sub(r"\d+%", "", told).startswith(re.sub(r"\d+%", "", shown))  # another processor rounds otherwise


def test_links_and_pictures_exist() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)[^)]*\)|(?:src|href)=\"([^\"#]+)", README) for target in target if target]
    assert [target for target in targets if "://" not in target and not target.startswith("mailto:") and not (ROOT / target).exists()] == []
