#!/usr/bin/env bash
# Starts a throw-away PostgreSQL on a unix socket and runs a command with JARI_TEST_POSTGRES_URL set; drops it after.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
if [ -z "$bin" ]; then
    echo "PostgreSQL is not installed: apt-get install postgresql"
    exit 1
fi
folder=$(mktemp -d)
# PostgreSQL refuses to run as root.
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
[ "$(id -u)" != 0 ] || chown postgres "$folder"
chmod 755 "$folder"
stop() { as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap stop EXIT
as "$bin/initdb" -D "$folder/data" -U jari -A trust --encoding=UTF8 --no-locale >/dev/null
as "$bin/pg_ctl" -D "$folder/data" -w -t 300 -l "$folder/log" -o "-c listen_addresses='' -c unix_socket_directories=$folder -c fsync=off -c max_connections=300" start >/dev/null
export JARI_TEST_POSTGRES_URL="postgres://jari@localhost/postgres?host=$folder"
"$@"
