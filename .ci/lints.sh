#!/usr/bin/env bash
# lints.sh: clippy without a warning, over the server's side and over the browser's.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mkdir -p "$site" # the server's build looks for the folder
cargo clippy --locked --workspace --all-targets -- -D warnings
# In the profile of the build that follows: what it needs for the host is then compiled once.
cargo clippy --locked --package app --lib --no-default-features --features hydrate \
    --target "$wasm" --profile wasm-dev --target-dir "$front" -- -D warnings

# A block left open swallows the rules after it, and browsers do not complain.
awk '
    /^@layer [a-z]+ \{/ && depth { exit 1 }
    { depth += gsub(/\{/, "{") - gsub(/\}/, "}") }
    END { exit depth != 0 }
' style/main.css || stop "style/main.css: a block is not closed before the next layer or the end"
