#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# deploy/run with the programs that were built, on a free port and a private data folder.

load common

setup() {
  command -v redis-server >/dev/null || skip "redis-server is not installed (deploy/setup build installs it)"
  for program in palierd palierctl; do
    if [ ! -x "${PALIER_BIN_DIR:-}/$program" ]; then skip "$program is not built (PALIER_BIN_DIR)"; fi
  done
  DATA=$BATS_TEST_TMPDIR/data
}

teardown() {
  if [ -n "${DATA:-}" ]; then "$ROOT/deploy/run" stop --data "$DATA"; fi
}

palier() { "$ROOT/deploy/run" --data "$DATA" "$@" 3>&-; }

@test "the suite starts with its example, answers, and stops cleanly" {
  run palier --listen 127.0.0.1:0
  exits 0
  prints 'is ready'
  address=$(sed -n 's/^grpc //p' "$DATA/run/address")
  [[ $address =~ ^127\.0\.0\.1:[1-9][0-9]*$ ]]
  run "$PALIER_BIN_DIR/palierctl" --address "$address" health
  exits 0
  # Loading is idempotent.
  run "$PALIER_BIN_DIR/palierctl" --address "$address" --organization example load-example
  exits 0
  run palier status
  exits 0
  run palier stop
  exits 0
  run palier status
  exits 3
}

@test "data outlives a restart, and a kill -9" {
  palier --listen 127.0.0.1:0 --no-example
  killed "$DATA/run/palierd.pid"
  run palier --listen 127.0.0.1:0 --no-example
  exits 0
  prints 'is ready'
}

@test "--foreground ends with exit code 0 on TERM" {
  palier --foreground --no-example --listen 127.0.0.1:0 >"$BATS_TEST_TMPDIR/out" 2>&1 &
  script=$!
  for _ in $(seq 600); do
    if grep -q 'is ready' "$BATS_TEST_TMPDIR/out"; then break; fi
    sleep 0.1
  done
  grep -q 'is ready' "$BATS_TEST_TMPDIR/out"
  pkill -TERM -P "$script" || kill -TERM "$script"
  wait "$script"
  run palier status
  exits 3
}

@test "the README's tour works as it is written" {
  palier --listen 127.0.0.1:0
  PALIER_HTTP=$(sed -n 's/^http //p' "$DATA/run/address") \
    PALIER_ADDRESS=$(sed -n 's/^grpc //p' "$DATA/run/address") PATH=$PALIER_BIN_DIR:$PATH run "$ROOT/tests/readme_tour"
  exits 0
}
