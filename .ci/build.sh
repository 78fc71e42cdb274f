#!/usr/bin/env bash
# build.sh: the release binary. It carries its site, so it runs from any folder.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

bash .ci/install.sh rust wasm
say "building the front end"
bash .ci/front.sh release
say "building the server"
cargo build --locked --release --package server
ls -l "$target/release/xinheng" >&2
