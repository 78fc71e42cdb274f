# What the scripts share: where things are, how they speak. Sourced, never run.
# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is used there

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit

# rustup's programs may lie where a fresh login shell has not looked yet.
if ! command -v cargo >/dev/null && [ -d "${CARGO_HOME:-$HOME/.cargo}/bin" ]; then
    PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
    export PATH
fi

# The server's programs, and beside them the front end's, which has other features.
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
front=$target/front
# Where the server takes the site from, whatever the target folder.
export site=$root/target/site
wasm=wasm32-unknown-unknown
# Where the tests' S3 service is installed.
s3_home=$target/s3-service

# Says what is being done; results go to standard output, this does not.
say() { printf '%s\n' "· $*" >&2; }

# Says why it cannot go on, and stops.
stop() {
    printf '%s\n' "✕ $*" >&2
    exit 1
}

# Whether a program is there.
has() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root: as it is, or by sudo where there is one.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif has sudo; then
        sudo "$@"
    else
        return 1
    fi
}
