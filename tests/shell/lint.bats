#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Every script passes shellcheck; every message exists in English and French.

load common

SCRIPTS=(deploy/setup deploy/run deploy/lib.sh deploy/image-root deploy/make-tokens tests/run tests/coverage tests/tsan.env .ci/run
  tests/shell/bats_or_skip tests/shell/common.bash tests/container/podman.bash)

@test "shellcheck" {
  command -v shellcheck >/dev/null || skip "shellcheck is not installed (deploy/setup test installs it)"
  cd "$ROOT"
  shellcheck -x "${SCRIPTS[@]}" tests/shell/*.bats tests/container/*.bats
}

@test "scripts stop at errors, and are executable unless sourced" {
  cd "$ROOT"
  for script in "${SCRIPTS[@]}"; do
    if [ "$(head -c 2 "$script")" = '#!' ]; then
      [ -x "$script" ]
      grep -q '^set -euo pipefail$' "$script"
    else
      [ ! -x "$script" ]
    fi
  done
}

# The catalogue of a script: its declarations, read without running the rest.
catalogue() {
  bash -c '
    set -euo pipefail
    . deploy/lib.sh
    eval "$(awk "/^message /{on=1} /^([A-Za-z_]+\(\)|[A-Z_]+=)/{on=0} on" "$1")"
    for key in "${!PALIER_EN[@]}"; do
      en=${PALIER_EN[$key]//[^%]/} fr=${PALIER_FR[$key]//[^%]/}
      if [[ -z ${PALIER_FR[$key]} || ${PALIER_FR[$key]} == "${PALIER_EN[$key]}" ]]; then echo "no French: $key"; fi
      if [[ $en != "$fr" ]]; then echo "other arguments in French: $key"; fi
      echo "key $key"
    done' catalogue "$1"
}

@test "every message has both languages with the same arguments, and every one said is declared" {
  cd "$ROOT"
  for script in deploy/setup deploy/run deploy/make-tokens tests/run; do
    catalogue "$script" >"$BATS_TEST_TMPDIR/catalogue"
    lacks "$BATS_TEST_TMPDIR/catalogue" '^(no|other)'
    grep -oE '(say|fail [0-9]+) [a-z]+\.[a-z_]+' "$script" | awk '{ print "key " $NF }' | sort -u >"$BATS_TEST_TMPDIR/said"
    [ -s "$BATS_TEST_TMPDIR/said" ]
    run comm -23 "$BATS_TEST_TMPDIR/said" <(sort "$BATS_TEST_TMPDIR/catalogue")
    [ -z "$output" ]
  done
}
