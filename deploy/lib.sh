# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What deploy/setup, deploy/run and tests/run share: messages in two languages, privileges, processes and ports.
# Sourced, never run. The caller has `set -euo pipefail`.

PALIER_ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

# `message KEY ENGLISH FRENCH` declares a message (printf formats with the same %s), `say KEY ARG...` prints it.
declare -A PALIER_EN PALIER_FR
message() {
  PALIER_EN[$1]=$2
  PALIER_FR[$1]=$3
}

# Prints fr when the locale's language of messages is French, otherwise en.
language() {
  case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    fr*) echo fr ;;
    *) echo en ;;
  esac
}

say() {
  local key=$1 format
  shift
  if [[ $(language) == fr ]]; then format=${PALIER_FR[$key]}; else format=${PALIER_EN[$key]}; fi
  # shellcheck disable=SC2059  # the formats are this catalogue's own
  printf "$format\n" "$@"
}

# fail CODE KEY ARG...: says it on standard error and ends the script with CODE (2 = wrong usage, 1 = all else).
fail() {
  local code=$1
  shift
  say "$@" >&2
  exit "$code"
}

message lib.no_root \
  "Administrator rights are needed to install packages, and sudo is not available here. As root, run:\n  %s" \
  "Il faut les droits d'administrateur pour installer des paquets, et sudo n'est pas disponible ici. En tant que root, lancez :\n  %s"

# as_root REMEDY COMMAND...: runs COMMAND as root, by sudo when need be. REMEDY is what to tell the user otherwise.
as_root() {
  local remedy=$1
  shift
  if [[ $EUID -eq 0 ]]; then
    "$@"
  elif sudo -n true 2>/dev/null; then
    sudo -n "$@"
  elif command -v sudo >/dev/null && [[ -t 0 ]]; then
    sudo "$@"
  else
    fail 1 lib.no_root "$remedy"
  fi
}

# Prints the process of PIDFILE. Returns 1 if the file is absent or damaged, the process is gone, or its number now
# belongs to another program than NAME.
running_pid() {
  local pidfile=$1 name=$2 pid comm
  [[ -r $pidfile ]] || return 1
  read -r pid <"$pidfile" || [[ -n ${pid:-} ]] || return 1
  [[ $pid =~ ^[1-9][0-9]{0,9}$ && -r /proc/$pid/comm ]] || return 1
  read -r comm <"/proc/$pid/comm" 2>/dev/null || return 1
  # A zombie has ended; only its parent has not noticed.
  if grep -q '^State:[[:space:]]*Z' "/proc/$pid/status" 2>/dev/null; then return 1; fi
  [[ $comm == "${name:0:15}" ]] || return 1
  echo "$pid"
}

# wait_until SECONDS COMMAND...: asks COMMAND ten times a second until it succeeds. Returns 1 after SECONDS.
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    if ((SECONDS >= end)); then return 1; fi
    sleep 0.1
  done
}

gone() { [[ ! -e /proc/$1 ]] || grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null; }

# end_process PIDFILE NAME SECONDS: TERM, then KILL after SECONDS. Returns 0 if it ran, 1 if there was nothing to end.
end_process() {
  local pidfile=$1 name=$2 seconds=$3 pid
  if ! pid=$(running_pid "$pidfile" "$name"); then
    rm -f "$pidfile"
    return 1
  fi
  kill -TERM "$pid" 2>/dev/null || true
  if ! wait_until "$seconds" gone "$pid"; then
    kill -KILL "$pid" 2>/dev/null || true
    wait_until 5 gone "$pid" || true
  fi
  rm -f "$pidfile"
}

# Whether somebody listens on HOST PORT.
port_taken() {
  local host=$1 port=$2
  case $host in
    0.0.0.0) host=127.0.0.1 ;;
    '[::]') host=::1 ;;
    \[*\]) host=${host:1:-1} ;;
  esac
  # shellcheck disable=SC2016  # expanded by the inner shell
  timeout 2 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$host" "$port" 2>/dev/null
}

# How many compilers may run at once: one a core, and 1.5 GB of free memory for each.
compile_jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1572864) }' /proc/meminfo)
  if ((memory < 1)); then memory=1; fi
  if ((memory < cores)); then echo "$memory"; else echo "$cores"; fi
}

# build PRESET: configures and builds build/PRESET, with CMake's own progress on the terminal.
build() {
  # Paths below the checkout count as relative: a clone elsewhere finds what this one compiled.
  export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PALIER_ROOT} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
  (cd "$PALIER_ROOT" && cmake --preset "$1" && cmake --build --preset "$1" --parallel "$(compile_jobs)")
}
