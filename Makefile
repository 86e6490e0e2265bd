# Targets for people and for CI. Go is needed; `make test` says what else is.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
PARALLEL ?= 2
TIMEOUT  ?= 12m
FUZZTIME ?= 30s
BENCH    ?= .
BENCH_PACKAGES ?= ./...
PACKAGES ?= ./...

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## build bin/earshot, one static file
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/earshot ./cmd/earshot

.PHONY: demo
demo: build ## run the demonstration; Ctrl-C stops it
	./bin/earshot demo

.PHONY: test
test: ## what must pass before a change goes in: gofmt, vet, and all tests with the race detector
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then \
		printf 'These files are not as gofmt writes them; run gofmt -w on them:\n%s\n' "$$unformatted" >&2; exit 1; fi
	go vet ./...
	$(MAKE) --no-print-directory test-only

.PHONY: test-only
test-only: # the tests alone, with real engines: none may be skipped for want of one
	@.ci/tools.sh
	@export EARSHOT_TEST_REQUIRE=1; skip=; \
	if [ -z "$${EARSHOT_AXE:-}" ]; then export EARSHOT_AXE="$$(.ci/axe.sh)"; fi; \
	if [ -z "$$EARSHOT_AXE" ]; then skip='-skip ^TestAccessibility$$'; fi; \
	set -x; go test -race -p $(PARALLEL) -timeout $(TIMEOUT) $$skip $(PACKAGES); \
	if [ "$(PACKAGES)" = ./... ]; then go test -timeout $(TIMEOUT) ./scorecard/disclosure ./sentiment; \
		go test -timeout $(TIMEOUT) -run '^TestCanaries$$' ./cmd/earshot; fi

.PHONY: test-quick
test-quick: ## tests without the race detector; what needs a missing program is skipped
	go test $(PACKAGES)

.PHONY: validate
validate: ## hold DCAT-AP, OpenAPI and FHIR to validators that npm fetches, and all other formats to their schemas
	EARSHOT_TEST_REQUIRE=1 EARSHOT_SHARED="$${EARSHOT_SHARED:-$$PWD/../shared}" EARSHOT_VALIDATORS="$$(.ci/validators.sh)" go test -count=1 -run 'Valid|Validators|OpenAPI|Tidy|Holds' ./api ./api/opendata

.PHONY: bench
bench: ## run the benchmarks; each prints its reference beside it
	go test -run '^$$' -bench '$(BENCH)' -benchmem -timeout 60m $(BENCH_PACKAGES)

.PHONY: lint
lint: ## gofmt, vet, staticcheck, shellcheck, govulncheck
	@.ci/lint.sh

.PHONY: lint-fast
lint-fast: # lint without what needs the internet at large
	@.ci/lint.sh fast

.PHONY: screenshots
screenshots: ## take pictures of every kind of page into docs/screenshots; needs chromium
	EARSHOT_SCREENSHOTS=docs/screenshots EARSHOT_TEST_REQUIRE=1 go test -count=1 -timeout $(TIMEOUT) -run '^TestScreenshots$$' ./cmd/earshot

.PHONY: fuzz
fuzz: ## run every fuzz target for FUZZTIME (30s)
	@FUZZTIME=$(FUZZTIME) .ci/fuzz.sh

.PHONY: clean
clean: ## remove what was built
	rm -rf bin coverage.out
	go clean -testcache
