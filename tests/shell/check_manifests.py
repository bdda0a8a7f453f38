#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Checks Kubernetes manifests against the suite's rules: check_manifests.py FILE...

The files together are one deployment. Prints each broken rule as "Kind/name: rule" and exits 1 if there is one.
"""

import sys

import yaml

PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


def label_match(selector, labels):
    wanted = (selector or {}).get("matchLabels", {})
    return all(labels.get(key) == value for key, value in wanted.items())


def container_faults(container, pod_security):
    name = container["name"]
    security = container.get("securityContext", {})
    ours = container["image"].split(":")[0].rsplit("/", 1)[-1] == "palier"
    for probe in PROBES:
        if probe not in container:
            yield f"{name} has no {probe}"
        elif ours and container[probe].get("grpc", {}).get("port") != 8443:
            yield f"{name}'s {probe} does not ask gRPC health on 8443"
    for kind in ("requests", "limits"):
        for resource in ("cpu", "memory"):
            if resource not in container.get("resources", {}).get(kind, {}):
                yield f"{name} has no {resource} in its {kind}"
    if security.get("allowPrivilegeEscalation") is not False:
        yield f"{name} may escalate privileges"
    if security.get("readOnlyRootFilesystem") is not True:
        yield f"{name}'s root file system is writable"
    if security.get("capabilities", {}).get("drop") != ["ALL"]:
        yield f"{name} keeps capabilities"
    if security.get("runAsNonRoot", pod_security.get("runAsNonRoot")) is not True:
        yield f"{name} may run as root"
    if container["image"].endswith(":latest"):
        yield f"{name} has no fixed image version"


def deployment_faults(deployment):
    template = deployment["spec"]["template"]
    spec = template["spec"]
    security = spec.get("securityContext", {})
    if security.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        yield "has no seccomp profile"
    if spec.get("automountServiceAccountToken") is not False:
        yield "mounts a service account's token"
    if spec.get("serviceAccountName", "default") == "default":
        yield "has no service account of its own"
    if not label_match(deployment["spec"]["selector"], template["metadata"]["labels"]):
        yield "does not select its own pods"
    for container in spec.get("initContainers", []) + spec["containers"]:
        yield from container_faults(container, security)


def relation_faults(documents):
    """What must exist for each Deployment, and what every selector must find."""
    def of(kind):
        return [document for document in documents if document["kind"] == kind]

    pods = {d["metadata"]["name"]: d["spec"]["template"] for d in of("Deployment")}
    accounts = {d["metadata"]["name"] for d in of("ServiceAccount")}
    for name, pod in pods.items():
        labels = pod["metadata"]["labels"]
        if pod["spec"].get("serviceAccountName") not in accounts:
            yield f"Deployment/{name}: its service account does not exist"
        if not any(label_match({"matchLabels": s["spec"]["selector"]}, labels) for s in of("Service")):
            yield f"Deployment/{name}: no Service leads to it"
        if labels.get("palier-part") == "service":
            if not any(label_match(b["spec"]["selector"], labels) for b in of("PodDisruptionBudget")):
                yield f"Deployment/{name}: no disruption budget"
            if not any(s["metadata"]["name"] == name and s["spec"].get("clusterIP") == "None" for s in of("Service")):
                yield f"Deployment/{name}: no headless Service of its name"
    for service in of("Service"):
        selector = {"matchLabels": service["spec"]["selector"]}
        found = [pod for pod in pods.values() if label_match(selector, pod["metadata"]["labels"])]
        if len(found) != 1:
            yield f"Service/{service['metadata']['name']}: leads to {len(found)} Deployments"
        names = {port["name"] for pod in found for c in pod["spec"]["containers"] for port in c.get("ports", [])}
        for port in service["spec"]["ports"]:
            if port["targetPort"] not in names:
                yield f"Service/{service['metadata']['name']}: no container has the port {port['targetPort']}"
    policies = of("NetworkPolicy")
    if not any(p["spec"]["podSelector"] == {} and sorted(p["spec"]["policyTypes"]) == ["Egress", "Ingress"]
               and "ingress" not in p["spec"] and "egress" not in p["spec"] for p in policies):
        yield "NetworkPolicy: nothing denies by default"
    if of("Deployment") and not any("restricted" == d["metadata"].get("labels", {}).get(
            "pod-security.kubernetes.io/enforce") for d in of("Namespace")):
        yield "Namespace: pod security is not enforced"


def faults(documents):
    for document in documents:
        if document["kind"] == "Deployment":
            for fault in deployment_faults(document):
                yield f"Deployment/{document['metadata']['name']}: {fault}"
    yield from relation_faults(documents)


def main(paths):
    documents = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            documents += [document for document in yaml.safe_load_all(file) if document]
    documents = [d for d in documents if d["kind"] != "Kustomization"]
    found = list(faults(documents))
    print("\n".join(found) if found else f"{len(documents)} documents keep the rules")
    return 1 if found or not documents else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
