# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2034,SC2154  # ROOT is for the tests; status and output come from bats
# What the script tests share. Each test has its own folder, BATS_TEST_TMPDIR.

ROOT=${PALIER_SOURCE_DIR:-$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}
export LC_ALL=C

# prints TEXT...: the last `run` printed each TEXT somewhere.
prints() {
  local text
  for text in "$@"; do
    if [[ $output != *"$text"* ]]; then
      printf 'expected to find: %s\nin (exit code %s):\n%s\n' "$text" "$status" "$output" >&2
      return 1
    fi
  done
}

# exits CODE: the last `run` ended with it.
exits() {
  if ((status != $1)); then
    printf 'expected exit code %s, got %s:\n%s\n' "$1" "$status" "$output" >&2
    return 1
  fi
}

# killed PIDFILE: that process gets a KILL, and is gone when this returns (a signal takes its time).
killed() {
  local pid
  pid=$(cat "$1")
  kill -9 "$pid"
  for _ in $(seq 200); do
    if [[ ! -e /proc/$pid/stat || $(cut -d' ' -f3 "/proc/$pid/stat" 2>/dev/null) == Z ]]; then return 0; fi
    sleep 0.05
  done
  echo "process $pid does not die" >&2
  return 1
}

# folder_with NAME...: a folder that holds links to these programs and nothing else, to stand as a PATH.
folder_with() {
  local folder=$BATS_TEST_TMPDIR/path name
  mkdir -p "$folder"
  for name in "$@"; do ln -sf "$(command -v "$name")" "$folder/$name"; done
  echo "$folder"
}

# fake NAME SCRIPT: a program of that name in $FAKES. Its process bears NAME (env would make it "bash").
fake() {
  mkdir -p "$FAKES"
  printf '#!/bin/bash\n%s\n' "$2" >"$FAKES/$1"
  chmod +x "$FAKES/$1"
}

# lacks FILE REGEX: no line of FILE matches.
lacks() {
  if grep -E -- "$2" "$1"; then
    echo "the lines above should not be in $1" >&2
    return 1
  fi
}
