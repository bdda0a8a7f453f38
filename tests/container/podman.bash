# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Containers for tests: buildah and podman with storage, locks and state of their own below HOME_OF_CONTAINERS, which a
# test file sets to a new folder. Needs root; runs without any daemon, and nothing of it outlives remove_all
# but 64 kB that buildah keeps at a fixed place (/var/lib/containers/cache: names of layers).

IMAGE=localhost/palier:test
# A container that a killed test left behind ends by itself after so many seconds.
LIFETIME=280

# missing_need: why containers cannot run here, or nothing.
missing_need() {
  local program absent=()
  for program in buildah podman runc; do
    command -v "$program" >/dev/null || absent+=("$program")
  done
  if ((${#absent[@]})); then
    echo "${absent[*]} not installed (optional: apt-get install --no-install-recommends buildah podman runc)"
  elif [ "$(id -u)" != 0 ]; then
    echo "containers with overlay storage need root"
  elif ! overlay_mounts; then
    echo "overlay file systems cannot be mounted here"
  elif [ ! -w /sys/fs/cgroup/pids ] && [ ! -w /sys/fs/cgroup/cgroup.procs ]; then
    echo "control groups cannot be made here"
  elif ! command -v strip >/dev/null; then
    echo "strip is not installed (it comes with g++)"
  elif [ ! -x "${PALIER_BIN_DIR:-}/palierd" ]; then
    echo "the programs are not built (PALIER_BIN_DIR)"
  fi
}

# overlay_mounts: whether the kernel lets us, in a mount namespace that goes away.
overlay_mounts() {
  local folder code=0
  folder=$(mktemp -d)
  mkdir "$folder"/{low,up,work,top}
  # shellcheck disable=SC2016  # expanded by the inner shell
  unshare --mount sh -c 'cd "$0" && mount -t overlay overlay -o lowerdir=low,upperdir=up,workdir=work top' \
    "$folder" 2>/dev/null || code=1
  rm -rf "$folder"
  return "$code"
}

# prepare_containers: the settings file. Limits as low as where CAP_SYS_RESOURCE is missing; locks in files, not in
# /dev/shm, where they would outlive the test.
prepare_containers() {
  mkdir -p "$HOME_OF_CONTAINERS"
  cat >"$HOME_OF_CONTAINERS/containers.conf" <<'CONF'
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
lock_type = "file"
CONF
}

buildah_here() {
  CONTAINERS_CONF=$HOME_OF_CONTAINERS/containers.conf BUILDAH_ISOLATION=chroot buildah --root "$HOME_OF_CONTAINERS/s" \
    --runroot "$HOME_OF_CONTAINERS/r" --storage-driver overlay "$@" 3>&-
}

# Every command ends in a minute: none here does more than start, ask or end a container.
podman_here() {
  CONTAINERS_CONF=$HOME_OF_CONTAINERS/containers.conf timeout 60 podman --root "$HOME_OF_CONTAINERS/s" \
    --runroot "$HOME_OF_CONTAINERS/r" --tmpdir "$HOME_OF_CONTAINERS/t" --storage-driver overlay "$@" 3>&-
}

# build_image: IMAGE as the last stage of deploy/Dockerfile makes it, from the programs of PALIER_BIN_DIR. The tar
# stands for the compile stage: it keeps owners and modes as a copy between stages does.
build_image() {
  local context=$HOME_OF_CONTAINERS/context
  mkdir -p "$context"
  "$ROOT/deploy/image-root" "$PALIER_BIN_DIR" "$context/image"
  tar -C "$context/image" --numeric-owner -cf "$context/image.tar" .
  {
    printf 'FROM scratch AS build\nADD image.tar /image/\n'
    sed -n '/^FROM scratch/,$p' "$ROOT/deploy/Dockerfile"
  } >"$context/Containerfile"
  buildah_here bud --quiet --pull-never -t "$IMAGE" -f "$context/Containerfile" "$context"
  rm -rf "$context"
}

# start NAME NETWORK OPTION... -- COMMAND...: a container as compose.yaml and k8s/ run it: read-only, no rights, and a
# volume of its own at /data.
start() {
  local name=$1 network=$2 options=()
  shift 2
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  podman_here run --detach --name "$name" --network "$network" --timeout "$LIFETIME" --cgroup-parent "/${HOME_OF_CONTAINERS##*/}" \
    --read-only --cap-drop all --security-opt no-new-privileges --tmpfs /tmp --volume "$name:/data" "${options[@]}" \
    "$IMAGE" "$@" >/dev/null
}

# The host's path of a container's /data.
data_of() { podman_here volume inspect "$1" --format '{{.Mountpoint}}'; }

# within SECONDS COMMAND...: asks COMMAND until it succeeds. Returns 1 after SECONDS.
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    if ((SECONDS >= end)); then return 1; fi
    sleep 0.1
  done
}

running() { [ "$(podman_here inspect --format '{{.State.Running}}' "$1")" = true ]; }

# serves NAME ADDRESS: its own palierctl says so, as compose.yaml's health check does.
serves() { podman_here exec "$1" palierctl --address "$2" --timeout 2s health >/dev/null 2>&1; }

# address_of NAME: where it serves, once it does. Prints its log instead, to standard error, if it ends or hangs.
address_of() {
  local file address
  file=$(data_of "$1")/address
  if within 30 test -s "$file" && address=$(sed -n 's/^grpc //p' "$file") && within 30 serves "$1" "$address"; then
    echo "$address"
  else
    podman_here logs "$1" >&2
    return 1
  fi
}

# ends_on_term NAME LEAST MOST: SIGTERM ends it with code 0 after LEAST to MOST milliseconds; prints how many.
ends_on_term() {
  local begin code took
  begin=$(date +%s%3N)
  podman_here kill --signal TERM "$1" >/dev/null
  code=$(podman_here wait "$1")
  took=$(($(date +%s%3N) - begin))
  echo "# $1: drained in $took ms, exit code $code"
  if [ "$code" != 0 ] || ((took < $2 || took > $3)); then
    podman_here logs "$1" >&2
    return 1
  fi
}

remove_containers() {
  podman_here rm --all --force --time 0 >/dev/null
  podman_here volume prune --force >/dev/null
}

# remove_all: containers, volumes, images, mounts, control groups.
remove_all() {
  [ -d "$HOME_OF_CONTAINERS/s" ] || return 0
  remove_containers || true
  buildah_here rm --all >/dev/null || true
  awk -v home="$HOME_OF_CONTAINERS/" 'index($5, home) == 1 { print $5 }' /proc/self/mountinfo | sort -r |
    xargs -r umount
  find /sys/fs/cgroup -depth -type d -path "*/${HOME_OF_CONTAINERS##*/}*" -exec rmdir {} + 2>/dev/null || true
  rm -rf "$HOME_OF_CONTAINERS"
}
