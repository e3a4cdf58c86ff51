#!/usr/bin/env bash
# Tests the dashboard in a real browser, on a coordinator with real workers.
#
# Needs npm and Chromium; on Debian the browser is installed where that is allowed. Where one of them cannot be
# had a line says so and nothing is tested; where they can, each failure fails the run.
set -euo pipefail
cd "$(dirname "$0")/.."

main() {
    if ! scripts/build-dashboard.sh; then
        skipped "npm or its packages are missing"
        return
    fi
    if ! install_chromium; then
        skipped "there is no Chromium"
        return
    fi
    # Embeds the pages that were just built.
    cargo build --locked --quiet --workspace --bins --tests
    RATESMITH_BINARY="$PWD/$(target)/debug/ratesmith"
    CHROMIUM=$(command -v chromium)
    export RATESMITH_BINARY CHROMIUM
    cd dashboard
    node tools/types.js --check "$RATESMITH_BINARY"
    node tools/size.js
    node --test --test-concurrency=1 --test-timeout=170000 --test-reporter=spec tests/*.test.js
}

skipped() {
    echo "test-dashboard: SKIPPED: $1, so nobody looked at the dashboard in a browser" >&2
}

target() {
    realpath --relative-to=. "${CARGO_TARGET_DIR:-target}"
}

install_chromium() {
    if command -v chromium >/dev/null; then return; fi
    if [[ $(id -u) -ne 0 ]] || ! command -v apt-get >/dev/null; then return 1; fi
    {
        apt-get update -qq &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
    } >/dev/null </dev/null 2>&1
}

main "$@"
