# Thin on purpose: every target is a command or two that you could type yourself.

export CARGO_TARGET_DIR ?= $(CURDIR)/target
RATESMITH := $(CARGO_TARGET_DIR)/release/ratesmith

# Which parts of the benchmark to run, as in `make bench ONLY=sqlite`; all of them where nothing is said.
ONLY ?=

.PHONY: help dashboard build demo test lint lint-files bench studies screenshots

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

dashboard: ## the web pages, for the next build to embed (needs Node.js and npm)
	scripts/build-dashboard.sh

build: ## the one binary, optimised; with the dashboard in it where there is npm
	scripts/build-dashboard.sh || echo "make: going on without the dashboard" >&2
	cargo build --locked --release --package cli

demo: build ## a real search on shipped data, to its answer (needs Rust; Node.js for the dashboard)
	$(RATESMITH) demo

test: lint ## everything a change must pass: the lints, then every test on SQLite and on Postgres
	scripts/with-postgres.sh --no-fsync scripts/run-tests.sh
	scripts/test-dashboard.sh

lint: lint-files ## formatting and the compiler's and clippy's warnings, and the files below
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- --deny warnings

lint-files: ## shell scripts, Dockerfile, compose file, Python, the dashboard
	scripts/lint-files.sh

screenshots: ## the pictures of the dashboard (needs npm and Chromium)
	scripts/build-dashboard.sh
	cargo build --locked --package cli
	cd dashboard && RATESMITH_BINARY=$(CARGO_TARGET_DIR)/debug/ratesmith node tools/screenshots.js

bench: build ## training beside PyTorch, the coordinator beside Optuna; a quarter of an hour (ONLY=training, overhead, bundles, sqlite or postgres)
	$(if $(filter-out postgres,$(ONLY)),,scripts/with-postgres.sh) \
	python3 bench/bench.py --binary $(RATESMITH) --target $(CARGO_TARGET_DIR) $(if $(ONLY),--only $(ONLY))

studies: build ## experiments whose outcome is known, run and judged; reports in target/studies (minutes)
	@failed=0; for name in $$($(RATESMITH) study list | awk 'NR > 1 { print $$1 }'); do \
		$(RATESMITH) study $$name --output $(CARGO_TARGET_DIR)/studies || failed=1; \
	done; exit $$failed
