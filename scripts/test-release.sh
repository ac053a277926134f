#!/usr/bin/env bash
# The journeys on the browser's part as a release carries it: it is compiled, trimmed and made smaller otherwise than what
# `make test` sees. Needs what that has installed.
. "$(dirname "$0")/common.sh"
need_wasm
need_viewer
need_optimiser
step "The journeys' browser driver"
(cd end2end && npm ci --ignore-scripts --no-audit --no-fund >/dev/null)
step "The browser's part of a release"
cargo run -q -p bundle --features pack -- --profile wasm-release
step "The server"
cargo build -q -p server
step "Journeys"
failed=0
JARI_REQUIRE_DESKTOPS=1 JARI_REQUIRE_LIBVIRT=1 JARI_BINARY="$host/debug/jari" \
    node --test --test-concurrency=2 end2end/journeys/*.mjs || failed=1
# Where people develop, the server reads this folder.
step "The browser's part for developing"
cargo run -q -p bundle
exit "$failed"
