#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# deploy/image-root, with bash standing for each program: it loads libraries as they do.

load common

setup() {
  command -v strip >/dev/null || skip "strip is not installed (it comes with g++)"
  BIN=$BATS_TEST_TMPDIR/bin IMAGE=$BATS_TEST_TMPDIR/image
  mkdir "$BIN"
  for program in palierd palier-registry palier-kpi palier-rollout palier-reporting palier-gateway palierctl; do
    cp /bin/bash "$BIN/$program"
  done
}

@test "wrong usage, and a missing program" {
  run "$ROOT/deploy/image-root" "$BIN"
  exits 2
  rm "$BIN/palier-kpi"
  run "$ROOT/deploy/image-root" "$BIN" "$IMAGE"
  [ "$status" != 0 ]
  prints palier-kpi
}

@test "what is needed is there, and no shell or package manager" {
  if [ "$(id -u)" != 0 ]; then skip "needs root, as in an image build"; fi
  "$ROOT/deploy/image-root" "$BIN" "$IMAGE"
  [ "$(ls "$IMAGE/usr/bin")" = "$(ls "$BIN")" ]
  [ -s "$IMAGE/etc/ssl/certs/ca-certificates.crt" ]
  [ -s "$IMAGE/usr/share/zoneinfo/Europe/Paris" ]
  grep -q ':65532:65532:' "$IMAGE/etc/passwd"
  [ "$(stat -c %u "$IMAGE/data")" = 65532 ]
  # It runs with nothing else around it, as the user without rights.
  # shellcheck disable=SC2016  # expanded inside
  [ "$(chroot --userspec=65532:65532 "$IMAGE" /usr/bin/palierd -c 'echo $EUID')" = 65532 ]
}
