# Two commands for people: `make demo` and `make test`. Both set up .venv by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Bytecode is written when a module is first used: all of it at once would take 150 MB for modules that nobody imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test format clean bench

demo: $(VENV)/.default-install
	$(BIN)/secondsource demo -o demo.html
	@echo "Open demo.html in a browser."

test: $(VENV)/.dev-install
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

format: $(VENV)/.dev-install
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# Figures of every scorer on the labelled reports under ../shared; writes bench/RESULTS.md.
bench: $(VENV)/.dev-install
	$(BIN)/python bench/figures.py --write

clean:
	rm -rf $(VENV) demo.html

$(VENV)/.venv-made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	touch $@

$(VENV)/.default-install: pyproject.toml $(VENV)/.venv-made
	$(BIN)/python -m pip install --quiet --no-compile --editable .
	touch $@

$(VENV)/.dev-install: $(VENV)/.default-install
	$(BIN)/python -m pip install --quiet --no-compile --group dev
	touch $@
