#!/usr/bin/env bash
# Prints how fast Jari is on this machine, beside the machine's own limits.
. "$(dirname "$0")/common.sh"
scripts/build.sh
step "Measuring"
cargo run -q --release -p end2end --bin bench -- "$target/release/jari"
