# Two commands on a fresh machine with Python 3.11 or newer:
#   make map    set up once, then build maps/
#   make test   set up once, then lint, types and all tests (installs the browsers that are missing, where it can)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: map test lint bench clean browser

map: $(VENV)/.ready
	$(BIN)/python make_map.py build

test: $(VENV)/.ready-dev browser
	$(MAKE) lint
	$(BIN)/python -m pytest

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy geo

bench: $(VENV)/.ready-dev browser
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group bench
	$(BIN)/python -m benchmarks

browser: $(VENV)/.ready-dev
	$(BIN)/python -m tests.browser.install

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 map")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group dev --editable '.[all]'
	touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
