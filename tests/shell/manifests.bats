#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# k8s/ renders and keeps the suite's rules; compose.yaml and k8s/ agree on the services' flags.

load common

need_yaml() {
  /usr/bin/python3 -c 'import yaml' 2>/dev/null || skip "python3-yaml is not installed (deploy/setup test installs it)"
}

need_kustomize() {
  command -v kubectl >/dev/null || skip "there is no kubectl on this machine, and Debian 12's is too old for these files"
  kubectl version --client 2>/dev/null | grep -qE 'Kustomize Version: v([5-9]|[1-9][0-9])' ||
    skip "the kustomize inside this kubectl is older than version 5"
}

check() { /usr/bin/python3 "$BATS_TEST_DIRNAME/check_manifests.py" "$@"; }

@test "yamllint" {
  command -v yamllint >/dev/null || skip "yamllint is not installed (deploy/setup test installs it)"
  cd "$ROOT"
  yamllint --strict -d '{extends: default, rules: {line-length: {max: 120}, document-start: disable,
    braces: {max-spaces-inside: 0}, comments: {min-spaces-from-content: 1}, truthy: {check-keys: false}}}' \
    k8s deploy/compose.yaml
}

@test "the base's files keep the rules" {
  need_yaml
  run check "$ROOT"/k8s/base/*.yaml
  exits 0
}

@test "every kustomization renders and keeps the rules, with one version for each image" {
  need_yaml
  need_kustomize
  for folder in base overlays/local overlays/production; do
    kubectl kustomize "$ROOT/k8s/$folder" >"$BATS_TEST_TMPDIR/rendered.yaml"
    run check "$BATS_TEST_TMPDIR/rendered.yaml"
    exits 0
    grep -E '^ +image:' "$BATS_TEST_TMPDIR/rendered.yaml" | sort -u >"$BATS_TEST_TMPDIR/images"
    lacks "$BATS_TEST_TMPDIR/images" 'image: [^:]*$|:latest'
    [ "$(grep -c palier "$BATS_TEST_TMPDIR/images")" = 1 ]
  done
}

@test "the base carries no password, and callers are believed nowhere" {
  run grep -rnE 'postgres://[^.]|password=' "$ROOT/k8s/base" "$ROOT/k8s/overlays/production"
  exits 1
  run grep -rn -- --auth=dev "$ROOT/k8s" "$ROOT/deploy/compose.yaml" "$ROOT/deploy/Dockerfile"
  exits 1
}

# The checker itself: each of these changes to a good file must be found.
@test "the checker finds planted faults" {
  need_yaml
  while IFS='|' read -r change expected; do
    for file in "$ROOT"/k8s/base/*.yaml; do
      sed -E "$change" "$file" >"$BATS_TEST_TMPDIR/$(basename "$file")"
    done
    run check "$BATS_TEST_TMPDIR"/*.yaml
    exits 1
    prints "$expected"
  done <<'FAULTS'
s/readOnlyRootFilesystem: true/readOnlyRootFilesystem: false/|root file system is writable
s/drop: \[ALL\]/drop: [NET_RAW]/|keeps capabilities
s/livenessProbe/unknownProbe/|no livenessProbe
s/port: 8443$/port: 8080/|does not ask gRPC health
s/runAsNonRoot: true/runAsNonRoot: false/|may run as root
s/type: RuntimeDefault/type: Unconfined/|no seccomp profile
s/cpu: 100m/gpu: 1/|no cpu in its requests
s/name: default-deny/name: x/; s/podSelector: \{\}/podSelector: {matchLabels: {a: b}}/|nothing denies by default
s/clusterIP: None/type: ClusterIP/|no headless Service
s/kind: PodDisruptionBudget/kind: Other/|no disruption budget
s/targetPort: metrics/targetPort: metric/|no container has the port
s/kind: ServiceAccount/kind: Account/|service account does not exist
s/enforce: restricted/enforce: baseline/|pod security is not enforced
s/automountServiceAccountToken: false/automountServiceAccountToken: true/|mounts a service account
FAULTS
}

@test "compose and Kubernetes give each service the same peers" {
  peers() { grep -hoE -- '--peer=.*' "$@" | sort -u; }
  diff <(peers "$ROOT/deploy/compose.yaml") <(peers "$ROOT"/k8s/base/*.yaml)
}
