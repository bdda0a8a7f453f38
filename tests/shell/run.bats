#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# deploy/run with stand-ins for palierd and palierctl, and a real Redis. suite.bats does it with the real programs.

load common

# Serves, unless FAKE_MODE says otherwise, until TERM or until its test's folder is gone.
# shellcheck disable=SC2016  # expanded by the stand-in
PALIERD='
for flag; do declare "${flag:2}"; done
case ${FAKE_MODE:-} in
  dies) echo "no good"; exit 3 ;;
  mute) ;;
  *) printf "grpc %s\nmetrics 127.0.0.1:4712\nhttp 127.0.0.1:4713\n" "${listen/%:0/:4711}" >"$port_file" ;;
esac
printf "%s\n" "$@" >"$port_file.flags"
trap "echo drained; exit 0" TERM
while [[ -e $0 ]]; do sleep 0.05; done'

# shellcheck disable=SC2016
PALIERCTL='
echo "$*" >>"$CALLS"
case $* in
  *health) [[ ! -e $CALLS.sick ]] ;;
  *load-example) [[ ! -e $CALLS.no-example ]] ;;
esac'

setup() {
  command -v redis-server >/dev/null || skip "redis-server is not installed (deploy/setup build installs it)"
  FAKES=$BATS_TEST_TMPDIR/fakes
  fake palierd "$PALIERD"
  fake palierctl "$PALIERCTL"
  DATA="$BATS_TEST_TMPDIR/data folder"
  export PALIER_BIN_DIR=$FAKES CALLS=$BATS_TEST_TMPDIR/calls
  touch "$CALLS"
}

teardown() {
  if [ -n "${DATA:-}" ]; then "$ROOT/deploy/run" stop --data "$DATA"; fi
}

palier() { "$ROOT/deploy/run" --data "$DATA" "$@" 3>&-; }

@test "wrong arguments are usage errors that name the help" {
  for arguments in restart --datta '--data' '--data=' '--listen' 'start stop' '--listen=8443 ' ; do
    # shellcheck disable=SC2086  # one entry may hold several arguments
    run "$ROOT/deploy/run" $arguments
    exits 2
    prints deploy/run
  done
  for address in 8443 host: host:65536 host:http :1 ::1:80; do
    run "$ROOT/deploy/run" --listen "$address"
    exits 2
    prints "$address" HOST:PORT
  done
}

@test "the help is in the user's language" {
  run "$ROOT/deploy/run" --help
  exits 0
  prints Usage: --no-example --foreground
  LC_ALL=fr_FR.UTF-8 run "$ROOT/deploy/run" --help
  exits 0
  prints 'Usage :' --no-example --foreground 'données'
}

@test "stop, status and logs on nothing" {
  run palier stop
  exits 0
  [ -z "$output" ]
  run palier status
  exits 3
  prints 'palierd: not running' 'redis: not running' "$DATA"
  run palier logs
  exits 3
  [ ! -e "$DATA" ]
}

@test "start, again, status, logs, stop" {
  run palier --listen 127.0.0.1:0
  exits 0
  prints 'Palier is ready at 127.0.0.1:4711' "$DATA" palierctl
  grep -qx -- "--data=$DATA/store" "$DATA/run/address.flags"
  grep -qx -- "--redis=unix:$DATA/run/redis.sock" "$DATA/run/address.flags"
  grep -qx -- '--auth=dev' "$DATA/run/address.flags"
  [ "$(redis-cli -s "$DATA/run/redis.sock" config get port | tail -n 1)" = 0 ]
  [ "$(redis-cli -s "$DATA/run/redis.sock" config get save | tail -n 1)" = '' ]
  [ "$(redis-cli -s "$DATA/run/redis.sock" config get maxmemory-policy | tail -n 1)" = allkeys-lru ]

  first=$(cat "$DATA/run/palierd.pid")
  run palier
  exits 0
  prints 'already runs at 127.0.0.1:4711'
  [ "$(cat "$DATA/run/palierd.pid")" = "$first" ]

  run palier status
  exits 0
  prints 'serving at 127.0.0.1:4711' 'redis: running'

  run palier stop
  exits 0
  prints stopped
  [ ! -e "$DATA/run/redis.sock" ]
  run palier status
  exits 3
  run palier logs
  exits 0
  prints drained
  run palier stop
  exits 0
  [ -z "$output" ]
}

@test "the example is loaded into a new folder, once" {
  palier --listen 127.0.0.1:0
  [ "$(grep -c load-example "$CALLS")" = 1 ]
  palier stop
  palier --listen 127.0.0.1:0
  [ "$(grep -c load-example "$CALLS")" = 1 ]
}

@test "--no-example leaves a new folder empty, also at the next start" {
  palier --listen 127.0.0.1:0 --no-example
  palier stop
  palier --listen 127.0.0.1:0
  lacks "$CALLS" load-example
}

