# The front door. `make` alone prints this help.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ANALYSIS := $(BIN)/analysis
AS_OF  ?=
KNOWN_ON ?=
REPORT ?=
JOBS   ?=
TWICE  ?=
OPTIONS = $(foreach date,$(AS_OF),--as-of $(date)) $(if $(KNOWN_ON),--known-on $(KNOWN_ON)) $(if $(JOBS),--jobs $(JOBS)) $(if $(TWICE),--twice)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-dev reports report list check seal why diff verify lab preview test lint test-docs test-browser test-cluster test-faults test-reference reference send publish bench docs docs-site lock clean

help: ## Show this help
	@printf 'Reports from tidy tables and notebooks.\n\n'
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\nSettings:  AS_OF=2025-12-06 (several: AS_OF="2025-11-30 2025-12-14")  KNOWN_ON=2026-11-24\n'
	@printf '           REPORT=attack-escalation  JOBS=2  PYTHON=python3.12\n'

# Set-up happens once and again only when a lock file or the project's metadata changes. One at a time: a second one
# waits. An environment that was not made to its end is made anew.
LOCKED := $(PYTHON) -c 'import fcntl, subprocess, sys; \
	lock = open("Makefile"); fcntl.flock(lock, fcntl.LOCK_EX); \
	sys.exit(subprocess.call(sys.argv[1:], pass_fds=[lock.fileno()]))'

$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12")'
	test -e $(VENV)/reports.stamp || $(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/reports.stamp: requirements.lock pyproject.toml | $(VENV)/made.stamp
	@echo 'Setting up $(VENV) by requirements.lock. It takes some minutes, once.' >&2
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/reports.stamp
	@echo 'Setting up what tests and JupyterLab need in $(VENV). It takes some minutes, once.' >&2
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

setup: ## Install what the reports need into .venv
	@$(LOCKED) $(MAKE) -s --no-print-directory $(VENV)/reports.stamp

setup-dev:
	@$(LOCKED) $(MAKE) -s --no-print-directory $(VENV)/dev.stamp

reports: setup ## Build all reports of the newest date (or of AS_OF) into reports/
	$(ANALYSIS) build $(OPTIONS)

report: setup ## Try one report out, as a draft: REPORT=attack-escalation AS_OF=2025-12-06
	@test -n "$(REPORT)" || { echo 'Which report? For example: make report REPORT=attack-escalation  (make list shows all)' >&2; exit 1; }
	$(ANALYSIS) build $(REPORT) --draft $(OPTIONS)

list: setup ## List the reports and the editions
	@$(ANALYSIS) list

check: setup ## Check all tables and notebooks; prints every problem at once
	@$(ANALYSIS) check

seal: setup ## Seal rows added at the end of a ledger (forecasts, their outcomes, resolution rules)
	@$(ANALYSIS) seal

why: setup ## Say what is stale and why
	@$(ANALYSIS) why $(OPTIONS)

diff: setup ## What changed between two editions: make diff FROM=2025-12-28 TO=2026-01-05
	@$(ANALYSIS) diff $(FROM) $(TO)

verify: setup ## Rebuild an edition from its sealed inputs and compare bytes: EDITION=reports/2026-01-05
	@$(ANALYSIS) verify $(or $(EDITION),reports/2026-01-05) $(if $(TRUST),--trust)

send: setup ## Mail the newest edition (or EDITION) as mail.toml says: a dry run, or REALLY=1
	@$(ANALYSIS) send $(EDITION) $(if $(REALLY),--really)

publish: setup ## Bring the archive into a folder as a site: SITE=../site
	@$(ANALYSIS) publish $(or $(SITE),../site)

lab: setup-dev ## Open the notebooks in JupyterLab; outputs are left out of commits
	@! git rev-parse --git-dir >/dev/null 2>&1 || { \
		git config filter.nbstripout.clean '"$(CURDIR)/$(BIN)/python" -m nbstripout --keep-id' && \
		git config filter.nbstripout.smudge cat && git config diff.ipynb.textconv '"$(CURDIR)/$(BIN)/python" -m nbstripout -t'; }
	$(BIN)/jupyter lab notebooks

preview: setup ## Rebuild on every save and show the result: REPORT=attack-escalation
	$(ANALYSIS) preview $(REPORT)

test: setup-dev ## Set up and run all tests
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: setup-dev ## Style and types: ruff, mypy --strict, notebooks' rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(ANALYSIS) check

AXE := axe-core-4.14.1.tgz
.cache/axe-core/package/axe.min.js:
	mkdir -p .cache/axe-core
	cd .cache/axe-core && npm pack --silent $(AXE:axe-core-%.tgz=axe-core@%)
	cd .cache/axe-core && echo 'e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745  $(AXE)' | sha256sum --check --quiet
	tar -xzf .cache/axe-core/$(AXE) -C .cache/axe-core package/axe.min.js

test-browser: setup-dev .cache/axe-core/package/axe.min.js ## Look at the HTML in headless Chromium (Debian: apt-get install chromium-driver npm)
	$(BIN)/python -m pytest -m browser -n 0 tests

test-docs: setup-dev ## Run every command that docs/ shows, and the schedule from the feed to the readers
	$(BIN)/python -m pytest -n auto --dist worksteal -m docs tests/docs

test-cluster: setup-dev ## Run notebooks on a Dask cluster of this machine, and kill a worker and a client
	$(BIN)/python -m pytest -m cluster -n 0 tests

test-faults: setup-dev ## Kill builds at 100 random moments, mutate inputs, verify editions of random dates
	$(BIN)/python -m pytest -m faults -n 0 tests
	$(BIN)/python tests/faults/kill_builds.py
	$(BIN)/python tests/faults/mutations.py
	$(BIN)/python tests/faults/verify_editions.py --dates 2

test-reference: setup-dev ## Build the reference edition and hold it against the committed manifest
	$(BIN)/python -m pytest -m reference -n 0 tests

reference: setup ## Renew the committed manifest of the reference edition (read the difference before committing)
	rm -rf reports/2026-01-05
	$(ANALYSIS) build --as-of 2026-01-05 --known-on 2026-11-27 --once

bench: setup-dev ## Print ratios against plain tools, of edits, ranges and clusters (minutes each)
	@for script in $(filter-out benchmarks/turns.py,$(wildcard benchmarks/*.py)); do echo "== $$script"; $(BIN)/python $$script || exit 1; done

docs: setup-dev ## Renew the pictures of docs/ (its examples are run by make test)
	$(BIN)/python docs/pictures.py

docs-site: setup-dev ## Build the site of docs/ into .cache/docs-site
	$(BIN)/python -m sphinx -q -E -a -W --keep-going -b html docs .cache/docs-site

lock: setup-dev ## Renew the lock files (hashes, no index addresses)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group build $(LOCK) -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group build --group dev -c requirements.lock $(LOCK) -o requirements-dev.lock
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

clean: ## Delete caches; editions stay
	rm -rf .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
