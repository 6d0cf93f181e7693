# `make up` and `make test` are all one needs; both prepare what is missing.
SHELL := /bin/sh
.DEFAULT_GOAL := help
RUN_DIR ?= .run
PY := .venv/bin/python
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
VERSION := $(shell cat .python-version)
# A Python of pyenv that is not on the path, or whichever uv finds or fetches.
PYTHON ?= $(firstword $(wildcard $(or $(PYENV_ROOT),$(HOME)/.pyenv)/versions/$(VERSION).*/bin/python$(VERSION)) $(VERSION))
export RUN_DIR PORT

.PHONY: help up down web webcheck e2e looks test long soak lint types bench clean

help: ## show this list
	@sed -n 's/^\([a-z0-9]*\):.*## /\1\t/p' Makefile

up: .venv/.synced ## run everything here: servers, web, worker, beat; Ctrl-C stops it
	@exec $(PY) -m config.embedded.supervisor up

down: ## stop what `make up` runs
	@if [ -x $(PY) ]; then exec $(PY) -m config.embedded.supervisor down; else echo "huibao: nothing is running"; fi

web: .venv/.web-synced ## build the console; `make up` does it in the background when its sources have changed
	@exec $(PY) -m config.console.build

webcheck: .venv/.web-synced ## check the console: types against schema.graphql, style, unit tests
	@exec $(PY) -m config.console.check

e2e: .venv/.e2e-synced web ## look at the console in a real browser, against a stack of its own; CONSOLE_URL names another
	@.venv/bin/pytest -q -m "browser and not looks" tests/e2e || { echo "what failed is walked once more, on a fresh stack"; \
		exec .venv/bin/pytest -q -m "browser and not looks" --last-failed tests/e2e; }

looks: .venv/.e2e-synced web ## walk as `make e2e` does in the other language, widths and colours, and with much of everything
	@exec .venv/bin/pytest -q -m "browser and looks" tests/e2e

test: .venv/.web-synced ## run the whole test suite against servers of its own
	@exec .venv/bin/pytest -q -m "not long and not soak and not browser" -n 2 --dist loadfile --no-loadscope-reorder

long: .venv/.web-synced ## run what takes more than some seconds: whole stacks, killed processes, hundreds of plans
	@exec .venv/bin/pytest -q -m "long and not soak" -n 2 --dist loadfile --no-loadscope-reorder

soak: .venv/.web-synced ## run what takes minutes: processes killed under load, whole stories on a running stack
	@exec .venv/bin/pytest -q -m soak --durations=0

lint: .venv/.synced ## check style and the direction of imports
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports --no-logo

types: .venv/.synced ## check every annotation
	@exec .venv/bin/mypy

bench: .venv/.bench-synced .venv/.web-synced ## measure, and print a ratio a line
	@exec $(PY) -m bench

clean: down ## remove the environment and the data of `make up` (asks first)
	@printf 'remove .venv, .tools and all data in %s? [y/N] ' "$(RUN_DIR)"; read answer; [ "$$answer" = y ]
	@if [ -x $(PY) ]; then $(PY) -m config.embedded.wipe; fi
	@rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/.synced: requirements.lock .python-version | $(UV)
	@$(UV) venv --quiet --allow-existing --python "$(PYTHON)" .venv \
		|| { echo "huibao: Python $(VERSION) is missing and could not be fetched: install it, or set PYTHON to its path" >&2; exit 1; }
	@$(UV) pip sync --quiet --compile-bytecode --python $(PY) requirements.lock
	@touch $@

.venv/.web-synced: requirements-web.lock .venv/.synced
	@$(UV) pip install --quiet --require-hashes --python $(PY) -r requirements-web.lock
	@touch $@

.venv/.e2e-synced: requirements-e2e.lock .venv/.web-synced
	@$(UV) pip install --quiet --require-hashes --python $(PY) -r requirements-e2e.lock
	@touch $@

.venv/.bench-synced: requirements-bench.lock .venv/.synced
	@$(UV) pip install --quiet --compile-bytecode --require-hashes --python $(PY) -r requirements-bench.lock
	@touch $@

.tools/bin/uv:
	@command -v python3 >/dev/null || { echo "huibao: python3 is missing: install it, or uv" >&2; exit 1; }
	@python3 -m venv .tools || { echo "huibao: python3 cannot make environments: install python3-venv, or uv" >&2; exit 1; }
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv
