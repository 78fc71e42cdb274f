#!/usr/bin/env bash
# clean.sh: removes what was built, and the databases of `make run` and `make run-published`.
# A database of real returns is never touched: it does not lie here under these names.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

rm -rf "$target/debug" "$target/release" "$front" "$site" end2end/node_modules end2end/results
rm -rf data/evidence-{demo,published}
rm -f data/{demo,published}.db{,-shm,-wal}
