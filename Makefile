# make help lists the targets. PYTHON and PORT can be set: make serve PORT=8000
PYTHON ?= python3.11
VENV ?= .venv
PORT ?= 7860
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help serve test lint types index bench clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(STAMP) ## install what is missing, build the index, serve the web app on PORT
	$(BIN)/python app.py serve --port $(PORT)

test: $(STAMP) lint types ## lint, type check, run all tests
	$(BIN)/python -m pytest

lint: $(STAMP) ## ruff
	$(BIN)/ruff check .

types: $(STAMP) ## mypy, strict
	$(BIN)/mypy

index: $(STAMP) ## build or refresh the index
	$(BIN)/python app.py index

bench: $(STAMP) ## speed and memory beside a bare Gradio app
	$(BIN)/python -m eval.bench

clean: ## remove the environment, the index and all caches (not your own policies)
	rm -rf $(VENV) data/index build *.egg-info .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $@
