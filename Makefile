# `make help` lists what there is to do. Everything is built under .build/.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help env layers web synth deploy release demo up down test fuzz load check bench eval metamorphic ablate docs pins clean

PYTHON ?= python3
STAGE ?= local
FAULT ?= dead-address
SCENARIOS ?= .build/evals
ENDPOINT ?= http://127.0.0.1:4566
# The layers' build: what STAGE needs, unless it is said.
LAYERS ?= $(if $(filter local,$(STAGE)),local,real)

BUILD := .build
VENV := $(BUILD)/venv
BIN := $(VENV)/bin
CDK := node_modules/.bin/cdk
RELEASE := $(BUILD)/release
CONTEXT = -c stage=$(STAGE) $(if $(filter local,$(STAGE)),-c endpoint=$(ENDPOINT))
ENV := $(VENV)/.done $(BUILD)/emulator/.done node_modules/.done
WEB := web/node_modules/.done
# What is installed is what was pinned, to the byte; what is built from source, with pinned tools.
INSTALL := pip install --quiet --require-hashes --build-constraints requirements/dev.txt
# In this order: each builds on those before it.
PINS := $(patsubst %,layers/%/requirements,base connections llm) \
  $(addprefix requirements/,uv dev emulator)
CONSOLE := $(or $(CASEBOOK_WEB_DIR),$(BUILD)/web)/index.html

# Node 20 is what many machines still have; the CDK works on it and says at every start that it
# will not for ever.
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 20

# With JSON=1 the only thing on standard output is the document.
ifdef JSON
MAKEFLAGS += --silent
endif

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 13

env: $(ENV) ## make the environment: the pinned packages, the local AWS, the CDK

layers: $(ENV) ## build the Lambda layers (LAYERS=local|real)
	@$(BIN)/python -m infra.build_layers $(LAYERS)

web: $(CONSOLE) ## build the web console

synth: layers web ## write the CloudFormation template (STAGE=…)
	$(CDK) synth --quiet $(CONTEXT)

deploy: layers web ## deploy Casebook (STAGE=…)
	$(CDK) deploy --require-approval never $(CONTEXT)

# The audit is last and has the last word: it exits with 1 for advisories, with 3 where none could
# be asked for, and the rest is written all the same.
release: STAGE = prod
release: check layers web ## check and build what ships, with its SBOM and audit, into .build/release
	rm -rf $(RELEASE)
	$(CDK) synth --quiet --output $(RELEASE)/cdk.out $(CONTEXT)
	$(BIN)/python -m infra.sbom $(RELEASE)
	$(BIN)/python -m infra.audit $(RELEASE)

demo: layers web ## break a workload on the local AWS and diagnose it (FAULT=…, MODELS=…, JSON=1)
	@$(BIN)/casebook demo --fault $(FAULT) $(if $(MODELS),--models $(MODELS)) $(if $(JSON),--json)

up: layers web ## start Casebook on the local AWS and keep it (MODELS=…)
	@$(BIN)/casebook up $(if $(MODELS),--models $(MODELS))

down: $(ENV) ## stop the local AWS
	@$(BIN)/casebook down

test: layers web ## run every test
	npm --prefix web --silent test
	$(BIN)/pytest -n 2 --dist loadgroup --ignore tests/stack
	$(BIN)/pytest tests/stack
	npm --prefix web --silent run e2e

fuzz: layers ## try the properties with examples that no run has tried
	CASEBOOK_EXAMPLES=fuzz $(BIN)/pytest -n 2 -m hypothesis --ignore tests/stack

load: layers web ## put many chats, diagnoses and alarms on the local AWS (SIZE=burst, CHATS=…, JSON=1)
	@$(BIN)/python -m tests.load $(SIZE) $(if $(CHATS),--chats $(CHATS)) \
	  $(if $(DIAGNOSES),--diagnoses $(DIAGNOSES)) $(if $(ALARMS),--alarms $(ALARMS)) \
	  $(if $(WORKLOADS),--workloads $(WORKLOADS)) $(if $(JSON),--json)

check: $(ENV) web ## lint, format, types, architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy layers/core/python/casebook infra cli local functions
	$(BIN)/lint-imports
	npm --prefix web --silent run check

bench: layers web ## measure speed into bench.json
	$(BIN)/python -m tests.bench

eval: layers ## diagnose the scenarios of tests/evals and score it (SCENARIOS=…, MODELS=…, JSON=1)
	@$(BIN)/python -m tests.evals $(BUILD)/evals
	@$(BIN)/casebook eval $(SCENARIOS) $(if $(MODELS),--models $(MODELS)) $(if $(JSON),--json)

metamorphic: $(ENV) ## diagnose variants of the scenarios, by replay (SCENARIOS=…, JSON=1)
	@$(BIN)/python -m tests.evals $(BUILD)/evals
	@$(BIN)/casebook eval --metamorphic $(SCENARIOS) $(if $(JSON),--json)

ablate: $(ENV) ## tell what each rule is worth, by replay (SCENARIOS=…, JSON=1)
	@$(BIN)/python -m tests.evals $(BUILD)/evals
	@$(BIN)/casebook eval --ablate $(SCENARIOS) $(if $(JSON),--json)

docs: $(ENV) $(WEB) ## write the pages, schemas and types that follow from the code
	$(BIN)/python -m cli.docs.build
	npm --prefix web --silent run types

# Nothing younger than a week: most poisoned releases are found within days.
pins: $(VENV)/.done ## compile what requirements/*.in and layers/*/*.in pin, with hashes (UPGRADE=1)
	@for file in $(PINS); do $(BIN)/uv pip compile --quiet --universal --python-version=3.11 \
	  --exclude-newer=P7D --generate-hashes $(if $(UPGRADE),--upgrade) \
	  --output-file=$$file.txt $$file.in || exit; done

clean: ## remove everything that was built
	rm -rf $(BUILD) node_modules web/node_modules web/dist

$(VENV)/.done: requirements/uv.txt requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Casebook needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/uv.txt
	$(BIN)/uv $(INSTALL) --python $(BIN)/python --requirements requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

# The local AWS has a venv of its own: functions run in its interpreter and see its packages.
$(BUILD)/emulator/.done: requirements/emulator.txt | $(VENV)/.done
	$(PYTHON) -m venv $(BUILD)/emulator
	$(BIN)/uv $(INSTALL) --python $(BUILD)/emulator/bin/python --requirements requirements/emulator.txt
	@touch $@

node_modules/.done: package-lock.json
	npm ci --silent --no-audit --no-fund
	@touch $@

$(WEB): web/package-lock.json
	npm --prefix web ci --silent --no-audit --no-fund
	@touch $@

# The build fails when the console's start weighs too much (web/budget.ts).
$(CONSOLE): $(WEB) $(shell find web/src web/public web/*.ts web/index.html web/package.json docs/examples/team-knowledge.toml -type f 2>/dev/null)
	npm --prefix web --silent run build >&2
