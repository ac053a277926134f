#!/usr/bin/env bash
# Starts Jari with its demo office; does all the set-up that is missing first.
. "$(dirname "$0")/common.sh"
need_wasm
need_viewer
need_packages tigervnc-standalone-server openbox xterm bubblewrap || true
stamp=target/site/.inputs
inputs=$(find app office style tools/bundle Cargo.lock -type f -newer "$stamp" -print -quit 2>/dev/null || echo none)
if [ ! -f "$stamp" ] || [ -n "$inputs" ]; then
    step "Building the browser's part"
    cargo run -q -p bundle
    touch "$stamp"
fi
step "Building the server"
cargo build -p server
step "Starting"
exec "$target/debug/jari" serve --demo "$@"
