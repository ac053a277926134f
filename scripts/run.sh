#!/usr/bin/env bash
# Starts Jari with its demo office; does all the set-up that is missing first.
. "$(dirname "$0")/common.sh"
need_wasm
# Neither is needed before the end of the build.
need_packages tigervnc-standalone-server openbox xterm bubblewrap &
packages=$!
need_viewer &
viewer=$!
# Here the server looks for its web assets.
mkdir -p target/site
step "Building the server, and what bundles its web assets"
cargo build -p server -p bundle
wait "$viewer" || true
stamp=target/site/.inputs
inputs=$(find app browser office style tools/bundle Cargo.lock -type f -newer "$stamp" -print -quit 2>/dev/null || echo none)
# The viewer may have been installed since.
[ ! -d "$novnc" ] || [ -d target/site/novnc ] || inputs=$novnc
if [ ! -f "$stamp" ] || [ -n "$inputs" ]; then
    step "Building the browser's part"
    "$host/debug/bundle"
    touch "$stamp"
fi
wait "$packages" || echo "Everything but cloud PCs works; they say what is missing, and so does jari doctor."
step "Starting"
exec "$host/debug/jari" serve --demo "$@"
