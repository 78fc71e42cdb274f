#!/usr/bin/env bash
# load.sh [HOW MANY]: that many reporters sign in and submit at once over HTTP, to the release
# binary on its default database, a file, in a temporary folder.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

binary=$target/release/xinheng
[ -x "$binary" ] || bash .ci/build.sh
home=$(mktemp -d -t xinheng-load.XXXXXX)
free='const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
port=$(node -e "$free")
(cd "$home" && exec env -u DATABASE_URL XINHENG_ADDRESS="127.0.0.1:$port" "$binary" demo >"$home/log" 2>&1) &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$home"' EXIT
for _ in $(seq 300); do
    node -e "fetch('http://127.0.0.1:$port/health').catch(() => process.exit(1))" && break
    kill -0 "$server" 2>/dev/null || stop "the server did not start: $(cat "$home/log")"
    sleep 0.2
done
node end2end/load/hundred-reporters.mjs "http://127.0.0.1:$port" "${1:-100}"
