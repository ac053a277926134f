#!/usr/bin/env bash
# Makes target/release/jari: one binary with its web assets inside.
. "$(dirname "$0")/common.sh"
need_wasm
if ! need_viewer; then
    echo "Nothing was made: a release carries the viewer inside."
    exit 1
fi
need_optimiser
step "Building the browser's part"
cargo run -q -p bundle --features pack -- --profile wasm-release
step "Building the server"
cargo build --release -p server
mkdir -p "$target/release"
cp "$host/release/jari" "$target/release/jari"
echo "Made $target/release/jari"
