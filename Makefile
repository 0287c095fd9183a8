# The campaign console. `make run` serves it, `make test` proves it, `make bench` measures it.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
PORT ?= 8501
# Only this machine. Without sign-in, nobody else should reach a console that can place calls.
ADDRESS ?= 127.0.0.1
SBOM ?= sbom.cdx.json
BIN := .venv/bin
# Every package with its hash, and never one that would have to be built: what its build brought along would have none.
CHECKED := --quiet --require-hashes --only-binary :all:
INSTALL := $(BIN)/pip install --disable-pip-version-check $(CHECKED)
# The same in a third of the time: it unpacks several at once, and leaves compiling to whoever imports.
UV_INSTALL := $(BIN)/uv pip install --no-config --python $(BIN)/python $(CHECKED)
LOCK = $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"
# Images of machines set it to stay small. Tests start dozens of processes, and each would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check unit browser bench soak messages icons migration lock sbom clean

run: .venv/run
	@echo "Campaign console: http://localhost:$(PORT)"
	@$(BIN)/streamlit run asgi.py --server.port $(PORT) --server.address $(ADDRESS)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ": make run PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/run: requirements.lock | .venv/bin/python
	@# the one that Python 3.11 brings along takes a quarter longer for everything after it
	$(INSTALL) -r requirements-pip.lock
	$(INSTALL) -r requirements.lock
	@touch $@

.venv/uv: requirements-uv.lock | .venv/bin/python
	$(INSTALL) -r requirements-uv.lock
	@touch $@

# Where only pip knows the way to the packages (a mirror or an authority in its configuration), it goes for them.
.venv/dev: requirements-dev.lock .venv/uv
	$(UV_INSTALL) -r requirements-dev.lock || $(INSTALL) -r requirements-dev.lock
	@touch $@ .venv/run

# A browser is part of the proof, and so is PostgreSQL, which workers on several machines share: where they are missing
# they are installed, and a failure to do so fails.
.venv/system: | .venv/bin/python
	bash tests/install_for_tests.sh
	@touch $@

# Where no Chromium was found and none installed, Playwright's own serves.
.venv/browser: .venv/dev .venv/system
	$(BIN)/python -m tests.browser.chromium || $(BIN)/playwright install chromium
	@touch $@

# All that the tests load, compiled once while the system's packages arrive: each of the workers would compile all of it.
.venv/compiled: .venv/dev
	@$(BIN)/python -m pytest --collect-only -qq tests > $@ || { cat $@; rm $@; exit 1; }

# Whatever waits has something beside it for the processors: the system's packages Python's and the checks of the code, and so
# the first tests, the lengthy ones, which wait the most. The browser tests have the machine to themselves, for they look for
# what a person would see at once, and processes of their own: Playwright keeps an event loop running beside the tests after it.
test:
	@$(MAKE) --no-print-directory --jobs=2 .venv/browser unit check
	@$(MAKE) --no-print-directory browser

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	PYTHONPATH=. $(BIN)/lint-imports

# Twice as many workers as processors, because many tests wait; files go to them in the order in which they were collected,
# the lengthy ones first (tests/conftest.py).
unit: .venv/dev .venv/system .venv/compiled
	$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder tests --ignore tests/browser

browser: .venv/browser
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests/browser

bench: .venv/browser
	$(BIN)/python -m tests.bench

soak: .venv/browser
	EXAMPLES=all $(BIN)/python -m pytest tests -m "soak or hypothesis"

messages: .venv/dev
	$(BIN)/python -m locales.check --fill-english

# The icons that the pages show, out of Streamlit's font: after a new icon, and after an upgrade of Streamlit.
icons: .venv/dev
	$(BIN)/python -m tests.icon_font

migration: .venv/dev
	$(BIN)/python -m services.migrations new "$(NAME)"

# What is locked stays at its version unless the requirements ask for another, and both locks have the same.
# `make lock UPGRADE=--upgrade` takes the newest that they allow.
UPGRADE ?=
lock: .venv/uv
	$(LOCK) $(UPGRADE) requirements.txt -o requirements.lock
	$(LOCK) $(UPGRADE) requirements-dev.txt -c requirements.lock -o requirements-dev.lock
	$(LOCK) $(UPGRADE) requirements-pip.txt -o requirements-pip.lock
	$(LOCK) $(UPGRADE) requirements-uv.txt -o requirements-uv.lock

# What runs, as a bill of materials in CycloneDX's form.
sbom: .venv/dev
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible -o $(SBOM)
	@echo "$(SBOM)"

clean:
	rm -rf .venv var
