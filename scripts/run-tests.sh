#!/usr/bin/env bash
# Runs the tests of all crates; scripts/with-postgres.sh gives them their Postgres.
#
# The examples in the documentation go first, so that the last lines are the runner's summary.
set -euo pipefail

main() {
    if grep --quiet --recursive --include='*.rs' --extended-regexp '^ *//[/!] ```' ./*/src; then
        cargo test --locked --workspace --doc --quiet
    fi
    if cargo nextest --version >/dev/null 2>&1; then
        cargo nextest run --locked --workspace
    else
        echo "run-tests: cargo-nextest is not installed, so cargo's own runner it is" >&2
        with_cargo_test
    fi
}

# `cargo test` closes with one summary a crate: this adds them up.
with_cargo_test() {
    local lines
    lines=$(mktemp)
    # shellcheck disable=SC2064 # the name is known now
    trap "rm -f '$lines'" EXIT
    local status=0
    cargo test --locked --workspace --all-targets --no-fail-fast 2>&1 | tee "$lines" || status=$?
    awk '/^test result:/ { passed += $4; failed += $6 } END { printf "%d passed, %d failed\n", passed, failed }' "$lines"
    return "$status"
}

main "$@"
