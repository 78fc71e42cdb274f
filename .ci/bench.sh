#!/usr/bin/env bash
# bench.sh [COUNTIES [MONTHS [SEED]]]: how quickly the evaluator's pages open on the national set,
# in Chromium, from the release binary. The set is made in a temporary folder and deleted.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

counties=${1:-2844} months=${2:-36} seed=${3:-1}
binary=${XINHENG_BIN:-$target/release/xinheng}
[ -x "$binary" ] || bash .ci/build.sh
[ -x /usr/bin/chromium ] || stop "missing: Chromium (apt-get install chromium)"
home=$(mktemp -d -t xinheng-bench.XXXXXX)
server=
trap '[ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }; rm -rf "$home"' EXIT

say "making the set: $counties counties, $months months, seed $seed"
told=$("$binary" --lang en bench-data --counties "$counties" --months "$months" --seed "$seed" \
    --database "sqlite:$home/set.db" --truth "$home/truth.csv")
printf '%s\n' "$told" | grep -v -e "$home"
today=$(sed -n 's/^XINHENG_TODAY=\([0-9-]*\) .*/\1/p' <<<"$told")
[ -n "$today" ] || stop "bench-data did not say on which day to serve the set"

free='const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
port=$(node -e "$free")
(cd "$home" && exec env -u XINHENG_CONFIG DATABASE_URL="sqlite:$home/set.db" XINHENG_DATA="$home" \
    XINHENG_TODAY="$today" XINHENG_ADDRESS="127.0.0.1:$port" "$binary" serve --invented >"$home/log" 2>&1) &
server=$!
for _ in $(seq 300); do
    node -e "fetch('http://127.0.0.1:$port/health').catch(() => process.exit(1))" && break
    kill -0 "$server" 2>/dev/null || stop "the server did not start: $(cat "$home/log")"
    sleep 0.2
done
last=$(date -d "$today - 1 month" +%Y-%m)
(cd end2end && node load/first-paint.mjs "http://127.0.0.1:$port" "$last")
