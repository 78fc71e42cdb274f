# The commands a person types. What each does stands in .ci/, one short script a command;
# .ci/run calls `make test`, so that a machine tests exactly what a person tests.

.PHONY: help run run-published test vectors build load bench clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

run: ## the demo on 127.0.0.1:3000, with its accounts and their password printed
	@bash .ci/serve.sh demo

run-published: ## the published figures on 127.0.0.1:3000
	@bash .ci/serve.sh published

test: ## everything: format, lints, unit, property and vector tests, both databases, browser
	@bash .ci/test.sh

vectors: ## every statistic against values from outside: file, rows, values, largest error
	@bash .ci/vectors.sh

build: ## the release binary target/release/xinheng, which carries its site
	@bash .ci/build.sh

load: ## 100 reporters sign in and submit at once to the release binary
	@bash .ci/load.sh

bench: ## how quickly the evaluator's pages open on the national set, in Chromium
	@bash .ci/bench.sh

clean: ## remove what was built, and the databases of run and run-published
	@bash .ci/clean.sh
