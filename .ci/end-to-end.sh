#!/usr/bin/env bash
# end-to-end.sh [ARGUMENTS of playwright]: the demo in a real browser, on a database of its own.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ -x /usr/bin/chromium ] || stop "missing: Chromium (apt-get install chromium)"
cargo build --locked --quiet --package server
export XINHENG_BIN=$target/debug/xinheng
# A free port, so that two runs on one machine do not meet.
free='const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
export XINHENG_E2E_PORT=${XINHENG_E2E_PORT:-$(node -e "$free")}
cd end2end
exec node_modules/.bin/playwright test "$@" </dev/null
