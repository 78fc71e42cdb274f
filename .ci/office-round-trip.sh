#!/usr/bin/env bash
# office-round-trip.sh: a form goes out, LibreOffice fills it in and saves it as .xlsx, .ods and
# .xls, and it comes in again: equal, on SQLite and on PostgreSQL. Without LibreOffice it fails.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

by_hand="By hand: apt-get install -y --no-install-recommends libreoffice-calc python3-uno"
has soffice || stop "missing: LibreOffice. $by_hand"
/usr/bin/python3 -c 'import uno' || stop "missing: LibreOffice's bridge to Python. $by_hand"
bash .ci/rust-tests.sh build
program=$(awk -F '\t' '$1 == "server" && $2 == "it" { print $4 }' "$target/tests.tsv")
[ -x "$program" ] || stop "the server's tests were not built"
cd server
CARGO_MANIFEST_DIR=$PWD exec bash "$root/.ci/with-postgres.sh" "$program" --quiet --ignored office_round_trip
