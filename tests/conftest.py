"""What every test may use. Tests of one part stand in the folder of that part."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from qa import Assistant, Retriever, Store, build
from qa.answers.confidence import Calibration
from qa.answers.reader import OnnxReader
from qa.answers.searcher import Searcher
from qa.embeddings.encoder import Encoder
from qa.embeddings.engines import open_encoder
from qa.settings import RetrievalSettings
from tests.fakes import build_with, write_files

ROOT = Path(__file__).parent.parent

# No deadline: the first call of a property loads models, and machines differ.
settings.register_profile("bronzin", deadline=None, print_blob=True)
settings.load_profile("bronzin")

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium to test the page with: `$CHROMIUM`, or the first one on PATH."""
    named = os.environ.get("CHROMIUM")
    path = shutil.which(named) if named else next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None:
        missing = f"CHROMIUM={named} cannot be run" if named else f"none of {', '.join(_BROWSERS)} is on PATH, and CHROMIUM is not set"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1, but {missing}")
        pytest.skip(f"THE PAGE IS NOT TESTED: {missing}")
    return path


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The bundled encoder."""
    return open_encoder()


@pytest.fixture(scope="session")
def reader() -> OnnxReader:
    """The bundled reader."""
    return OnnxReader.open()


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the documents that ship with the project, built with the bundled model. Read only."""
    store = tmp_path_factory.mktemp("sample") / "store"
    build(ROOT / "corpus", store)
    return store


@pytest.fixture(scope="session")
def sample(sample_store: Path, encoder: Encoder, reader: OnnxReader) -> Assistant:
    return _opened(sample_store, encoder, reader)


@pytest.fixture(scope="session")
def assistant_over(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder, reader: OnnxReader
) -> Callable[[dict[str, str | bytes]], Assistant]:
    """Builds a store of these files with the bundled models, and opens it; the same files once."""
    made: dict[tuple[tuple[str, str | bytes], ...], Assistant] = {}

    def over(files: dict[str, str | bytes]) -> Assistant:
        key = tuple(files.items())
        if key not in made:
            folder = tmp_path_factory.mktemp("trial")
            build_with(encoder, write_files(folder / "corpus", files), folder / "store")
            made[key] = _opened(folder / "store", encoder, reader)
        return made[key]

    return over


def _opened(store: Path, encoder: Encoder, reader: OnnxReader) -> Assistant:
    """As `Assistant.open`, without loading the models again."""
    return Assistant(Retriever(Searcher(Store.open(store), encoder, RetrievalSettings())), reader, Calibration.open())
