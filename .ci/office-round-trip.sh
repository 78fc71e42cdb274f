#!/usr/bin/env bash
# office-round-trip.sh: a form goes out, LibreOffice fills it in and saves it as .xlsx, .ods and
# .xls, and it comes in again: equal, on SQLite and on PostgreSQL. Without LibreOffice it fails.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

has soffice || stop "missing: LibreOffice. By hand: apt-get install -y --no-install-recommends libreoffice-calc python3-uno"
/usr/bin/python3 -c 'import uno' || stop "missing: LibreOffice's bridge to Python. By hand: apt-get install -y --no-install-recommends python3-uno"
if [ -z "${XINHENG_TEST_POSTGRES:-}" ]; then
    exec bash .ci/with-postgres.sh bash "${BASH_SOURCE[0]}"
fi
cargo test --locked --quiet --package server --test it -- office_round_trip --ignored
