#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Checks what manifests tell the programs: check_flags.py FOLDER_OF_PROGRAMS FILE...

Each FILE holds Kubernetes documents or is a compose file. Every container of the suite's image in it is asked, by
--print_config with its own arguments, what it makes of them; the files it would find mounted are laid out in a
temporary folder. Prints each fault as "name: fault" and exits 1 if there is one.
"""

import os
import re
import subprocess
import sys
import tempfile

import yaml

SUBSTITUTES = {".flags": "--store=postgres://user:word@host/base\n", "": "0" * 64 + " users/nobody\n"}
DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m)")


def seconds(text):
    return sum(float(n) * {"ms": 0.001, "s": 1, "m": 60}[unit] for n, unit in DURATION.findall(str(text)))


class Container:
    """One container: its command line, what is mounted (path -> text, None for a folder), and what surrounds it."""

    def __init__(self, name, command, files, writable):
        self.name, self.command, self.files, self.writable = name, command, files, writable
        self.grpc = self.metrics = self.http = self.grace = None
        self.before_term = 0
        self.probes = []


def text_of(source, documents):
    """The files that one source of a projected volume gives: name -> text. Secrets are substituted."""
    if "configMap" in source:
        name = source["configMap"]["name"]
        found = [d for d in documents if d["kind"] == "ConfigMap" and d["metadata"]["name"] == name]
        return dict(found[0]["data"]) if found else {}
    return {item["path"]: SUBSTITUTES[os.path.splitext(item["key"])[1]] for item in source["secret"]["items"]}


def of_pod(deployment, documents):
    spec = deployment["spec"]["template"]["spec"]
    volumes = {volume["name"]: volume for volume in spec.get("volumes", [])}
    for container in spec["containers"]:
        if not re.search(r"(^|/)palier(:|$)", container["image"]):
            continue
        files, writable = {}, []
        for mount in container["volumeMounts"]:
            volume = volumes[mount["name"]]
            for source in volume.get("projected", {}).get("sources", []):
                for name, text in text_of(source, documents).items():
                    files[f"{mount['mountPath']}/{name}"] = text
            if not mount.get("readOnly"):
                writable.append(mount["mountPath"])
        made = Container(container["name"], container["command"] + container["args"], files, writable)
        ports = {port["name"]: port["containerPort"] for port in container["ports"]}
        made.grpc, made.metrics, made.http = ports.get("grpc"), ports.get("metrics"), ports.get("http")
        made.grace = spec.get("terminationGracePeriodSeconds", 30)
        made.before_term = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
        made.probes = [container[probe]["grpc"]["port"] for probe in ("startupProbe", "readinessProbe", "livenessProbe")]
        yield made


def of_compose(service_name, service):
    files = {}
    for volume in service.get("volumes", []):
        files[volume.split(":")[-2] if volume.endswith(":ro") else volume.split(":")[-1]] = SUBSTITUTES[""]
    made = Container(service_name, [re.sub(r"\$\{\w+[^}]*\}", "word", str(word)) for word in service["command"]], files,
                     [entry.split(":")[0] for entry in service.get("tmpfs", [])])
    made.grpc, made.http = ([int(port.split(":")[-1]) for port in service["ports"]] + [None])[:2]
    made.grace = seconds(service.get("stop_grace_period", "10s"))
    health = service["healthcheck"]["test"]
    made.probes = [int(health[health.index("--address") + 1].split(":")[1])]
    return made


def ask(programs, container):
    """The effective flags, name -> value, or the program's complaint as a string."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in container.files.items():
            os.makedirs(os.path.dirname(folder + path), exist_ok=True)
            with open(folder + path, "w", encoding="utf-8") as file:
                file.write(text)
        words = [re.sub(r"(?<=[=,])(?=/etc/)", folder, w) if w.startswith("--flagfile") else w
                 for w in container.command]
        done = subprocess.run([os.path.join(programs, words[0])] + words[1:] + ["--print_config"], timeout=30,
                              capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return f"{words[0]} refuses its arguments: {(done.stderr or done.stdout).strip()}"
    return dict(line[2:].split("=", 1) for line in done.stdout.splitlines() if line.startswith("--"))


def faults(container, flags, hosts):
    """hosts: name -> gRPC port of what a peer's target may name."""
    # The gateway keeps nothing and calls nobody on its own account.
    gateway = container.command[0] == "palier-gateway"
    for flag in ("tokens_file",) if gateway else ("tokens_file", "service_token_file"):
        if flags[flag] not in container.files:
            yield f"--{flag}={flags[flag]} is mounted nowhere"
    if flags["auth"] != "tokens":
        yield "believes its callers"
    if not gateway and not flags["store"].startswith("postgres://"):
        yield "its store does not outlive it"
    if flags["data"] not in container.writable:
        yield f"--data={flags['data']} cannot be written"
    if flags["listen"] != f"0.0.0.0:{container.grpc}":
        yield f"listens on {flags['listen']}, its port is {container.grpc}"
    if container.metrics and flags["metrics_listen"] != f"0.0.0.0:{container.metrics}":
        yield f"serves metrics on {flags['metrics_listen']}, its port is {container.metrics}"
    if gateway and flags["http_listen"] != f"0.0.0.0:{container.http}":
        yield f"serves HTTP on {flags['http_listen']}, its port is {container.http}"
    if any(port != container.grpc for port in container.probes):
        yield f"is probed on {container.probes}, serves on {container.grpc}"
    for peer in filter(None, flags["peer"].split(",")):
        name, target = peer.split("=", 1)
        match = re.fullmatch(r"dns:///([a-z]+):(\d+)", target)
        if not match or match[1] != name or hosts.get(name) != int(match[2]):
            yield f"nobody serves the peer {peer}"
    if flags["redis"] and flags["redis"].split(":")[0] not in hosts:
        yield f"nobody serves --redis={flags['redis']}"
    stopping = container.before_term + seconds(flags["drain_delay"]) + seconds(flags["drain_timeout"])
    if container.grace <= stopping:
        yield f"is killed after {container.grace} s, but may stop in {stopping} s"


def of_file(path):
    """(containers, hosts) of a file."""
    with open(path, encoding="utf-8") as file:
        documents = [document for document in yaml.safe_load_all(file) if document]
    if "services" in documents[0]:
        services = documents[0]["services"]
        ours = [of_compose(n, s) for n, s in services.items() if s["image"].startswith("palier:")]
        return ours, {**dict.fromkeys(services), **{c.name: c.grpc for c in ours}}
    ours = [c for d in documents if d["kind"] == "Deployment" for c in of_pod(d, documents)]
    # Headless: a target's port is the container's own.
    ports = {c.name: c.grpc for c in ours}
    return ours, {d["metadata"]["name"]: ports.get(d["metadata"]["name"]) for d in documents if d["kind"] == "Service"}


def main(programs, paths):
    found, asked = [], 0
    for path in paths:
        containers, hosts = of_file(path)
        for container in containers:
            asked += 1
            flags = ask(programs, container)
            told = [flags] if isinstance(flags, str) else faults(container, flags, hosts)
            found += [f"{container.name}: {fault}" for fault in told]
    print("\n".join(found) if found else f"{asked} containers understand their flags")
    return 1 if found or not asked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
