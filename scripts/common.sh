# Shared by the scripts: where things are, how progress is told, how what is missing is installed.
set -eu
cd "$(dirname "$0")/.."
begun=$(date +%s)
target=${CARGO_TARGET_DIR:-$PWD/target}
# Where programs for this machine are made: .cargo/config.toml names their target.
host=$target/$(rustc -vV | sed -n 's/^host: //p')

step() { printf '\n[%4s s] %s\n' "$(($(date +%s) - begun))" "$*"; }

# The target that the browser's part is compiled for.
need_wasm() {
    if ! rustup target list --installed 2>/dev/null | grep -q wasm32-unknown-unknown; then
        step "Installing the WebAssembly target"
        rustup target add wasm32-unknown-unknown
    fi
}

# The remote desktop's viewer, from npm by its lock file.
novnc=tools/novnc/node_modules/@novnc/novnc
need_viewer() {
    [ ! -d "$novnc" ] || return 0
    step "Installing the remote desktop's viewer"
    (cd tools/novnc && npm ci --ignore-scripts --no-audit --no-fund >/dev/null) && return 0
    echo "npm is missing or has no network, and without it cloud PCs can't be shown in the browser."
    echo "Run 'npm ci' in tools/novnc when it is there, then this again."
    return 1
}

# Debian packages: installed when that is allowed, else named.
need_packages() {
    missing=""
    for package in "$@"; do
        dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        step "Installing Debian packages:$missing"
        apt-get update -q >/dev/null 2>&1 || true
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null && return 0
    fi
    echo "Not installed:$missing"
    echo "To install them: sudo apt-get install$missing"
    return 1
}
