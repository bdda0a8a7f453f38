#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# deploy/setup, on copies of the tree and with fakes of what would change the machine.

load common

# shellcheck disable=SC2016  # expanded by the stand-ins
setup() {
  FAKES=$BATS_TEST_TMPDIR/fakes
  TREE=$BATS_TEST_TMPDIR/tree
  mkdir -p "$TREE/deploy" "$TREE/proto" "$TREE/services/gateway/web"
  cp "$ROOT/deploy/setup" "$ROOT/deploy/lib.sh" "$TREE/deploy/"
  for folder in proto services/gateway/web; do
    cp "$ROOT/$folder/package.json" "$ROOT/$folder/package-lock.json" "$TREE/$folder/"
  done
  # All packages are there, but those named in $MISSING.
  fake dpkg-query 'for package; do :; done; [[ " $MISSING " != *" $package "* ]] && echo -n installed'
  # npm installs nothing; apt-get writes down how it was called.
  fake npm 'echo "npm $*" >>"$CALLS"; mkdir -p node_modules'
  fake apt-get 'echo "apt-get $*" >>"$CALLS"; exit "${APT_CODE:-0}"'
  fake sudo 'exit 1'
  fake systemctl 'echo "systemctl $*" >>"$CALLS"'
  export CALLS=$BATS_TEST_TMPDIR/calls MISSING='' PATH=$FAKES:$PATH
  touch "$CALLS"
}

@test "an unknown argument is a usage error that names the help" {
  run "$TREE/deploy/setup" everything
  exits 2
  prints everything --help
}

@test "the help is in the user's language" {
  run "$TREE/deploy/setup" --help
  exits 0
  prints Usage: --print
  LC_ALL=fr_FR.UTF-8 run "$TREE/deploy/setup" --help
  exits 0
  prints 'Usage :' --print 'Aucun service'
}

@test "--print lists what is missing, and changes nothing" {
  MISSING='libabsl-dev mold' run "$TREE/deploy/setup" --print
  exits 0
  [ "$output" = $'apt:mold\napt:libabsl-dev\nnpm:proto\nnpm:services/gateway/web' ]
  [ ! -s "$CALLS" ]
}

@test "compile asks for less than build, build for less than test" {
  export MISSING='libabsl-dev redis-server postgresql-15'
  fakeless=$(folder_with bash dirname pwd sha256sum cut cat sed)
  ln -sf "$FAKES/dpkg-query" "$fakeless/"
  for group in compile build test; do
    PATH=$fakeless "$TREE/deploy/setup" $group --print | grep -E ':(libabsl-dev|redis-server|postgresql-15)$' >"$BATS_TEST_TMPDIR/$group"
  done
  [ "$(cat "$BATS_TEST_TMPDIR/compile")" = apt:libabsl-dev ]
  [ "$(cat "$BATS_TEST_TMPDIR/build")" = $'apt:libabsl-dev\napt:redis-server' ]
  [ "$(cat "$BATS_TEST_TMPDIR/test")" = $'apt:libabsl-dev\napt:redis-server\napt:postgresql-15' ]
}

@test "a program on the PATH is kept, whatever package it came from" {
  fake node ''
  MISSING='nodejs npm' run "$TREE/deploy/setup" --print
  exits 0
  [ "$output" = $'npm:proto\nnpm:services/gateway/web' ]
}

@test "npm runs once for one lock file, and again when the lock changes" {
  run "$TREE/deploy/setup"
  exits 0
  run "$TREE/deploy/setup"
  exits 0
  prints 'Everything the suite needs is installed.'
  [ "$(grep -c '^npm ci' "$CALLS")" = 2 ]
  echo ' ' >>"$TREE/proto/package-lock.json"
  run "$TREE/deploy/setup"
  exits 0
  [ "$(grep -c '^npm ci' "$CALLS")" = 3 ]
}

@test "a failing npm is reported and leaves no stamp" {
  fake npm 'mkdir -p node_modules; exit 1'
  run "$TREE/deploy/setup"
  exits 1
  prints 'npm could not install the modules of proto/'
  run "$TREE/deploy/setup" --print
  prints npm:proto
}

@test "without root or sudo the remedy is the command to run" {
  if [ "$(id -u)" != 0 ]; then skip "needs root to become another user"; fi
  open=$(mktemp -d /tmp/palier-setup.XXXXXX)
  cp -r "$TREE" "$FAKES" "$open"
  chmod -R a+rX "$open"
  MISSING=mold PATH=$open/fakes:$PATH run setpriv --reuid 65534 --clear-groups "$open/tree/deploy/setup"
  rm -rf "$open"
  exits 1
  prints 'apt-get install --no-install-recommends mold'
  lacks "$CALLS" apt-get
}

@test "packages are installed at once, without recommendations or questions" {
  if [ "$(id -u)" != 0 ] || [ ! -e /usr/sbin/policy-rc.d ]; then
    skip "as root on a machine with its own policy-rc.d only: it must not touch this machine"
  fi
  before=$(cat /usr/sbin/policy-rc.d)
  MISSING='mold libabsl-dev' run "$TREE/deploy/setup"
  exits 0
  prints 'Installing 2 package(s): mold libabsl-dev'
  [ "$(grep -c '^apt-get.* update' "$CALLS")" = 1 ]
  grep -q -- '^apt-get.* install --no-install-recommends .*mold libabsl-dev$' "$CALLS"
  lacks "$CALLS" systemctl
  [ "$(cat /usr/sbin/policy-rc.d)" = "$before" ]
}

@test "a failing apt-get is reported" {
  if [ "$(id -u)" != 0 ] || [ ! -e /usr/sbin/policy-rc.d ]; then
    skip "as root on a machine with its own policy-rc.d only: it must not touch this machine"
  fi
  MISSING=mold APT_CODE=100 run "$TREE/deploy/setup"
  exits 1
  prints 'apt-get could not install'
  lacks "$CALLS" '^npm'
}
