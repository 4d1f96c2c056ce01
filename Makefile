# Everything sets itself up in .venv; `make` alone lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help site manual serve test check format golden verify screenshots bench lock sbom audit clean

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml requirements/dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

site: $(READY) ## Build the example organisations into site/
	$(BIN)/playbook build

manual: $(READY) ## Build the manual into docs/site/
	$(BIN)/playbook build --project docs --strict --trust

serve: $(READY) ## Preview the example organisations
	$(BIN)/playbook serve

test: $(READY) ## Run all tests, with a real browser
	sh tests/browser/install.sh
	sh tests/nginx/install.sh
	sh tests/sftp/install.sh
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"

verify: $(READY) ## Run the heavier suites too: fuzzing and more
	sh tests/browser/install.sh
	sh tests/nginx/install.sh
	sh tests/sftp/install.sh
	sh tests/tools/install.sh
	$(BIN)/python -m pytest -n auto --dist worksteal -m "slow and not alone"
	$(BIN)/python -m pytest -m alone

check: $(READY) ## Format, lint, types, floors, documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest tests/test_docs.py
	$(BIN)/playbook check --strict

format: $(READY) ## Put the code in its standard format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

golden: $(READY) ## Write the golden pages and the contract anew; look at the difference before committing
	$(BIN)/python -m pytest tests/golden tests/test_docs.py -q --write-golden

screenshots: $(READY) ## Picture every kind of page in every theme, into screenshots/
	sh tests/browser/install.sh
	PYTHONPATH=tests $(BIN)/python tests/screenshots.py

bench: $(READY) ## Measure speed
	$(BIN)/python -m benchmarks.build
	$(BIN)/python -m benchmarks

lock: $(READY) ## Pin the dependencies anew, with hashes
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url requirements/dev.in --output-file requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml --constraint requirements/dev.txt --output-file requirements/run.txt

sbom: $(READY) ## List all that an installation brings, as CycloneDX, into dist/
	mkdir -p dist
	$(BIN)/cyclonedx-py requirements requirements/run.txt --pyproject pyproject.toml --output-reproducible --output-file dist/sbom.cdx.json

audit: $(READY) ## Ask whether a vulnerability is known of what an installation brings; needs a network
	$(BIN)/python -m pytest -rs -m "slow or not slow" tests/test_supply_chain.py -k S32

clean: ## Remove what was set up and built
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
