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
stamp=target/site/.inputs
inputs=$(find app browser office style tools/bundle Cargo.lock -type f -newer "$stamp" -print -quit 2>/dev/null || echo none)
[ -f "$stamp" ] || inputs=none
if [ -n "$inputs" ]; then
    step "Building the server and, beside it, the browser's part"
    browser_part &
    browser=$!
    cargo build -p server -p bundle
    wait "$browser" "$viewer" || true
    step "Putting the web assets together"
    "$host/debug/bundle"
    touch "$stamp"
else
    step "Building the server"
    cargo build -p server
    wait "$viewer" || true
fi
wait "$packages" || echo "Cloud PCs will say what is missing; so does jari doctor, and the list above."
step "Starting"
exec "$host/debug/jari" serve --demo "$@"
