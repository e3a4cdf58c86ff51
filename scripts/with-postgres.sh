#!/usr/bin/env bash
# Runs a command beside a Postgres server of its own, and leaves nothing of it behind.
#
#   scripts/with-postgres.sh [--no-fsync] COMMAND [ARGUMENT…]
#
# The command finds the server in TEST_POSTGRES_URL; its exit status becomes ours. The server lives in
# a temporary folder and listens on a free port of 127.0.0.1 alone. Its settings are Postgres'
# defaults, so that a benchmark measures durable commits; --no-fsync is for tests, which may lose the
# data in a power cut. A cluster that the machine already runs is never touched.
#
# RATESMITH_SKIP_POSTGRES=1 runs the command without a server, and says so.
set -euo pipefail

# Each test opens a pool of its own, and many run side by side.
readonly CONNECTIONS_MAX=300
# A port is chosen at random and may be taken in the moment before the server binds it.
readonly PORT_TRIES=10
readonly START_SECONDS=60

main() {
    local settings=()
    if [[ ${1:-} == --no-fsync ]]; then
        settings=(-c fsync=off -c full_page_writes=off)
        shift
    fi
    [[ $# -gt 0 ]] || die "usage: scripts/with-postgres.sh [--no-fsync] COMMAND [ARGUMENT…]"

    if [[ ${RATESMITH_SKIP_POSTGRES:-} == 1 ]]; then
        say "RATESMITH_SKIP_POSTGRES=1: NOTHING IS TESTED ON POSTGRES"
        exec "$@"
    fi

    programs=$(find_programs) || { install_postgres; programs=$(find_programs); } ||
        die "Postgres was installed, but initdb is still not to be found"
    folder=$(mktemp -d "${TMPDIR:-/tmp}/ratesmith-postgres.XXXXXX")
    trap remove_server EXIT
    trap "stop_command; exit 143" TERM
    trap "stop_command; exit 130" INT

    create_cluster
    start_server "${settings[@]}"
    export TEST_POSTGRES_URL="postgres://postgres@127.0.0.1:$port/postgres"
    export PATH="$programs:$PATH"

    # In the background, so that a signal to this script reaches the command at once.
    "$@" <&0 &
    command_pid=$!
    wait "$command_pid"
}

# The folder with the newest server's programs.
find_programs() {
    local found
    found=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort --version-sort | tail -n 1)
    [[ -x $found ]] || found=$(command -v initdb) || return 1
    dirname "$(readlink -f "$found")"
}

install_postgres() {
    local root=()
    if [[ $(id -u) -ne 0 ]]; then root=(sudo -n); fi
    if ! command -v apt-get >/dev/null || ! "${root[@]}" true 2>/dev/null; then
        die "Postgres is missing: install it (Debian: apt-get install postgresql) or set RATESMITH_SKIP_POSTGRES=1"
    fi
    say "Postgres is missing: installing Debian's package"
    # Debian's package makes and starts a cluster of its own unless it is told not to.
    local told=/etc/postgresql-common/createcluster.d/ratesmith.conf
    "${root[@]}" mkdir -p "$(dirname $told)"
    echo "create_main_cluster = false" | "${root[@]}" tee $told >/dev/null
    {
        "${root[@]}" apt-get update -qq &&
            "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql
    } >/dev/null </dev/null || die "apt-get could not install the package postgresql"
    "${root[@]}" rm -f $told
}

# Postgres refuses to run as root: root lends the folder to another user.
create_cluster() {
    as=()
    if [[ $(id -u) -eq 0 ]]; then
        local user=postgres
        id "$user" >/dev/null 2>&1 || user=nobody
        chown "$user" "$folder"
        as=(runuser -u "$user" --)
    fi
    cd_folder "${as[@]}" "$programs/initdb" --pgdata="$folder/data" --username=postgres --auth=trust \
        --encoding=UTF8 --locale=C >"$folder/initdb.log" 2>&1 ||
        die "initdb failed: $(tail -n 5 "$folder/initdb.log")"
}

start_server() {
    local settings=(-c listen_addresses=127.0.0.1 -c "unix_socket_directories=$folder"
        -c "max_connections=$CONNECTIONS_MAX" "$@")
    local try
    for ((try = 0; try < PORT_TRIES; try++)); do
        port=$((20000 + RANDOM % 40000))
        if cd_folder "${as[@]}" "$programs/pg_ctl" start --pgdata="$folder/data" --wait \
            --timeout=$START_SECONDS --log="$folder/data/server.log" \
            --options="-p $port ${settings[*]}" >/dev/null 2>&1; then
            return
        fi
        grep -qi "could not bind" "$folder/data/server.log" || break
    done
    die "Postgres did not start: $(tail -n 5 "$folder/data/server.log")"
}

# The other user may not be allowed to look into the folder we were called from.
cd_folder() (
    cd "$folder"
    "$@"
)

stop_command() {
    if [[ -n ${command_pid:-} ]]; then
        kill -s TERM "$command_pid" 2>/dev/null || true
        wait "$command_pid" 2>/dev/null || true
    fi
}

remove_server() {
    # Being told twice to stop must not leave the server behind.
    trap '' INT TERM
    if [[ -n ${port:-} ]]; then
        # Nobody will read these files again: there is nothing to write back in good order.
        cd_folder "${as[@]}" "$programs/pg_ctl" stop --pgdata="$folder/data" --mode=immediate >/dev/null 2>&1 || true
    fi
    rm -rf "$folder"
}

say() { printf 'with-postgres: %s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}

main "$@"
