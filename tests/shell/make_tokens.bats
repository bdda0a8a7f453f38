#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0

load common

setup() { FOLDER="$BATS_TEST_TMPDIR/new folder"; }

@test "wrong usage" {
  for arguments in '' '--help' 'a b'; do
    # shellcheck disable=SC2086  # one entry may hold several arguments
    run "$ROOT/deploy/make-tokens" $arguments
    exits 2
    prints Usage
  done
}

@test "each token's hash is accepted for its own principal, only the administrator's may create organisations" {
  run "$ROOT/deploy/make-tokens" "$FOLDER"
  exits 0
  while read -r name principal; do
    [[ $(<"$FOLDER/$name") =~ ^[0-9a-f]{64}$ ]]
    grep -qx "$(sha256sum <"$FOLDER/$name" | cut -d' ' -f1) $principal" "$FOLDER/accepted"
  done <<'EOT'
registry services/registry
kpi services/kpi
rollout services/rollout
reporting services/reporting
admin users/admin platform_admin
EOT
  [ "$(wc -l <"$FOLDER/accepted")" = 5 ]
  [ "$(cut -d' ' -f1 "$FOLDER/accepted" | sort -u | wc -l)" = 5 ]
  [ "$(stat -c %a "$FOLDER")" = 700 ]
}

@test "tokens in use are never overwritten" {
  "$ROOT/deploy/make-tokens" "$FOLDER"
  before=$(cat "$FOLDER/accepted")
  run "$ROOT/deploy/make-tokens" "$FOLDER"
  exits 1
  [ "$(cat "$FOLDER/accepted")" = "$before" ]
}
