// SPDX-License-Identifier: Apache-2.0
#include "common/resource/store.h"

namespace palier::resource {
namespace {

// Keys begin with the organisation, so that a sharded store can distribute by it. f0..f15 hold the
// filterable fields as order-preserving text; each type indexes its own (Store::Prepare).
constexpr char kTables[] = R"sql(
CREATE TABLE resource (
  organization TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, parent TEXT NOT NULL,
  revision BIGINT NOT NULL, delete_time BIGINT NOT NULL, data {BLOB} NOT NULL,
  f0 TEXT NOT NULL, f1 TEXT NOT NULL, f2 TEXT NOT NULL, f3 TEXT NOT NULL,
  f4 TEXT NOT NULL, f5 TEXT NOT NULL, f6 TEXT NOT NULL, f7 TEXT NOT NULL,
  f8 TEXT NOT NULL, f9 TEXT NOT NULL, f10 TEXT NOT NULL, f11 TEXT NOT NULL,
  f12 TEXT NOT NULL, f13 TEXT NOT NULL, f14 TEXT NOT NULL, f15 TEXT NOT NULL,
  PRIMARY KEY (organization, type, name)
);
CREATE INDEX resource_parent ON resource (organization, parent, name);
CREATE TABLE change_counter (organization TEXT NOT NULL PRIMARY KEY, sequence BIGINT NOT NULL);
CREATE TABLE change_log (
  organization TEXT NOT NULL, sequence BIGINT NOT NULL, time BIGINT NOT NULL, resource TEXT NOT NULL,
  change {BLOB} NOT NULL, PRIMARY KEY (organization, sequence)
);
CREATE INDEX change_log_resource ON change_log (organization, resource, sequence);
CREATE TABLE request_log (
  organization TEXT NOT NULL, principal TEXT NOT NULL, method TEXT NOT NULL, request_id TEXT NOT NULL,
  request_hash TEXT NOT NULL, name TEXT NOT NULL, time BIGINT NOT NULL,
  PRIMARY KEY (organization, principal, method, request_id)
);
CREATE INDEX request_log_time ON request_log (organization, time);
)sql";

// Beside the log rather than in it, so that versions that do not know of seals still write it.
constexpr char kSeals[] = R"sql(
CREATE TABLE change_seal (
  organization TEXT NOT NULL, sequence BIGINT NOT NULL, hash {BLOB} NOT NULL, salt {BLOB} NOT NULL,
  content {BLOB} NOT NULL, erasure BIGINT NOT NULL, PRIMARY KEY (organization, sequence)
);
CREATE TABLE change_head (
  organization TEXT NOT NULL PRIMARY KEY, sequence BIGINT NOT NULL, hash {BLOB} NOT NULL,
  key_mark TEXT NOT NULL, erasures BIGINT NOT NULL, seal_time BIGINT NOT NULL
);
)sql";

// What f0..f15 hold, by type (KeepLayouts).
constexpr char kLayouts[] = R"sql(
CREATE TABLE resource_layout (type TEXT NOT NULL PRIMARY KEY, columns TEXT NOT NULL);
)sql";

// Children of one type, in the order of their names: a parent may have thousands of another type.
constexpr char kChildren[] = R"sql(
CREATE INDEX resource_child ON resource (organization, parent, type, name);
DROP INDEX resource_parent;
)sql";

constexpr sql::Migration kMigrations[] = {{1, "resources, change log and request log", kTables},
                                          {2, "seals of the change log", kSeals},
                                          {3, "fields of the columns", kLayouts},
                                          {4, "children by type", kChildren}};

}  // namespace

absl::Span<const sql::Migration> Migrations() {
  return kMigrations;
}

}  // namespace palier::resource
