# Shared by the scripts: where things are, how progress is told, how what is missing is installed.
set -eu
cd "$(dirname "$0")/.."
begun=$(date +%s)
target=${CARGO_TARGET_DIR:-$PWD/target}

# Without these nothing can be built, and they are nothing that a script should install by itself.
lacking=""
need() {
    command -v "$1" >/dev/null && return 0
    echo "Not installed: $2"
    echo "To install it: $3"
    lacking=1
}
need rustup "Rust, by rustup" "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh  (then open a new terminal)"
need cc "a C compiler" "sudo apt-get install build-essential"
[ -z "$lacking" ] || exit 1

# Where programs for this machine are made: .cargo/config.toml names their target.
host=$target/$(rustc -vV | sed -n 's/^host: //p')

# What fetches something is tried again before it is given up: a registry that does not answer for a moment ends nothing.
export CARGO_NET_RETRY=10 RUSTUP_MAX_RETRIES=10
again() { "$@" || { sleep 10; "$@"; } || { sleep 60; "$@"; }; }
npm_in() { (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund >/dev/null); }

step() { printf '\n[%4s s] %s\n' "$(($(date +%s) - begun))" "$*"; }

# The target that the browser's part is compiled for.
need_wasm() {
    if ! rustup target list --installed 2>/dev/null | grep -q wasm32-unknown-unknown; then
        step "Installing the WebAssembly target"
        again rustup target add wasm32-unknown-unknown
    fi
}

# The remote desktop's viewer, from npm by its lock file.
novnc=tools/novnc/node_modules/@novnc/novnc
need_viewer() {
    [ ! -d "$novnc" ] || return 0
    if ! command -v npm >/dev/null; then
        echo "Not installed: npm, and without it cloud PCs can't be shown in the browser."
        echo "To install it: sudo apt-get install npm"
        return 1
    fi
    step "Installing the remote desktop's viewer"
    npm_in tools/novnc && return 0
    echo "npm has no network, and without it cloud PCs can't be shown in the browser."
    echo "Run 'npm ci' in tools/novnc when it is there, then this again."
    return 1
}

# What makes a release's WebAssembly and JavaScript small, from npm by its lock file.
need_optimiser() {
    [ ! -d tools/smaller/node_modules/terser ] || return 0
    need npm "npm" "sudo apt-get install npm"
    [ -z "$lacking" ] || return 1
    step "Installing Binaryen and Terser"
    again npm_in tools/smaller
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
        patient="-o Acquire::Retries=5 -o DPkg::Lock::Timeout=300"
        # shellcheck disable=SC2086
        apt-get $patient update -q >/dev/null 2>&1 || true
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get $patient install -y -q --no-install-recommends $missing >/dev/null && return 0
    fi
    echo "Not installed:$missing"
    echo "To install them: sudo apt-get install$missing"
    return 1
}
