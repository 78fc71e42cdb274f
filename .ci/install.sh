#!/usr/bin/env bash
# install.sh NEED…: installs what is missing, by the ordinary package managers, and says so.
# What is there is left alone; what cannot be had is named, with the command that would get it.
#
#   make      GNU make
#   rust      cargo with rustfmt and clippy, a C linker, the crates of Cargo.lock
#   wasm      rustc's target for browsers
#   postgres  PostgreSQL's server programs
#   office    LibreOffice's spreadsheet, with its bridge to Python
#   s3        an S3-compatible service for the tests of evidence
#   browser   Chromium with Chinese fonts, node, and the packages of end2end/
set -euo pipefail
# shellcheck source=.ci/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

fetched_lists=no

# Installs Debian packages.
apt() {
    local by_hand="apt-get update && apt-get install -y --no-install-recommends $*"
    has apt-get || stop "missing: $*. Here is no apt-get: install them by this system's own means."
    say "installing Debian packages: $*"
    if [ "$fetched_lists" = no ]; then
        as_root apt-get update -qq >&2 || stop "missing: $*. The package lists could not be fetched (no network, or no right?). By hand: $by_hand"
        fetched_lists=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 </dev/null ||
        stop "missing: $*. They could not be installed (no network, or no right?). By hand: $by_hand"
}

need_make() {
    has make || apt make
}

need_rust() {
    has cargo || stop "missing: Rust 1.95 with cargo. Install it by rustup, then run this again."
    has cc || apt gcc libc6-dev
    local component
    for component in rustfmt clippy; do
        if ! cargo "${component/rustfmt/fmt}" --version >/dev/null 2>&1; then
            say "adding to the Rust toolchain: $component"
            rustup component add "$component" >&2 ||
                stop "missing: $component (no network?). By hand: rustup component add $component"
        fi
    done
    local host
    host=$(rustc -vV | sed -n 's/^host: //p')
    cargo fetch --quiet --locked --target "$host" --target "$wasm" ||
        stop "missing: crates named in Cargo.lock (no network?). By hand: cargo fetch --locked"
}

need_wasm() {
    [ -d "$(rustc --print sysroot)/lib/rustlib/$wasm" ] && return
    say "adding to the Rust toolchain: target $wasm"
    rustup target add "$wasm" >&2 ||
        stop "missing: Rust's target $wasm (no network?). By hand: rustup target add $wasm"
}

need_postgres() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || has initdb || apt postgresql
}

need_office() {
    { has soffice && /usr/bin/python3 -c 'import uno' 2>/dev/null; } || apt libreoffice-calc python3-uno
}

# The service and what it needs, pinned; a virtual environment keeps it apart from the system.
need_s3() {
    local pins="moto[s3]==5.2.5 flask==3.1.3 flask-cors==6.0.5 werkzeug==3.1.9 boto3==1.44.8"
    [ "$(cat "$s3_home/.installed" 2>/dev/null)" = "$pins" ] && return
    has python3 && python3 -c 'import venv, ensurepip' 2>/dev/null || apt python3 python3-venv
    say "installing the S3 service of the tests"
    rm -rf "$s3_home"
    # shellcheck disable=SC2086 # one word a pin
    python3 -m venv "$s3_home" >&2 &&
        "$s3_home/bin/pip" install --quiet --disable-pip-version-check $pins >&2 </dev/null ||
        stop "missing: the S3 service of the tests (no network?). By hand: python3 -m venv $s3_home && $s3_home/bin/pip install $pins"
    printf '%s' "$pins" >"$s3_home/.installed"
}

need_browser() {
    [ -x /usr/bin/chromium ] || apt chromium
    has fc-list || apt fontconfig
    # Not piped into grep -q, which would end fc-list early and fail the pipe.
    [ -n "$(fc-list :lang=zh file)" ] || apt fonts-noto-cjk
    if ! has node || ! has npm; then
        stop "missing: node 20 with npm. Install them, then run this again."
    fi
    local lock=end2end/package-lock.json stamp=end2end/node_modules/.installed-lock
    cmp -s "$lock" "$stamp" && return
    say "installing the npm packages of end2end/"
    npm --prefix end2end ci --no-audit --no-fund --loglevel=error >&2 </dev/null ||
        stop "missing: npm packages named in $lock (no network?). By hand: npm --prefix end2end ci"
    cp "$lock" "$stamp"
}

for need in "$@"; do
    "need_$need"
done
