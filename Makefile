# Needs Python 3.11 or later and make. Everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test test-all lint types docs wheel bench clean

demo: $(READY)  ## score the example folder
	$(BIN)/influence score examples/demo

test: $(READY)  ## the tests that need Python alone
	$(BIN)/python -m pytest -m "not thorough"

test-all: $(READY) wheel  ## everything: thorough property tests, and the wheel in a clean environment
	INFLUENCE_THOROUGH=1 INFLUENCE_WHEEL="$$(ls dist/*.whl)" $(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check src tests bench docs
	$(BIN)/ruff format --check src tests bench docs

types: $(READY)
	$(BIN)/mypy

docs: $(READY)  ## write the generated parts of README.md and the JSON Schema again
	$(BIN)/python docs/generate.py

wheel: $(READY)
	rm -rf dist
	$(BIN)/python -m build --quiet --wheel --sdist

bench: $(READY)  ## ratios against something measured in the same run
	$(BIN)/python bench/run.py

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "influence needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
