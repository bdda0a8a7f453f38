#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0

load common

setup() {
  mkdir -p "$BATS_TEST_TMPDIR/tests" "$BATS_TEST_TMPDIR/docs" "$BATS_TEST_TMPDIR/reports"
  cp "$ROOT/tests/coverage" "$BATS_TEST_TMPDIR/tests/"
  printf '%s\n' '| row | rules | API |' '|---|---|---|' '| S0-01 | A_RULE |  |' '| S0-02 |  | AnRpc |' '| S0-03 |  |  |' \
    >"$BATS_TEST_TMPDIR/docs/coverage-registry.md"
  printf '%s\n' '# Kpi' '' '| row | API | missing |' '|---|---|---|' '| S0-02 | QueryKpi | the rest |' \
    '| S0-04 |  | all of it |' >"$BATS_TEST_TMPDIR/docs/coverage-kpi.md"
  printf '%s\n' '# Rollout' '' '| row | API | missing |' '|---|---|---|' '| S0-05 | PlanWaves |  |' \
    >"$BATS_TEST_TMPDIR/docs/coverage-rollout.md"
  printf '%s\n' '# Reporting' '' '| row | API | missing |' '|---|---|---|' '| S0-06 | GetPortfolio |  |' \
    >"$BATS_TEST_TMPDIR/docs/coverage-reporting.md"
  report registry_a_test '"result": "COMPLETED", "requirement": "S0-01 S0-02"'
  report rollout_a_test '"result": "COMPLETED", "requirement": "S0-05 S0-01"'
  report reporting_a_test '"result": "COMPLETED", "requirement": "S0-06 S0-03"'
  report kpi_a_test '"result": "COMPLETED", "requirement": "S0-02"'
}

# report PROGRAM FIELDS: the report of a program with one test
report() {
  printf '{"testsuites": [{"testsuite": [{"name": "T", %s}]}]}\n' "$2" >"$BATS_TEST_TMPDIR/reports/$1.json"
}

coverage() { run "$BATS_TEST_TMPDIR/tests/coverage" "$BATS_TEST_TMPDIR/reports"; }

@test "every row that is served has a test that ran" {
  coverage
  exits 0
  prints 'requirements of registry: 3 rows, 2 with a test that ran; not served: S0-03' \
    'requirements of kpi: 2 rows, 1 with a test that ran; not served: S0-04; in part: S0-02' \
    'requirements of rollout: 1 rows, 1 with a test that ran; not served:' \
    'requirements of reporting: 1 rows, 1 with a test that ran; not served:'
  grep -qxF '| S0-02 | QueryKpi | the rest | 1 |' "$BATS_TEST_TMPDIR/reports/coverage-kpi.md"
  grep -qxF '| S0-04 |  | all of it | not served |' "$BATS_TEST_TMPDIR/reports/coverage-kpi.md"
  grep -qxF '| S0-02 |  | AnRpc | 1 |' "$BATS_TEST_TMPDIR/reports/coverage-registry.md"
}

@test "a row that is claimed without a test that ran fails" {
  for fields in '"result": "SKIPPED", "requirement": "S0-02"' '"result": "COMPLETED"' \
    '"result": "COMPLETED", "requirement": "S0-02", "failures": [{}]'; do
    report kpi_a_test "$fields"
    coverage
    exits 1
    prints 'WITHOUT A TEST: S0-02'
  done
}

@test "the services prove nothing of each other" {
  rm "$BATS_TEST_TMPDIR/reports/kpi_a_test.json"
  coverage
  exits 1
  prints 'requirements of kpi: 2 rows, 0 with a test that ran' 'WITHOUT A TEST: S0-02'
  rm "$BATS_TEST_TMPDIR/reports/registry_a_test.json"
  report kpi_a_test '"result": "COMPLETED", "requirement": "S0-01 S0-02"'
  coverage
  exits 1
  prints 'requirements of registry: 3 rows, 0 with a test that ran' 'WITHOUT A TEST: S0-01 S0-02'
}

@test "a table without rows fails" {
  echo '# Kpi' >"$BATS_TEST_TMPDIR/docs/coverage-kpi.md"
  coverage
  exits 1
  prints 'requirements of kpi: no rows'
}
