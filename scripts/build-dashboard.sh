#!/usr/bin/env bash
# Builds the dashboard's pages into dashboard/dist, where the next `cargo build` finds them.
#
# Needs Node.js 20.19 or newer and npm. Without them the exit code is 1, and a page stands in.
set -euo pipefail
cd "$(dirname "$0")/../dashboard"

main() {
    if ! command -v npm >/dev/null; then
        echo "build-dashboard: there is no npm here, so a page that says so stands in for the dashboard" >&2
        return 1
    fi
    install_packages
    npx --no-install vite build --logLevel warn
}

# Anew only when the list of packages has changed.
install_packages() {
    if cmp --silent package-lock.json node_modules/.installed.json; then return; fi
    npm ci --no-audit --no-fund --loglevel error
    cp package-lock.json node_modules/.installed.json
}

main "$@"
