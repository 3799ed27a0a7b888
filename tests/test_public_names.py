"""The public interface, to the letter, and what importing it costs."""
import json
import subprocess
import sys

import pytest

import qa

HEAVY = {"bm25s", "faiss", "gradio", "numpy", "onnxruntime", "pandas", "sentence_transformers", "tokenizers", "torch", "transformers"}


def modules_after(statement: str) -> set[str]:
    """The top-level modules a fresh Python has loaded after `statement`."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps([name.partition('.')[0] for name in sys.modules]))"
    return set(json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout))


def test_all_is_exact() -> None:
    assert qa.__all__ == [
        "Answer",
        "Assistant",
        "BronzinError",
        "BuildReport",
        "Conversation",
        "CorpusError",
        "Document",
        "FilterError",
        "Filters",
        "Hit",
        "Locator",
        "ModelError",
        "Passage",
        "QuestionError",
        "Reply",
        "RequestError",
        "Retriever",
        "Settings",
        "Source",
        "Span",
        "Store",
        "StoreBusy",
        "StoreDamaged",
        "StoreError",
        "StoreMismatch",
        "StoreMissing",
        "UnreadableDocument",
        "build",
        "__version__",
    ]
    assert dir(qa) == sorted(qa.__all__)


@pytest.mark.parametrize("name", qa.__all__)
def test_each_name_resolves(name: str) -> None:
    value = getattr(qa, name)
    assert name == "__version__" or value.__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Chunk'"):
        _ = qa.Chunk


@pytest.mark.parametrize("module", ["qa", "qa.types", "qa.errors", "qa.settings", "qa.cli"])
def test_import_is_light(module: str) -> None:
    assert modules_after(f"import {module}") & HEAVY == set()


def test_the_check_above_sees_what_is_loaded() -> None:
    assert modules_after("import qa; qa.Retriever") & HEAVY >= {"faiss", "numpy"}
