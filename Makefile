# Two commands matter: `make demo` and `make test`. Python 3.11+ and make are all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

.PHONY: demo test coverage setup peers bench prove check clean

demo: $(VENV)/.runtime
	$(BIN)/sevenbot demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadgroup

coverage: $(VENV)/.dev
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadgroup --cov --cov-report=term

setup: $(VENV)/.dev

peers: $(VENV)/.dev
	sh tests/peers/install.sh

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

prove: $(VENV)/.dev
	$(BIN)/python -m benchmarks.proof

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports

clean:
	rm -rf $(VENV) var

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/.runtime

.PHONY: lock
lock: $(VENV)/.dev
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --no-header --extra build --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --no-header --extra build --extra dev --constraint requirements.lock pyproject.toml -o requirements-dev.lock
