#!/usr/bin/env bash
# end-to-end.sh [ARGUMENTS of playwright]: the demo in a real browser, on a database of its own.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ -x /usr/bin/chromium ] || stop "missing: Chromium (apt-get install chromium)"
cargo build --locked --quiet --package server
export XINHENG_BIN=$target/debug/xinheng
cd end2end
exec node_modules/.bin/playwright test "$@" </dev/null
