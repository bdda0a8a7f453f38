#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The cookbook's pages as written: their files and their commands are the indented blocks.

load common

setup() {
  for program in palierd palierctl; do
    if [ ! -x "${PALIER_BIN_DIR:-}/$program" ]; then skip "$program is not built (PALIER_BIN_DIR)"; fi
  done
  DATA=$BATS_TEST_TMPDIR/data
  cd "$BATS_TEST_TMPDIR" || return 1
}

teardown() {
  if [ -n "${DATA:-}" ]; then "$ROOT/deploy/run" stop --data "$DATA"; fi
}

# Runs a page in a shell of its own; what its commands print is the output.
follow() {
  awk '
    function flush() {
      if (block ~ /^palierctl/) printf "%s", block
      else if (block != "" && file != "") { printf "cat > %s <<\"END\"\n%sEND\n", file, block; file = "" }
      block = ""
    }
    /^    / { block = block substr($0, 5) "\n"; next }
    {
      flush()
      # The last file that is named before a block is that block.
      while (match($0, /`[a-z-]+\.(json|ndjson|csv)`/)) {
        file = substr($0, RSTART + 1, RLENGTH - 2)
        $0 = substr($0, RSTART + RLENGTH)
      }
    }
    END { flush() }' "$1" >page.sh
  palier --listen 127.0.0.1:0 --no-example
  PALIER_ADDRESS=$(sed -n 's/^grpc //p' "$DATA/run/address")
  export PALIER_ADDRESS PALIER_ORGANIZATION=firm PATH="$PALIER_BIN_DIR:$PATH"
  palierctl create organization --id firm --set display_name=Firm --set time_zone=UTC
  palierctl create role_binding --set principal=users/dev --set role=MANAGER
  palierctl create project --id quotation --set display_name=Quotation
  run bash -eu page.sh
  exits 0
}

palier() { "$ROOT/deploy/run" --data "$DATA" "$@" 3>&-; }

# What the page of ready sources says that comes out.
came_out() {
  prints 'minutes = 20'
  prints 'minutes = -'
  prints '25.5'
  prints 'GAP_UPDATE'
  prints '1250.75'
  prints 'suggestions = 12, acceptances = 3'
  prints '50'
  prints '$.BillingCurrency'
  prints '1242.10'
  prints 't-1, steps = 1'
  prints '10.50'
  run palierctl --output csv kpi query quotation/rework --by month
  exits 0
  prints '100.00'
  run palierctl --output csv kpi query quotation/orders --by month
  exits 0
  prints '2026-02,2'
  run palierctl --output csv source send february.csv --source bill
  exits 0
  prints '2,0,0,2,0,0,0'
  run palierctl --output csv source send orders-batch.json --source orders
  exits 0
  prints '3,1,0,2,0,0,0'
}

told() {
  prints 'handling-time = 1500e-3'
  prints 'handling-time = -'
  prints 'FORMAT_CHANGED'
  prints '1.750'
  run palierctl --output csv quarantine replay
  exits 0
  prints '1,0,1'
  run palierctl --output csv source send cases.ndjson --source crm
  exits 0
  # 5 records: 4 known already, 1 in quarantine as before.
  prints '5,0,0,4,0,0,1'
}

@test "feeding Palier from a CRM or an ERP" {
  follow "$ROOT/docs/cookbook/crm-and-erp.md"
  told
}

@test "alimenter Palier depuis un CRM ou un ERP" {
  follow "$ROOT/docs/cookbook/crm-et-erp.md"
  told
}

@test "ready sources" {
  follow "$ROOT/docs/cookbook/ready-sources.md"
  came_out
}

@test "sources prêtes" {
  follow "$ROOT/docs/cookbook/sources-pretes.md"
  came_out
}
