# `make chat` opens the page, `make test` checks a change; each does all set-up, and is quick the second time.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

.DEFAULT_GOAL := chat
.PHONY: install chat build test lint bench wheel clean

install: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "'$(PYTHON)' is not Python 3.11 or newer; name one that is: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' lacks its venv module; install it (on Debian and Ubuntu: apt install python3-venv) and try again." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt -e '.[test,lint]'
	@touch $@

chat: install
	@test -e embeddings/CURRENT || $(BIN)/qa build
	$(BIN)/python app.py $(ARGS)

build: install
	$(BIN)/qa build

test: lint
	$(BIN)/python -m pytest

lint: install
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: install
	$(BIN)/python benchmarks/sentences.py
	$(BIN)/python benchmarks/speed.py $(ARGS)
	$(BIN)/python benchmarks/rebuild.py
	$(BIN)/python benchmarks/faults.py

wheel: install
	$(BIN)/python -m pip wheel --no-deps --no-build-isolation --wheel-dir dist .

clean:
	rm -rf .venv dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
