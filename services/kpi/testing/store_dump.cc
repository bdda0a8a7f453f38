// SPDX-License-Identifier: Apache-2.0
#include "kpi/testing/store_dump.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace palier::kpi {
namespace {

// What is read, which of its columns are bytes, and its order.
struct Part {
  const char* table;
  const char* columns;
  int bytes_before;  // the first columns that are bytes
  const char* order;
};

constexpr Part kParts[] = {
    {"kpi_fact",
     "identity, payload, standing, kpi, team, source, event_id, item, business_key, order_key, "
     "event_time, day, value, scale, semantics, user_hash, retraction",
     2, "identity, payload"},
    {"kpi_day",
     "sketch, kpi, team, day, count, sum_hi, sum_lo, minimum, maximum, last_order, last_time, "
     "last_id, last_value",
     1, "kpi, team, day"},
    {"kpi_day_user", "kpi, team, day, user_hash", 0, "kpi, team, day, user_hash"},
    {"kpi_quarantine", "en, fr, measurement, raw, id, reason, source", 4, "id"},
};

}  // namespace

std::string Dump(sql::Database& database, const ProjectKey& project) {
  std::string text;
  const absl::Status status =
      database.Read(absl::Now() + absl::Seconds(30), [&](sql::Transaction& transaction) {
        text.clear();
        for (const Part& part : kParts) {
          const absl::Status read = transaction.Query(
              absl::StrCat("SELECT ", part.columns, " FROM ", part.table,
                           " WHERE organization=$1 AND project=$2 ORDER BY ", part.order),
              {project.organization, project.project}, [&](const sql::Row& row) {
                absl::StrAppend(&text, part.table);
                for (int i = 0; i < row.size(); ++i) {
                  const bool bytes = i < part.bytes_before;
                  absl::StrAppend(&text, " ",
                                  bytes ? absl::BytesToHexString(row.blob(i))
                                        : absl::StrCat("'", row.text(i), "'"));
                }
                text += "\n";
                return absl::OkStatus();
              });
          if (!read.ok()) return read;
        }
        return absl::OkStatus();
      });
  return status.ok() ? text : absl::StrCat("error: ", status.ToString());
}

}  // namespace palier::kpi
