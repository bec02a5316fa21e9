# Everything a person or a CI machine does here is a target of this file. Start with `make help`.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check
HOST ?= 127.0.0.1
PORT ?= 8000
SCALE ?= county
# More arguments for pytest: make test ARGS="-k trail"
ARGS ?=
# So many processes run tests at once; WORKERS=0 runs them in one, as --pdb needs.
WORKERS ?= auto

VENDOR := duban/ui/static/vendor/LICENSES.txt
PO := $(wildcard duban/*/locale/*/LC_MESSAGES/django.po duban/*/*/locale/*/LC_MESSAGES/django.po)
MO := $(PO:.po=.mo)
# npm from the virtual environment does not read the system's certificates by itself.
export NODE_EXTRA_CA_CERTS ?= $(wildcard /etc/ssl/certs/ca-certificates.crt)

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24
.PHONY: help

# ---------------------------------------------------------------- set-up

setup: $(VENV)/.installed $(VENDOR) $(MO) ## Prepare this checkout: environment, packages, browser files, translations
.PHONY: setup

setup-system: ## As root: the Debian packages that tests need (Chromium, Chinese type)
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk
.PHONY: setup-system

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 2))' || { echo "Python 3.11.2 or newer is needed; $(PYTHON) is older. Set PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "The venv module is missing. Run: sudo apt-get install -y python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# The stamp is older than the lock after every change of the lock: then, and only then, pip runs again.
$(VENV)/.installed: $(VENV)/.python requirements-dev.lock pyproject.toml
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# ---------------------------------------------------------------- run

run: setup ## Set up, load the demonstration county (SCALE=county or city), start the server, print address and log-ins
	@$(PY) -m duban.cli run --host $(HOST) --port $(PORT) --scale $(SCALE)
.PHONY: run

score: $(VENV)/.installed ## Score the demonstration workbook: 110 units, a real scheme
	@$(PY) -m duban.cli demo
.PHONY: score

serve: setup ## Prepare the database, start the server (HOST, PORT) and print its address
	@$(PY) manage.py serve --host $(HOST) --port $(PORT)
.PHONY: serve

# ---------------------------------------------------------------- proof

# Tests of one group stay in one process; those that need whole transactions stay last, as they empty the tables.
PYTEST := $(PY) -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder
# Those that measure the machine come after all others, one at a time. 5 is pytest's word for "none of them was asked for".
ALONE := $(PY) -m pytest -m alone

test: setup chromium ## Everything tests need, then all tests, those in the browser too
	$(PYTEST) -m "not alone" $(ARGS)
	$(ALONE) $(ARGS) || [ $$? = 5 ]
.PHONY: test

fast: $(VENV)/.installed $(MO) ## The loop while writing: nothing slow, no browser
	$(PYTEST) -q -m "not slow and not browser" $(ARGS)
.PHONY: fast

test-without-browser: setup ## All tests but those in the browser, for a machine without Chromium
	$(PYTEST) -m "not browser and not alone" $(ARGS)
	$(ALONE) $(ARGS) || [ $$? = 5 ]
.PHONY: test-without-browser

chromium:
	@command -v chromium chromium-browser google-chrome >/dev/null || test -x "$${DUBAN_TEST_CHROMIUM:-}" || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then $(MAKE) --no-print-directory setup-system; \
	  else echo "Chromium is missing. Run: sudo make setup-system    (or leave these tests out: make test-without-browser)" >&2; exit 1; fi; }
.PHONY: chromium

check: setup ## What CI checks beside the tests: lint, types, layers, migrations, translations, documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/djade --check $$(find duban -name '*.html' -not -path '*/static/*')
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(PY) manage.py check --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) tools/messages.py check
	$(PY) -m pytest -q tests/test_docs.py tests/test_settings.py tests/test_architecture.py
.PHONY: check

schemes: $(VENV)/.installed ## Each published scheme: what is expressed, which checks pass, what is not expressible and why
	@$(PY) -m duban.cli schemes
.PHONY: schemes

bench: $(VENV)/.installed ## How fast scoring is on this machine: a table, not a test
	@nice $(PY) bench/scoring.py
.PHONY: bench

bench-web: setup ## How fast the pages are, beside the best peers: a table in Markdown (ARGS="--database sqlite")
	@nice $(PY) bench/web $(ARGS)
.PHONY: bench-web

bench-exchange: $(VENV)/.installed ## How fast workbooks come in: 20,000 organisations, 100,000 records
	@nice $(PY) bench/exchange.py
.PHONY: bench-exchange

bench-tree: setup ## How fast the pages of 12,000 organisations with 107,000 records are; wants an empty DUBAN_DATA
	@nice $(PY) bench/tree.py
.PHONY: bench-tree

# ---------------------------------------------------------------- things that are made

assets: $(VENV)/.installed ## Copy the browser files anew from the locked packages
	@command -v npm >/dev/null || test -x $(BIN)/npm || $(PIP) install --require-hashes -r requirements-node.lock
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-fund --no-audit --loglevel=error
	$(PY) tools/assets.py
.PHONY: assets

# tools/assets.py writes this file last, so that it stands for all of them.
$(VENDOR): package-lock.json tools/assets.py | $(VENV)/.installed
	@$(MAKE) --no-print-directory assets
	@touch $@

picture: setup chromium ## Make the picture of the READMEs anew: a unit's score in the demonstration county
	$(PY) tools/picture.py
.PHONY: picture

messages: $(VENV)/.installed ## Bring the catalogues up to the code; says what is still to translate
	$(PY) tools/messages.py update
	$(PY) tools/messages.py compile
.PHONY: messages

ifneq ($(MO),)
$(MO) &: $(PO) | $(VENV)/.installed
	$(PY) tools/messages.py compile
endif

migrations: $(VENV)/.installed ## Write the migrations a changed model needs: make migrations ROOM=orgs NAME=add_posts
	$(PY) manage.py makemigrations $(ROOM) --name $(or $(NAME),$(error say NAME=what_it_does))
.PHONY: migrations

docs: setup ## Check the documents: commands exist, links lead somewhere, every setting is listed
	$(PY) -m pytest -q tests/test_docs.py tests/test_settings.py
.PHONY: docs

locks: $(VENV)/.installed ## For maintainers: pin all packages anew, with hashes and without addresses (needs uv)
	uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock
	uv pip compile pyproject.toml --extra dev --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements-dev.lock
.PHONY: locks
