# The two commands a newcomer needs are `make run` and `make test`; `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
# Every process the tests start would compile the desk anew, and every worker rewrite every test, where it is set.
unexport PYTHONDONTWRITEBYTECODE
CODE := bot models migrations scheduler sandbox tests

# Each stamp is older than its lock file exactly when the environment is stale.
RUN_STAMP := .venv/installed-run
DEV_STAMP := .venv/installed-dev
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install --require-hashes

.PHONY: help
help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: run
run: $(RUN_STAMP)  ## Start a whole desk on this machine: sandbox, bot, worker, scheduler
	@$(BIN)/python -m bot demo $(ARGS)

.PHONY: test
test: $(DEV_STAMP)  ## Run every test (ARGS=… goes to pytest)
	@$(BIN)/python -m pytest $(ARGS)

.PHONY: check
check: $(DEV_STAMP)  ## Run the gates: format, lint, types, floors and wings, budgets
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

.PHONY: fix
fix: $(DEV_STAMP)  ## Format the code and mend what ruff can mend
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)

.PHONY: browser
browser:  ## Install Debian's Chromium for the tests of the page, where apt and root allow it
	@if command -v chromium >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium …"; \
		apt-get -qq update >/dev/null 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
			chromium fonts-dejavu-core fonts-noto-color-emoji >/dev/null 2>&1 \
			|| echo "Chromium could not be installed; the tests of the page are left out."; \
	else \
		echo "There is no Chromium: install the package \`chromium\` as root, or the tests of the page are left out."; \
	fi

.PHONY: screenshots
screenshots: $(DEV_STAMP)  ## Take the pictures of the README afresh
	@$(BIN)/python -m tests.browser.pictures docs/pictures

.PHONY: benchmark
benchmark: $(DEV_STAMP)  ## Run the benchmarks and print their tables
	@$(BIN)/python -m pytest tests/benchmarks -p no:randomly -p no:cacheprovider -n 0 -m benchmark -s $(ARGS)

.PHONY: venv
venv: $(DEV_STAMP)  ## Make the environment alone

.PHONY: lock
lock: $(DEV_STAMP)  ## Write the lock files afresh from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade -o requirements.txt pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade -c requirements.txt --extra stripe --group dev -o requirements-dev.txt pyproject.toml

.PHONY: clean
clean:  ## Remove the environment and the caches (the desk's data in .deskbell stays)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Deskbell needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "Making the environment in .venv (once) …"
	@$(PYTHON) -m venv .venv

$(RUN_STAMP): requirements.txt | .venv/bin/python
	@echo "Installing what Deskbell needs …"
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt | .venv/bin/python
	@echo "Installing what Deskbell and its tests need …"
	@$(PIP) -r requirements-dev.txt
	@touch $@
