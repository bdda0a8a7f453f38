#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# tests/run on a small tree of its own, whose tests pass, fail, skip and cannot be started.

load common

setup() {
  for program in cmake ninja jq; do
    command -v "$program" >/dev/null || skip "$program is not installed (deploy/setup test installs it)"
  done
  TREE=$BATS_TEST_TMPDIR/tree
  mkdir -p "$TREE/deploy" "$TREE/tests" "$TREE/.ci"
  cp "$ROOT/deploy/lib.sh" "$TREE/deploy/"
  cp "$ROOT/tests/run" "$ROOT"/tests/tsan.* "$TREE/tests/"
  cp "$ROOT/.ci/run" "$TREE/.ci/"
  cp "$ROOT/CMakePresets.json" "$TREE/"
  printf '#!/bin/sh\necho "setup $*"\n' >"$TREE/deploy/setup"
  chmod +x "$TREE/deploy/setup"
  cat >"$TREE/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(small NONE)
enable_testing()
function(case name label)
  add_test(NAME ${name} COMMAND ${ARGN})
  set_tests_properties(${name} PROPERTIES LABELS "${label}" SKIP_RETURN_CODE 77)
endfunction()
include(cases.cmake)
CMAKE
  echo 'case(good unit true)' >"$TREE/cases.cmake"
}

# counts PASSED FAILED SKIPPED: the table's total; and CTest's own summary stands after it.
counts() {
  local total closing
  total=$(printf '  all        %4d passed %4d failed %4d skipped' "$1" "$2" "$3")
  closing=$(printf '%s\n' "${lines[@]}" | sed -n '/^  all /,$p' | grep -c 'tests passed, .* tests failed out of')
  prints "$total"
  [ "$closing" = 1 ] || { echo "no summary of ctest after the table"; return 1; }
}

@test "all is well" {
  run "$TREE/tests/run"
  exits 0
  prints 'setup test' 'SUMMARY of release' 'unit          1 passed    0 failed    0 skipped'
  counts 1 0 0
}

@test "the continuous-integration command is the same" {
  run "$TREE/.ci/run"
  exits 0
  counts 1 0 0
}

@test "failures and skips are counted, named, and decide the exit code" {
  printf '%s\n' "echo '<testcase name=\"fake\" status=\"run\">'" 'echo why it failed' 'exit 1' >"$TREE/bad.sh"
  cat >>"$TREE/cases.cmake" <<'CMAKE'
case(bad "unit;slow" sh ${CMAKE_SOURCE_DIR}/bad.sh)
case(skips scenario sh -c "exit 77")
case(missing scenario /nonexistent/program)
case(off unit true)
set_tests_properties(off PROPERTIES DISABLED TRUE)
CMAKE
  run "$TREE/tests/run"
  exits 8
  prints 'why it failed' \
    'unit          1 passed    1 failed    1 skipped' \
    'slow          0 passed    1 failed    0 skipped' \
    'scenario      0 passed    1 failed    1 skipped' \
    $'skipped:\n    skips\n    off' $'FAILED:\n    bad\n    missing'
  counts 1 2 2
}

@test "ctest's options choose the tests" {
  echo 'case(tale scenario true)' >>"$TREE/cases.cmake"
  run "$TREE/tests/run" -L scenario
  exits 0
  counts 1 0 0
  run "$TREE/tests/run" -R 'good|tale'
  exits 0
  counts 2 0 0
}

@test "no test at all is a failure" {
  run "$TREE/tests/run" -R nothing-of-that-name
  [ "$status" != 0 ]
  prints 'no test ran'
}

@test "a failed build is a failure, and runs no test" {
  echo 'message(FATAL_ERROR "broken")' >>"$TREE/cases.cmake"
  run "$TREE/tests/run"
  exits 1
  prints 'SUMMARY: the release build failed'
}

@test "asan and tsan run units and scenarios, tsan with its suppressions" {
  # shellcheck disable=SC2016  # expanded by CMake
  echo 'case(slowly slow false)
case(options unit sh -c "echo options: $TSAN_OPTIONS")' | sed 's/: \$/: \\$/' >>"$TREE/cases.cmake"
  run "$TREE/tests/run" asan -V
  exits 0
  prints 'SUMMARY of asan'
  counts 2 0 0
  run "$TREE/tests/run" tsan -V
  exits 0
  prints "options: ignore_noninstrumented_modules=1 suppressions=$TREE/tests/tsan.supp"
  counts 2 0 0
}
