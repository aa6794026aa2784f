# make demo    Maxwell, heat and advection, from nothing to a recorded run
# make test    formatting, types and tests
# make bench   speed of the engine and of what it compiles
# make docs    the generated pages and the outputs of the examples in the documentation
# make lock    the lock anew, after a change of the dependencies (UPGRADE=1 takes new versions)
#
# Each makes the environment it needs in .venv. PYTHON=python3.12 chooses the Python, VENV=folder the place.

VENV ?= .venv
ADEQUATE := import sys; sys.exit(sys.version_info < (3, 11))
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
PYTHON ?= $(shell for p in $(CANDIDATES); do "$$p" -c "$(ADEQUATE)" 2>/dev/null && { echo "$$p"; exit; }; done; echo python3)
BIN = $(VENV)/bin
# These fork a process, which must not have started the threads of JAX: they run first, by themselves.
FORKING = tests/backends/test_ledger_processes.py tests/photonic/repl/test_terminal.py
EXAMPLES = examples/maxwell.codex examples/heat.codex examples/advection.codex

.PHONY: help demo test bench docs lock runtime dev

help:
	@sed -n 's/^# //p' Makefile

demo: runtime
	$(BIN)/photonic run $(EXAMPLES)

test: dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest $(FORKING)
	$(BIN)/pytest -n auto $(FORKING:%=--ignore=%)

bench: dev
	@set -e; for script in $$(grep -l '^def main' benchmarks/*.py); do echo "── $$script"; \
	$(BIN)/python -m "benchmarks.$$(basename "$$script" .py)"; done

docs: dev
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/pictures.py
	$(BIN)/python -m backends.contracts.publish docs/contracts
	$(BIN)/python docs/blocks.py --write README.md $(wildcard docs/tutorials/*.md)

lock:
	@set -e; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	"$(PYTHON)" -m venv "$$folder"; "$$folder/bin/pip" install --quiet uv; \
	"$$folder/bin/python" scripts/lock.py "$$folder/bin/uv" $(if $(UPGRADE),--upgrade)

runtime dev:
	@command -v "$(PYTHON)" >/dev/null || { echo "There is no $(PYTHON) here: install Python 3.11 or newer, or name one: PYTHON=python3.12 make demo" >&2; exit 1; }
	@"$(PYTHON)" scripts/environment.py "$(VENV)" $@
