#!/usr/bin/env bash
# with-postgres.sh COMMAND…: runs the command beside a PostgreSQL of its own, whose address it
# finds in XINHENG_TEST_POSTGRES. The server lives in a temporary folder, on a free port of the
# loopback address, trusts nothing to disk, and ends with the command.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || true)")
[ -x "$bin/initdb" ] || stop "missing: PostgreSQL's server programs (apt-get install postgresql)"

# PostgreSQL refuses to be root.
owner=$(id -un)
[ "$(id -u)" -ne 0 ] || owner=postgres
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && runuser -u "$owner" -- "$@")
    else
        "$@"
    fi
}

home=$(mktemp -d -t xinheng-postgres.XXXXXX)
cleanup() {
    local code=$?
    # By the id in its own pid file: no other PostgreSQL of this machine is touched.
    if [ -s "$home/data/postmaster.pid" ]; then
        as_owner "$bin/pg_ctl" --pgdata="$home/data" --mode=immediate --silent stop || true
    fi
    rm -rf "$home"
    exit "$code"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

chown "$owner" "$home"
as_owner "$bin/initdb" --pgdata="$home/data" --username=postgres --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$home/initdb.log" 2>&1 ||
    stop "initdb failed: $(cat "$home/initdb.log")"

start() {
    as_owner "$bin/pg_ctl" --pgdata="$home/data" --log="$home/data/log" --wait --silent \
        --options="-p $1 -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home \
            -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" \
        start >/dev/null
}
# A free port is found by trying: whoever is faster may have taken it.
for _ in 1 2 3 4 5 6 7 8 9 10; do
    port=$((20000 + RANDOM % 20000))
    if start "$port"; then
        started=yes
        break
    fi
done
[ "${started:-no}" = yes ] || stop "PostgreSQL did not start: $(cat "$home/data/log")"

export XINHENG_TEST_POSTGRES=postgres://postgres@127.0.0.1:$port
"$@"
