# Needs Python 3.11 or later and make. Everything else goes into .venv, and is there at once the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EVERY_CORE := --numprocesses auto --dist loadfile --no-loadscope-reorder
OWN := bad_process large mutations once rank_state verification watch  # slow, and of processes, sizes and our own rules
unexport PYTHONDONTWRITEBYTECODE  # or each program that a test starts would compile all of ours again
PIP := -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test test-all fuzz lowest lint types format docs vendor screenshots wheel bench clean

help:  ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile

demo: $(VENV)/.ready  ## score the example folder
	$(BIN)/influence score examples/demo

test: $(VENV)/.dev  ## the tests
	$(BIN)/python -m pytest $(EVERY_CORE) -m "not thorough"

test-all: $(VENV)/.all  ## what else there is to test: clean environments, PostgreSQL, Spark, a browser, every change to an example, many more random cases
	INFLUENCE_THOROUGH=1 $(BIN)/python -m pytest $(EVERY_CORE) -m "thorough or hypothesis"

fuzz: $(VENV)/.all  ## ten times as many random cases, new ones each time
	INFLUENCE_CHANCE=1 INFLUENCE_THOROUGH=10 $(BIN)/python -m pytest $(EVERY_CORE) -m hypothesis

lowest: .venv-lowest/.ready  ## the tests of what dependencies do, with the oldest that pyproject.toml allows
	.venv-lowest/bin/python -m pytest $(EVERY_CORE) -m "not thorough and not hypothesis" $(OWN:%=--ignore=tests/test_%.py)

lint: $(VENV)/.dev  ## ruff: rules and formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(VENV)/.dev  ## let ruff write what it can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: $(VENV)/.dev  ## mypy, strict
	$(BIN)/mypy

docs: $(VENV)/.dev  ## write the generated parts of the documentation again
	$(BIN)/python docs/generate.py

vendor: $(VENV)/.ready  ## what the report page carries from npm (needs Node.js)
	$(BIN)/python .ci/vendor.py

screenshots: $(VENV)/.all  ## the README's pictures of the report again
	$(BIN)/python docs/screenshots.py

wheel: $(VENV)/.dev  ## dist/: the source distribution, and the wheel built from it
	rm -rf dist
	$(BIN)/python -m build

bench: $(VENV)/.dev  ## speed, as ratios against something measured in the same run
	$(BIN)/python bench/run.py

clean:  ## remove everything that was made here
	rm -rf $(VENV) .venv-lowest dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.ready: pyproject.toml
	$(call environment,$(VENV))
	$(BIN)/python $(PIP) --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml
	$(call environment,$(VENV))
	$(BIN)/python $(PIP) --editable '.[dev]'
	@touch $(VENV)/.ready $@

$(VENV)/.all: pyproject.toml .ci/system
	.ci/system
	$(call environment,$(VENV))
	$(BIN)/python $(PIP) --editable '.[dev,test-all]'
	@touch $(VENV)/.ready $(VENV)/.dev $@

.venv-lowest/.ready: pyproject.toml .ci/lowest.py
	$(call environment,.venv-lowest)
	$(PYTHON) .ci/lowest.py > .venv-lowest/constraints.txt
	.venv-lowest/bin/python $(PIP) --constraint .venv-lowest/constraints.txt --editable '.[test]'
	@touch $@

define environment
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "influence needs Python 3.11 or later: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(1)
endef
