#!/usr/bin/env bash
# front.sh dev|release: compiles the front end and lays out the site in target/site.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

profile=wasm-${1:?dev or release}
# Apart from the server's build: in one call their features would unite.
cargo build --locked --package app --lib --no-default-features --features hydrate \
    --target "$wasm" --profile "$profile" --target-dir "$front"
packing=()
[ "$1" = release ] && packing=(small)
cargo run --locked --quiet --package bundle -- "$front/$wasm/$profile/app.wasm" "$site" "${packing[@]}"
