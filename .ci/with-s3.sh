#!/usr/bin/env bash
# with-s3.sh COMMAND…: runs the command beside an S3-compatible service of its own, whose bucket
# it finds in XINHENG_TEST_S3 and whose address and keys in AWS_…. The service keeps everything in
# memory, listens on a free port of the loopback address, and ends with the command.
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ -x "$s3_home/bin/moto_server" ] || stop "missing: the S3 service of the tests. By hand: bash .ci/install.sh s3"

log=$(mktemp -t xinheng-s3.XXXXXX)
service=""
cleanup() {
    local code=$?
    # By its id: no other service of this machine is touched.
    [ -z "$service" ] || kill "$service" 2>/dev/null || true
    rm -f "$log"
    exit "$code"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Whether the bucket is made: then the service is up, and it is ours.
make_bucket() {
    "$s3_home/bin/python" - "$1" <<'PYTHON'
import sys, urllib.request
request = urllib.request.Request(sys.argv[1], method="PUT")
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    direct.open(request, timeout=2)
except OSError:
    sys.exit(1)
PYTHON
}

# A free port is found by trying: whoever is faster may have taken it.
for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    "$s3_home/bin/moto_server" -H 127.0.0.1 -p "$port" >"$log" 2>&1 </dev/null &
    service=$!
    for _ in {1..100}; do
        kill -0 "$service" 2>/dev/null || break
        if make_bucket "http://127.0.0.1:$port/xinheng-test"; then
            started=yes
            break 2
        fi
        sleep 0.2
    done
    kill "$service" 2>/dev/null || true
    service=""
done
[ "${started:-no}" = yes ] || stop "the S3 service did not start: $(cat "$log")"

export XINHENG_TEST_S3=s3://xinheng-test
export AWS_ENDPOINT=http://127.0.0.1:$port AWS_ALLOW_HTTP=true AWS_REGION=us-east-1
export AWS_ACCESS_KEY_ID=tests AWS_SECRET_ACCESS_KEY=tests
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
"$@"
