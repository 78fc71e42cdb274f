#!/usr/bin/env bash
# test.sh: everything, step by step. The first failure stops it; the table at the end says what
# took how long.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

log=$(mktemp -t xinheng-test.XXXXXX)
table=""

# Prints the table and one closing line that counts the tests. Playwright's own line reads
# "12 passed (3.4s)", a Rust test program's "test result: ok. 12 passed; 0 failed; …".
finish() {
    local code=$? passed failed
    trap - EXIT
    passed=$(sed -nE 's/^test result: [a-zA-Z]+\. ([0-9]+) passed.*/\1/p; s/^ +([0-9]+) passed( .*)?$/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
    failed=$(sed -nE 's/^test result: .* ([0-9]+) failed;.*/\1/p; s/^ +([0-9]+) failed( .*)?$/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
    printf '\n%-34s | %7s | %s\n' step seconds result
    printf '%s' "$table"
    printf '%-34s | %7d |\n\n' total "$SECONDS"
    [ "$code" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
    printf '%d passed, %d failed\n' "$passed" "$failed"
    rm -f "$log"
    exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# step NAME COMMAND…
step() {
    local name=$1 began=$SECONDS result=ok line
    shift
    printf '\n== %s\n' "$name"
    "$@" 2>&1 | tee -a "$log" || result=failed
    printf -v line '%-34s | %7d | %s\n' "$name" "$((SECONDS - began))" "$result"
    table+=$line
    [ "$result" = ok ] || exit 1
}

step "install what is missing" bash .ci/install.sh rust wasm postgres s3 office browser
step "format" cargo fmt --all --check
step "lints, server and browser" bash .ci/lints.sh
step "build the tests" bash .ci/rust-tests.sh build
step "domain: unit, property, vectors" bash .ci/rust-tests.sh kpi
step "pages and charts" bash .ci/rust-tests.sh app
step "server on SQLite and PostgreSQL" bash .ci/with-postgres.sh bash .ci/with-s3.sh bash .ci/rust-tests.sh server
step "round trip by LibreOffice" bash .ci/office-round-trip.sh
step "examples in the docs" bash .ci/rust-tests.sh examples
step "front end" bash .ci/front.sh dev
step "end to end in Chromium" bash .ci/end-to-end.sh
