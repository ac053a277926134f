#!/usr/bin/env bash
# Prints how fast Jari is on this machine, beside the machine's own limits.
. "$(dirname "$0")/common.sh"
need_wasm
# Nothing that is measured needs it.
need_viewer || true
need_optimiser
step "Building the browser's part"
cargo run -q -p bundle --features pack -- --profile wasm-release
# Together, so that what both need is compiled once.
step "Building the server and the benchmark"
cargo build --release -p server -p end2end --bin jari --bin bench
step "Measuring"
"$host/release/bench" "$host/release/jari"
