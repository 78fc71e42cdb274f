#!/usr/bin/env bash
# serve.sh demo|published: builds what is needed, quickly rather than small, and serves it.
# Each has a database of its own: real and invented figures never meet in one.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

holding=${1:?demo or published}
bash .ci/install.sh rust wasm
say "building the front end"
bash .ci/front.sh dev
say "building the server"
cargo build --locked --package server
mkdir -p "$root/data"
export DATABASE_URL=${DATABASE_URL:-sqlite:$root/data/$holding.db}
exec "$target/debug/xinheng" "$holding"
