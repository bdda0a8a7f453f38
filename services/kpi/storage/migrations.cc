// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/migrations.h"

namespace palier::kpi {
namespace {

// kpi_fact held every version of every fact, kpi_day and kpi_day_user the roll-ups of those that
// stand, until there were segments (kSegments).
constexpr char kTables[] = R"sql(
CREATE TABLE kpi_fact (
  organization TEXT NOT NULL, project TEXT NOT NULL, identity {BLOB} NOT NULL, payload {BLOB} NOT NULL,
  standing BIGINT NOT NULL, kpi TEXT NOT NULL, team TEXT NOT NULL, source TEXT NOT NULL,
  event_id TEXT NOT NULL, item BIGINT NOT NULL, business_key TEXT NOT NULL, order_key BIGINT NOT NULL,
  event_time BIGINT NOT NULL, day BIGINT NOT NULL, value BIGINT NOT NULL, scale BIGINT NOT NULL,
  semantics BIGINT NOT NULL, user_hash TEXT NOT NULL,
  PRIMARY KEY (organization, project, identity, payload)
);
CREATE INDEX kpi_fact_business ON kpi_fact (organization, project, kpi, business_key)
  WHERE business_key <> '';
CREATE INDEX kpi_fact_day ON kpi_fact (organization, project, kpi, day, team);
CREATE TABLE kpi_day (
  organization TEXT NOT NULL, project TEXT NOT NULL, kpi TEXT NOT NULL, team TEXT NOT NULL,
  day BIGINT NOT NULL, count BIGINT NOT NULL, sum_hi BIGINT NOT NULL, sum_lo BIGINT NOT NULL,
  minimum BIGINT NOT NULL, maximum BIGINT NOT NULL, last_order BIGINT NOT NULL,
  last_time BIGINT NOT NULL, last_id TEXT NOT NULL, last_value BIGINT NOT NULL,
  PRIMARY KEY (organization, project, kpi, team, day)
);
CREATE TABLE kpi_day_user (
  organization TEXT NOT NULL, project TEXT NOT NULL, kpi TEXT NOT NULL, team TEXT NOT NULL,
  day BIGINT NOT NULL, user_hash TEXT NOT NULL,
  PRIMARY KEY (organization, project, kpi, team, day, user_hash)
);
CREATE TABLE kpi_quarantine (
  organization TEXT NOT NULL, project TEXT NOT NULL, id TEXT NOT NULL, reason TEXT NOT NULL,
  source TEXT NOT NULL, en {BLOB} NOT NULL, fr {BLOB} NOT NULL, measurement {BLOB} NOT NULL,
  raw {BLOB} NOT NULL, receive_time BIGINT NOT NULL,
  PRIMARY KEY (organization, project, id)
);
CREATE INDEX kpi_quarantine_time ON kpi_quarantine (organization, project, receive_time, id);
CREATE TABLE kpi_secret (organization TEXT NOT NULL PRIMARY KEY, secret {BLOB} NOT NULL);
)sql";

// Every batch of a project takes its row first, so that on PostgreSQL a batch that overlaps another
// one begins again on what that one wrote, instead of failing on its keys.
constexpr char kGate[] = R"sql(
CREATE TABLE kpi_gate (
  organization TEXT NOT NULL, project TEXT NOT NULL, turn BIGINT NOT NULL,
  PRIMARY KEY (organization, project)
);
)sql";

constexpr char kRetraction[] =
    "ALTER TABLE kpi_fact ADD COLUMN retraction BIGINT NOT NULL DEFAULT 0;";

// Empty for the cells that were there before; they get theirs from their facts when they are read.
constexpr char kSketch[] = "ALTER TABLE kpi_day ADD COLUMN sketch {BLOB} NOT NULL DEFAULT '';";

// In microseconds since 1970; 0 for the versions that were there before.
constexpr char kReceiveTime[] =
    "ALTER TABLE kpi_fact ADD COLUMN receive_time BIGINT NOT NULL DEFAULT 0;";

// docs/adr/0012. MoveRows (move_rows.h) empties kpi_fact, kpi_day and kpi_day_user, which stay for
// one release.
constexpr char kSegments[] = R"sql(
CREATE TABLE kpi_segment (
  organization TEXT NOT NULL, project TEXT NOT NULL, number BIGINT NOT NULL, uid BIGINT NOT NULL,
  row_count BIGINT NOT NULL, head {BLOB} NOT NULL,
  PRIMARY KEY (organization, project, number)
);
CREATE TABLE kpi_segment_block (
  organization TEXT NOT NULL, project TEXT NOT NULL, uid BIGINT NOT NULL, kind BIGINT NOT NULL,
  position BIGINT NOT NULL, data {BLOB} NOT NULL,
  PRIMARY KEY (organization, project, uid, kind, position)
);
)sql";

// docs/adr/0014.
constexpr char kCases[] = R"sql(
CREATE TABLE kpi_case (
  organization TEXT NOT NULL, project TEXT NOT NULL, source TEXT NOT NULL, case_id TEXT NOT NULL,
  events {BLOB} NOT NULL, update_time BIGINT NOT NULL,
  PRIMARY KEY (organization, project, source, case_id)
);
CREATE INDEX kpi_case_time ON kpi_case (organization, project, source, update_time);
)sql";

// How many refused records and measurements an organisation's quarantine holds; rows under "c-" are
// versions, which are in the store anyway.
constexpr char kQuarantineSize[] = R"sql(
CREATE TABLE kpi_quarantine_size (
  organization TEXT NOT NULL, held BIGINT NOT NULL, PRIMARY KEY (organization)
);
INSERT INTO kpi_quarantine_size (organization, held)
  SELECT organization, COUNT(*) FROM kpi_quarantine WHERE substr(id,1,2)='m-' GROUP BY organization;
CREATE INDEX kpi_quarantine_wait ON kpi_quarantine (organization, receive_time);
)sql";

constexpr sql::Migration kMigrations[] = {{1, "facts, days, users and quarantine", kTables},
                                          {2, "one batch of a project at a time", kGate},
                                          {3, "facts can be withdrawn", kRetraction},
                                          {4, "quantiles of days", kSketch},
                                          {5, "when a version came", kReceiveTime},
                                          {6, "measurements in segments", kSegments},
                                          {7, "cases that come in parts", kCases},
                                          {8, "how full a quarantine is", kQuarantineSize}};

}  // namespace

absl::Span<const sql::Migration> Migrations() {
  return kMigrations;
}

}  // namespace palier::kpi
