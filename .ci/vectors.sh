#!/usr/bin/env bash
# vectors.sh: how near every statistic is to values from outside the project: those in
# tests/vectors, and those beside the project ($XINHENG_VECTORS, or ../shared/vectors/published)
# where they are.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cargo test --quiet --locked -p kpi --test vectors -- --nocapture --test-threads 1