@test "an example that failed is loaded at the next call" {
  touch "$CALLS.no-example"
  run palier --listen 127.0.0.1:0
  exits 1
  prints 'could not be loaded'
  rm "$CALLS.no-example"
  run palier
  exits 0
  [ "$(grep -c load-example "$CALLS")" = 2 ]
}

@test "a palierd that ends at once is reported with its last words, and nothing is left running" {
  FAKE_MODE=dies run palier --listen 127.0.0.1:0
  exits 1
  prints 'ended while starting' 'no good'
  run palier status
  exits 3
  prints 'redis: not running'
}

@test "a taken port is an error that names the remedy" {
  python=$(command -v python3) || skip "python3 is not installed"
  mkfifo "$BATS_TEST_TMPDIR/port"
  "$python" -c '
import socket, sys, time
s = socket.create_server(("127.0.0.1", 0))
open(sys.argv[1], "w").write(str(s.getsockname()[1]))
s.settimeout(60)
while True: s.accept()' "$BATS_TEST_TMPDIR/port" 3>&- &
  other=$!
  port=$(cat "$BATS_TEST_TMPDIR/port")
  run palier --listen "127.0.0.1:$port"
  kill "$other"
  exits 1
  prints "Port $port on 127.0.0.1 is taken" '--listen 127.0.0.1:0'
}

@test "a stale pid file is no running palierd, even when its number is another program's" {
  mkdir -p "$DATA/run"
  for stale in $$ 4194305 0 -1 rubbish ''; do
    echo "$stale" >"$DATA/run/palierd.pid"
    echo "$stale" >"$DATA/run/redis.pid"
    run palier status
    exits 3
    run palier stop
    exits 0
    [ -z "$output" ]
  done
  echo $$ >"$DATA/run/palierd.pid"
  run palier --listen 127.0.0.1:0
  exits 0
  prints 'is ready'
}

@test "a killed palierd is started again, a killed Redis too" {
  palier --listen 127.0.0.1:0
  killed "$DATA/run/palierd.pid"
  run palier --listen 127.0.0.1:0
  exits 0
  prints 'is ready'
  killed "$DATA/run/redis.pid"
  run palier
  exits 0
  prints 'already runs'
  [ "$(redis-cli -s "$DATA/run/redis.sock" ping)" = PONG ]
}

@test "status of one that does not answer" {
  palier --listen 127.0.0.1:0
  touch "$CALLS.sick"
  run palier status
  exits 3
  prints 'does not answer'
}

@test "--foreground stays until it is told to end, and then ends all" {
  palier --foreground --listen 127.0.0.1:0 >"$BATS_TEST_TMPDIR/out" 2>&1 &
  script=$!
  for _ in $(seq 200); do
    if grep -q 'is ready' "$BATS_TEST_TMPDIR/out"; then break; fi
    sleep 0.1
  done
  grep -q 'is ready' "$BATS_TEST_TMPDIR/out"
  pkill -TERM -P "$script" || kill -TERM "$script"
  wait "$script"
  grep -q drained "$BATS_TEST_TMPDIR/out"
  run palier status
  exits 3
  prints 'redis: not running'
}

@test "two starts at once make one palierd" {
  palier --listen 127.0.0.1:0 >"$BATS_TEST_TMPDIR/a" 2>&1 &
  first=$!
  palier --listen 127.0.0.1:0 >"$BATS_TEST_TMPDIR/b" 2>&1
  wait "$first"
  [ "$(cat "$BATS_TEST_TMPDIR/a" "$BATS_TEST_TMPDIR/b" | grep -c 'is ready')" = 1 ]
  [ "$(cat "$BATS_TEST_TMPDIR/a" "$BATS_TEST_TMPDIR/b" | grep -c 'already runs')" = 1 ]
}

@test "a data folder too deep for a socket" {
  # shellcheck disable=SC2030,SC2031  # meant for this test and its teardown
  DATA=$BATS_TEST_TMPDIR/$(printf 'deep%.0s' {1..30})
  run palier --listen 127.0.0.1:0
  exits 0
  run palier status
  exits 0
  prints 'redis: running'
}

@test "an address that other machines reach is refused, since callers are believed" {
  for address in 0.0.0.0:0 '[::]:0' 192.0.2.1:0 host.example:0; do
    run palier --listen "$address"
    exits 2
    prints "${address%:0}" compose.yaml
  done
}

@test "both families of loopback are served" {
  for address in localhost:0 '[::1]:0'; do
    run palier --listen "$address"
    exits 0
    prints "is ready at ${address%:0}:4711"
    palier stop
  done
}

@test "a folder of programs that lacks one" {
  rm "$FAKES/palierctl"
  run palier --listen 127.0.0.1:0
  exits 1
  prints palierctl "$FAKES"
}
