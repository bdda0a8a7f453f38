#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The image of deploy/Dockerfile's last stage, with the programs that were built, run as compose.yaml and k8s/ run it.

load ../shell/common
load podman

setup_file() {
  local reason
  reason=$(missing_need)
  if [ -n "$reason" ]; then
    echo "$reason" >"$BATS_FILE_TMPDIR/reason"
    return
  fi
  export HOME_OF_CONTAINERS
  HOME_OF_CONTAINERS=$(mktemp -d "${TMPDIR:-/tmp}/palier-containers.XXXXXX")
  prepare_containers
  build_image >"$BATS_FILE_TMPDIR/build.log" 2>&1 || {
    cat "$BATS_FILE_TMPDIR/build.log" >&2
    return 1
  }
}

teardown_file() {
  if [ -n "${HOME_OF_CONTAINERS:-}" ]; then remove_all; fi
}

setup() {
  if [ -e "$BATS_FILE_TMPDIR/reason" ]; then skip "$(<"$BATS_FILE_TMPDIR/reason")"; fi
  command -v jq >/dev/null || skip "jq is not installed (deploy/setup test installs it)"
  cat >"$BATS_TEST_TMPDIR/inventory.csv" <<'CSV'
Identifiant;Nom;Département;Stade;Initié le;Début du PoC
vision;Contrôle visuel;Production;PoC;2025-01-13;2025-02-03
devis;Assistant de devis;Ventes;PoC;2025-03-10;2025-04-07
chat;Chatbot interne;Ventes;En service;2024-03-04;
CSV
}

teardown() {
  if [ -n "${HOME_OF_CONTAINERS:-}" ]; then remove_containers; fi
}

# ctl ADDRESS ARGUMENT...: palierctl out of the image, as a container of its own.
ctl() {
  local address=$1
  shift
  podman_here run --rm --interactive --network host --read-only --cap-drop all --security-opt no-new-privileges \
    --cgroup-parent "/${HOME_OF_CONTAINERS##*/}" --timeout 60 --env PALIER_TOKEN="${TOKEN:-}" --env LC_ALL=C \
    "$IMAGE" palierctl --address "$address" --organization acme "$@"
}

imports_inventory() {
  run ctl "$1" -o json import projects --profile company-inventory - <"$BATS_TEST_TMPDIR/inventory.csv"
  exits 0
}

# shows_inventory ADDRESS: the portfolio counts what the inventory says.
shows_inventory() {
  local funnel
  funnel=$(ctl "$1" -o json report portfolio | jq -c '[.funnel[] | select(.count > 0) | [.stage, .count]]')
  [ "$funnel" = '[["POC",2],["RUN",1]]' ] || {
    echo "portfolio: $funnel" >&2
    return 1
  }
}

@test "the image is small, has no shell, and runs as a user without rights" {
  size=$(podman_here image inspect --format '{{.Size}}' "$IMAGE")
  echo "# image: $((size / 1000000)) MB" >&3
  ((size < 120000000))
  [ "$(podman_here image inspect --format '{{.Config.User}}' "$IMAGE")" = 65532:65532 ]
  code=0
  podman_here run --rm --network none --cgroup-parent "/${HOME_OF_CONTAINERS##*/}" "$IMAGE" sh -c true || code=$?
  [ "$code" = 127 ]
}

@test "the image's own command serves with tokens, and is closed in" {
  "$ROOT/deploy/make-tokens" "$BATS_TEST_TMPDIR/tokens"
  start plain none --volume "$BATS_TEST_TMPDIR/tokens/accepted:/etc/palier/tokens:ro" --
  within 30 serves plain 127.0.0.1:8443
  pid=$(podman_here inspect --format '{{.State.Pid}}' plain)
  for line in 'Uid:65532655326553265532' 'CapEff:0000000000000000' 'CapBnd:0000000000000000' 'NoNewPrivs:1'; do
    tr -d ' \t' <"/proc/$pid/status" | grep -qx "$line"
  done
  awk '$5 == "/" { print $6 }' "/proc/$pid/mountinfo" | grep -qE '^ro(,|$)'
  ends_on_term plain 500 10500 >&3
}

@test "palierd: an inventory comes in, the portfolio shows it, TERM drains, and the volume keeps it" {
  local command=(palierd --listen=127.0.0.1:0 --http_listen=127.0.0.1:0 --data=/data --port_file=/data/address --auth=dev)
  start suite host -- "${command[@]}"
  address=$(address_of suite)
  [[ $address == 127.0.0.1:* ]]
  ctl "$address" create organization --id acme --set display_name=Acme
  imports_inventory "$address"
  shows_inventory "$address"
  ends_on_term suite 500 10500 >&3

  podman_here rm suite
  rm "$(data_of suite)/address"
  start suite host -- "${command[@]}"
  address=$(address_of suite)
  shows_inventory "$address"
}

@test "palierd beyond loopback refuses to believe its callers" {
  start open none -- palierd --listen=0.0.0.0:8443 --data=/data --auth=dev
  [ "$(podman_here wait open)" = 2 ]
  run podman_here logs open
  prints 'serves loopback only'
}

# start_service NAME [PEER=ADDRESS,...]: one service with its own token and volume; prints its address.
start_service() {
  local tokens=$BATS_TEST_TMPDIR/tokens
  start "$1" host --volume "$tokens/accepted:/etc/palier/tokens:ro" \
    --volume "$tokens/$1:/etc/palier/service-token:ro" -- \
    "palier-$1" --listen=127.0.0.1:0 --data=/data --port_file=/data/address --auth=tokens \
    --tokens_file=/etc/palier/tokens --service_token_file=/etc/palier/service-token --peer="${2:-}"
  address_of "$1"
}

@test "one process per service: the services find and believe each other, and only those with a token" {
  "$ROOT/deploy/make-tokens" "$BATS_TEST_TMPDIR/tokens"
  registry=$(start_service registry)
  kpi=$(start_service kpi "registry=$registry")
  rollout=$(start_service rollout "registry=$registry,kpi=$kpi")
  reporting=$(start_service reporting "registry=$registry,kpi=$kpi,rollout=$rollout")

  TOKEN=$(<"$BATS_TEST_TMPDIR/tokens/admin")
  ctl "$registry" create organization --id acme --set display_name=Acme
  imports_inventory "$registry"
  shows_inventory "$reporting"
  project=$(ctl "$registry" -o json list projects | jq -r '.projects[] | select(.display_name | test("devis")) | .name')
  # Each asks the registry who may do what, and on what.
  ctl "$kpi" create kpi --parent "$project" --id temps \
    --json '{"display_name": "Temps de devis", "unit": "min", "direction": "DECREASE", "category": "EFFICIENCY"}'
  while read -r address question; do
    for token in "$TOKEN:0" :5 "${TOKEN//[0-9a-f]/0}:5"; do
      # shellcheck disable=SC2086  # a question is words
      TOKEN=${token%:*} run ctl "$address" $question </dev/null
      exits "${token##*:}"
    done
  done <<QUESTIONS
$registry list projects
$kpi list kpis --parent $project
$rollout list rollouts
$reporting report portfolio
QUESTIONS
  for service in reporting rollout kpi registry; do
    [ "$(cd "$(data_of "$service")" && echo ./*.db)" = "./$service.db" ]
    ends_on_term "$service" 500 10500 >&3
  done
}
