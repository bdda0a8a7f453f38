#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What k8s/, compose.yaml and the Dockerfile tell the programs is what these take: each program is asked with
# --print_config.

load ../shell/common

setup() {
  for program in palierd palier-registry palier-kpi palier-rollout palier-reporting palier-gateway; do
    [ -x "${PALIER_BIN_DIR:-}/$program" ] || skip "$program is not built (PALIER_BIN_DIR)"
  done
}

need_yaml() {
  /usr/bin/python3 -c 'import yaml' 2>/dev/null || skip "python3-yaml is not installed (deploy/setup test installs it)"
}

need_kustomize() {
  command -v kubectl >/dev/null || skip "there is no kubectl on this machine, and Debian 12's is too old for these files"
  kubectl version --client 2>/dev/null | grep -qE 'Kustomize Version: v([5-9]|[1-9][0-9])' ||
    skip "the kustomize inside this kubectl is older than version 5"
}

check() { /usr/bin/python3 "$BATS_TEST_DIRNAME/check_flags.py" "$PALIER_BIN_DIR" "$@"; }

@test "Kubernetes: each service understands its flags, in every kustomization" {
  need_yaml
  need_kustomize
  for folder in base overlays/local overlays/production; do
    kubectl kustomize "$ROOT/k8s/$folder" >"$BATS_TEST_TMPDIR/rendered.yaml"
    run check "$BATS_TEST_TMPDIR/rendered.yaml"
    exits 0
    prints '5 containers'
  done
}

@test "compose: each service understands its flags" {
  need_yaml
  run check "$ROOT/deploy/compose.yaml"
  exits 0
  prints '5 containers'
}

@test "compose: docker-compose accepts the file, and asks for the password" {
  command -v docker-compose >/dev/null ||
    skip "docker-compose is not installed (optional: apt-get install --no-install-recommends docker-compose)"
  unset POSTGRES_PASSWORD
  run docker-compose -f "$ROOT/deploy/compose.yaml" config
  [ "$status" != 0 ]
  prints 'choose a password'
  POSTGRES_PASSWORD=word run docker-compose -f "$ROOT/deploy/compose.yaml" config
  exits 0
  prints 'palier-reporting' 'postgres://palier:word@postgres/palier'
}

@test "the Dockerfile's own command is understood" {
  command -v jq >/dev/null || skip "jq is not installed (deploy/setup test installs it)"
  mapfile -t words < <(sed -n 's/^CMD //p' "$ROOT/deploy/Dockerfile" | jq -r '.[]')
  [ "${words[0]}" = palierd ]
  run "$PALIER_BIN_DIR/${words[0]}" "${words[@]:1}" --print_config
  exits 0
  prints --auth=tokens --listen=0.0.0.0:8443 --data=/data
}

# planted FILE: each of these changes to a good file, read from standard input as change|expected, must be found.
planted() {
  while IFS='|' read -r change expected; do
    sed -E "$change" "$1" >"$BATS_TEST_TMPDIR/planted.yaml"
    run check "$BATS_TEST_TMPDIR/planted.yaml"
    exits 1
    prints "$expected"
  done
}

@test "the checker finds planted faults: Kubernetes" {
  need_yaml
  need_kustomize
  kubectl kustomize "$ROOT/k8s/base" >"$BATS_TEST_TMPDIR/rendered.yaml"
  planted "$BATS_TEST_TMPDIR/rendered.yaml" <<'FAULTS'
s/--tokens_file/--token_file/|palier-kpi refuses its arguments
s/--auth=tokens/--auth=dev/|refuses its arguments
s/--flagfile=\/etc/--flagfile=\/opt/|refuses its arguments
s/path: store.flags/path: stores.flags/|refuses its arguments
s/path: service-token/path: token/|service-token is mounted nowhere
s/containerPort: 8443/containerPort: 8080/|its port is 8080
s/containerPort: 9090/containerPort: 9091/|serves metrics on 0.0.0.0:9090, its port is 9091
s/mountPath: \/data/mountPath: \/var/|cannot be written
s/kpi=dns:..\/kpi:8443/kpi=dns:\/\/\/kpi:443/|nobody serves the peer kpi=
s/kpi=dns:..\/kpi:8443/kpi/|expected name=target
s/terminationGracePeriodSeconds: 40/terminationGracePeriodSeconds: 13/|is killed after 13 s
s/--redis=redis:/--redis=cache:/|nobody serves --redis=cache:6379
s/ port: 8443/ port: 8442/|is probed on
FAULTS
}

@test "the checker finds planted faults: compose" {
  need_yaml
  planted "$ROOT/deploy/compose.yaml" <<'FAULTS'
s/--store=postgres/--stores=postgres/|refuses its arguments
s/--store=postgres:.*/--store=/|does not outlive it
s/stop_grace_period: .*/stop_grace_period: 10s/|is killed after
s/:8443"\]/:8080"]/|its port is 8080
s/"127.0.0.1:8443", "health"/"127.0.0.1:8080", "health"/|is probed on
s/:8080:8080"/:8080:8081"/|its port is 8081
s/:\/etc\/palier\/tokens:ro/:\/etc\/tokens:ro/|is mounted nowhere
s/"\/data:uid/"\/var:uid/|cannot be written
FAULTS
}
