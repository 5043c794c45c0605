# What a person types. Each target is a script in bin/ that sets itself up and may be run again at any time.
PORT ?= 8000
PROCESSES ?= 1
SCALE ?= 1
DATABASE ?= sqlite
export PORT PROCESSES SCALE DATABASE
# What is compiled is kept, as bin/common.sh has it: else each report compiles its libraries anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run test verify check lint bench lock

help:
	@echo "make setup                  install everything for development and tests"
	@echo "make run [PORT=8000]        start Headwaters with its demo; PROCESSES=2 needs REDIS_URL"
	@echo "make test                   run the checks for every push: style, types, tests, a sample of each sweep"
	@echo "make verify                 run all checks: all sweeps, on SQLite, PostgreSQL and Redis; FULL=1 for all combinations"
	@echo "make check                  check the changes since main: style, types, their tests; a minute, or a few after a model changed"
	@echo "make lint                   check style, types and wording"
	@echo "make bench [SCALE=1]        measure the live room; writes bench/results.json; DATABASE=postgresql on PostgreSQL"
	@echo "make lock                   lock the newest versions allowed by requirements*.in and package.json"

setup:
	@bin/setup

run:
	@bin/serve --demo

test:
	@bin/test

verify:
	@bin/test --all

check:
	@bin/check

lint:
	@bin/lint

bench:
	@bin/setup
	@$(if $(filter postgresql,$(DATABASE)),bin/with-services) .venv/bin/python -m bench

lock:
	@bin/lock
