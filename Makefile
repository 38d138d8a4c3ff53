# Every target says what it does; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run test test-postgresql check fix bench release lock clean
SHELL := /bin/bash

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp-$(shell cat pyproject.toml requirements.lock | sha256sum | cut -c1-16)
PORT ?= 8000
WORKERS ?= auto

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 26

$(STAMP):
	@bash scripts/install.sh $(VENV) $@

run: $(STAMP) ## Set everything up and serve the demonstration on http://127.0.0.1:8000
	@QUARTIERS_DEMO=1 $(BIN)/quartiers run_demo --port $(PORT)

test: $(STAMP) ## Run the whole suite (SQLite, or the database of DATABASE_URL)
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: $(STAMP) ## Format, lint, types, import contracts, templates, missing migrations
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/djlint quartiers --check && $(BIN)/djlint quartiers --lint
	@$(BIN)/codespell
	@$(BIN)/quartiers makemigrations --check --dry-run

fix: $(STAMP) ## Format and repair what can be repaired
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/djlint quartiers --reformat --quiet

bench: $(STAMP) ## Measure ratios; exits non-zero when a result is not exact
	@$(BIN)/quartiers bench $(ARGS)

release: check test ## Gather the changelog fragments under VERSION
	@test -n "$(VERSION)" || { echo "Say which: make release VERSION=0.2.0"; exit 1; }
	@$(BIN)/towncrier build --version $(VERSION) --yes

lock: ## Resolve the dependencies again, with hashes (needs uv)
	@uv pip compile pyproject.toml --all-extras --universal --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --upgrade -o requirements.lock -q

clean: ## Remove the environment and what the demonstration wrote
	@rm -rf $(VENV) var
