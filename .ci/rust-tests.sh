#!/usr/bin/env bash
# rust-tests.sh build | examples | PACKAGE…: builds the Rust tests, or runs the examples in the
# docs, or the tests of some packages.
#
# The workspace is built in one call and the programs are then run by name: one call a package
# would unite other features each time and compile the dependencies again.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

list=$target/tests.tsv

if [ "$1" = build ]; then
    mkdir -p "$site" # the server's build looks for the folder
    cargo test --locked --workspace --no-run --message-format=json-render-diagnostics >"$target/tests.json"
    node .ci/test-programs.mjs <"$target/tests.json" >"$list"
    rm "$target/tests.json"
    [ -s "$list" ] || stop "no test was built"
    exit
fi

if [ "$1" = examples ]; then
    exec cargo test --locked --workspace --doc --quiet
fi

for package in "$@"; do
    found=no
    while IFS=$'\t' read -r name test folder program; do
        [ "$name" = "$package" ] || continue
        found=yes
        printf '%s: %s\n' "$name" "$test"
        (cd "$folder" && CARGO_MANIFEST_DIR=$folder "$program" --quiet </dev/null)
    done <"$list"
    [ "$found" = yes ] || stop "no tests of $package were built"
done
