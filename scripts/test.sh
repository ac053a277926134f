#!/usr/bin/env bash
# Every test, on SQLite and PostgreSQL, over HTTP, with real processes and in Chromium; installs what they need.
. "$(dirname "$0")/common.sh"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
need_wasm
need_viewer
need_packages tigervnc-standalone-server openbox xterm bubblewrap postgresql chromium fonts-noto-cjk faketime \
    libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients qemu-system-x86 qemu-utils \
    xfce4-session xfwm4 xfce4-panel xfdesktop4 xfce4-settings xfce4-terminal thunar dbus-daemon
step "The journeys' browser driver"
again npm_in end2end
failed=0
run() { step "$1"; shift; "$@" 2>&1 | tee -a "$log" || failed=1; }
set -o pipefail
run "Format" cargo fmt --all --check
run "The browser's part and style" cargo run -q -p bundle
run "Lints" cargo clippy -q --workspace --all-targets --features bundle/pack -- -D warnings
# With the server, which some of the tests start.
run "Tests, compiled" cargo test -q --workspace --no-run
export JARI_REQUIRE_POSTGRES=1 JARI_REQUIRE_DESKTOPS=1 JARI_REQUIRE_LIBVIRT=1 JARI_BINARY="$host/debug/jari"
# Twice as many at a time as there are cores: they wait for processes and disks as much as they work.
export RUST_TEST_THREADS=$(($(nproc) * 2))
run "Tests" scripts/postgres.sh cargo test -q --workspace --no-fail-fast --lib --bins --test it
run "Examples in descriptions" cargo test -q --workspace --doc
run "Crashes and crowds" scripts/postgres.sh cargo test -q --workspace --test faults
# Two files at a time: each has a server and a browser of its own.
run "Journeys" node --test --test-concurrency=2 end2end/journeys/*.mjs
passed=$(awk '/^test result:/ {p += $4} /^# pass / {p += $3} END {print p + 0}' "$log")
broken=$(awk '/^test result:/ {f += $6} /^# (fail|cancelled) / {f += $3} END {print f + 0}' "$log")
[ "$broken" = 0 ] || failed=1
[ "$failed" = 0 ] || [ "$broken" != 0 ] || broken=1
[ "$failed" = 0 ] || { step "What failed, once more"; awk -f scripts/failures.awk "$log" | head -n 400 || true; }
printf '\n%s passed, %s failed\n' "$passed" "$broken"
exit "$failed"
