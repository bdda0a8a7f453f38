// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/move_rows.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "kpi/storage/fact_table.h"

namespace palier::kpi {
namespace {

constexpr absl::Duration kProjectDeadline = absl::Minutes(30);
constexpr size_t kRowsAtOnce = 1 << 16;  // never merged again

Version VersionOf(const sql::Row& row) {
  Measurement fact;
  fact.kpi_id = std::string(row.text(1));
  fact.team_id = std::string(row.text(2));
  fact.source_id = std::string(row.text(3));
  fact.event_id = std::string(row.text(4));
  fact.item = static_cast<int32_t>(row.int64(5));
  fact.business_key = std::string(row.text(6));
  fact.order_key = row.int64(7);
  fact.event_time_us = row.int64(8);
  fact.value = row.int64(10);
  fact.semantics = static_cast<Semantics>(row.int64(12));
  if (!row.text(13).empty()) fact.user_hash = std::string(row.text(13));
  fact.retraction = row.int64(14) != 0;
  Version version;
  version.identity = IdentityHashOf(fact);
  version.payload = PayloadHashOf(fact);
  version.standing = static_cast<Truth>(row.int64(0));
  version.day = row.int64(9);
  version.scale = static_cast<int>(row.int64(11));
  version.receive_time = absl::FromUnixMicros(row.int64(15));
  version.fact = std::move(fact);
  return version;
}

absl::Status Append(FactTable& facts, const std::vector<Version>& versions) {
  std::vector<VersionChange> changes;
  std::map<std::tuple<absl::string_view, absl::string_view, int64_t>, DayChange> days;
  for (const Version& version : versions) {
    changes.push_back({&version, false});
    if (!version.Counts()) continue;
    const Measurement& fact = version.fact;
    DayChange day{fact.kpi_id, fact.team_id, version.day, false, {}, {}};
    days.try_emplace({day.kpi, day.team, day.day}, day).first->second.Add(version);
  }
  std::vector<DayChange> changed;
  for (auto& [key, day] : days) changed.push_back(std::move(day));
  return facts.Write(changes, changed);
}

absl::Status MoveProject(sql::Transaction& transaction, const ProjectKey& project) {
  FactTable facts(transaction, project);
  const std::vector<sql::Value> key = {project.organization, project.project};
  std::vector<Version> versions;
  // Written after the query: no statement may run inside it.
  RETURN_IF_ERROR(transaction.Query(
      "SELECT standing, kpi, team, source, event_id, item, business_key, order_key, event_time, "
      "day, value, scale, semantics, user_hash, retraction, receive_time FROM kpi_fact WHERE "
      "organization=$1 AND project=$2 ORDER BY day, event_time",
      key, [&](const sql::Row& row) {
        versions.push_back(VersionOf(row));
        return absl::OkStatus();
      }));
  for (size_t begin = 0; begin < versions.size(); begin += kRowsAtOnce) {
    const size_t end = std::min(versions.size(), begin + kRowsAtOnce);
    const auto at = [&](size_t i) {
      return std::make_move_iterator(versions.begin() + static_cast<ptrdiff_t>(i));
    };
    RETURN_IF_ERROR(Append(facts, std::vector<Version>(at(begin), at(end))));
  }
  for (const char* table : {"kpi_fact", "kpi_day", "kpi_day_user"}) {
    RETURN_IF_ERROR(
        transaction
            .Execute(absl::StrCat("DELETE FROM ", table, " WHERE organization=$1 AND project=$2"),
                     key)
            .status());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status MoveRows(sql::Database& database) {
  std::vector<ProjectKey> projects;
  RETURN_IF_ERROR(database.Read(absl::Now() + kProjectDeadline, [&](sql::Transaction& transaction) {
    projects.clear();
    return transaction.Query(
        "SELECT DISTINCT organization, project FROM kpi_fact", {}, [&](const sql::Row& row) {
          projects.push_back({std::string(row.text(0)), std::string(row.text(1))});
          return absl::OkStatus();
        });
  }));
  for (const ProjectKey& project : projects) {
    RETURN_IF_ERROR(database.Write(
        absl::Now() + kProjectDeadline,
        [&](sql::Transaction& transaction) { return MoveProject(transaction, project); }));
  }
  return absl::OkStatus();
}

}  // namespace palier::kpi
