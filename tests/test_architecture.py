"""Who may import whom. To add a part to the package, give it a row."""
import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAX_LINES = 300

BASE = {"types", "errors", "settings"}
LINES = {*BASE, "text", "corpus", "embeddings", "answers"}  # the two straight lines, and what they stand on
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "types": set(),
    "errors": set(),
    "settings": {"types", "errors"},
    "text": {"types"},
    "models": BASE,
    "corpus": {*BASE, "text"},
    "embeddings": {*BASE, "text", "corpus", "models"},
    "answers": {*BASE, "text", "embeddings", "models"},  # not the corpus: answers come from the store alone
    "wire": {"types"},
    "terminal": {"types", "settings", "answers"},
    "evaluation": LINES,
    "integrations": LINES,
    "web": {*LINES, "evaluation", "__init__"},
    "commands": {*LINES, "evaluation", "wire", "terminal"},
    "cli": {"errors", "commands", "__init__"},
    "__main__": {"cli"},
}
ONLY_IN = {  # packages of others, and the one place for each; "" is nowhere
    "gradio": "web",
    "sentence_transformers": "embeddings",
    "torch": "embeddings",
    "matplotlib": "evaluation",
    "lxml": "corpus",
    "pypdfium2": "corpus",
    "fastapi": "",
    "langchain": "",
    "transformers": "",
    "pickle": "",
    "joblib": "",
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted((ROOT / "qa").rglob("*.py"))}


def unit(module: str) -> str:
    """The row of the table a module of ours belongs to: `qa.text.sentences` is in `text`."""
    return module.split(".")[1] if "." in module else "__init__"


def imports(module: str) -> set[str]:
    """Every module that `module` imports, at any depth of its code; of `from qa.text import folding`, the module it names."""
    parts = module.split(".") + ["__init__"] * (MODULES[module].name == "__init__.py")
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = parts[:-node.level] if node.level else []  # "from . import x" counts upwards from the module itself
            base = ".".join([*above, *filter(None, [node.module])])
            found |= {full if (full := f"{base}.{alias.name}") in MODULES else base for alias in node.names}
    return found


GRAPH = {module: imports(module) for module in MODULES}


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_only_what_its_row_allows(module: str) -> None:
    assert unit(module) in MAY_IMPORT, f"{unit(module)} has no row in the table"
    ours = {unit(name) for name in GRAPH[module] if name.split(".")[0] == "qa"}
    assert ours - {unit(module)} <= MAY_IMPORT[unit(module)]


@pytest.mark.parametrize("package", ONLY_IN)
def test_package_of_others_stays_in_its_place(package: str) -> None:
    users = {module for module, names in GRAPH.items() if any(name.split(".")[0].startswith(package) for name in names)}
    assert {unit(module) for module in users} <= {ONLY_IN[package]}


def test_one_module_knows_the_torch_engine() -> None:
    users = {module for module, names in GRAPH.items() if any(name.split(".")[0] in {"torch", "sentence_transformers"} for name in names)}
    assert len(users) == 1, f"{users}"


def test_no_cycle() -> None:
    TopologicalSorter({module: names & MODULES.keys() for module, names in GRAPH.items()}).prepare()


@pytest.mark.parametrize("module", MODULES)
def test_module_is_short(module: str) -> None:
    assert len(MODULES[module].read_text("utf-8").splitlines()) < MAX_LINES
