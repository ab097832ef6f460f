# `make run` and `make test` do all the set-up they need and are quick the second time.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.DEFAULT_GOAL := run
.PHONY: run demo test test-unit test-all lint test-duckdb test-ui

run: $(READY)  ## load the five seed documents into ./data by a Prefect flow
	@$(BIN)/broadsheet run seeds

demo: $(READY)  ## four nights of six small news sites on loopback, fetched by the nightly flow into ./data/demo
	@$(BIN)/python -m tests.sites.demo

test: $(READY) lint test-unit  ## everything but what is slow, the browser and the older DuckDB
	@$(BIN)/pytest -m 'whole and not slow' --ignore=tests/ui

test-unit: $(READY)  ## what needs no process, server or waiting: libraries and warehouse, without Prefect
	@$(BIN)/pytest -n 2 --dist loadfile -m 'not slow and not whole' --ignore=tests/flows --ignore=tests/ui

test-all: $(READY) lint  ## with whole nights, replays and removals by the real commands: half an hour
	@$(BIN)/pytest --ignore=tests/ui

lint: $(READY)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

test-duckdb: .venv-duckdb/ready  ## the warehouse on the oldest DuckDB we support, without Prefect
	@.venv-duckdb/bin/pytest tests/warehouse

test-ui: $(READY)  ## screenshots of a run and its artifacts in the Prefect UI (needs Debian's chromium)
	@$(BIN)/pytest -rs tests/ui

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Broadsheet needs Python 3.11 or newer: make PYTHON=python3.11 run")'
	@echo "Setting up .venv (about a minute, once) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@$(BIN)/python -m flows.prefect_database
	@touch $@

.venv-duckdb/ready: pyproject.toml
	@$(PYTHON) -m venv .venv-duckdb
	@.venv-duckdb/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@.venv-duckdb/bin/python -m pip install --quiet --disable-pip-version-check duckdb==1.5.5 pyarrow numpy pytz pytest hypothesis
	@touch $@
