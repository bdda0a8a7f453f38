// SPDX-License-Identifier: Apache-2.0
#include "kpi/testing/store_dump.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "kpi/storage/day_table.h"
#include "kpi/storage/fact_table.h"

namespace palier::kpi {
namespace {

std::string HexOf(const Hash128& hash) {
  return absl::StrCat(absl::Hex(hash.hi, absl::kZeroPad16), absl::Hex(hash.lo, absl::kZeroPad16));
}

std::string LineOf(const Version& version) {
  const Measurement& fact = version.fact;
  return absl::StrCat("fact ", HexOf(version.identity), " ", HexOf(version.payload), " ",
                      static_cast<int64_t>(version.standing), " '", fact.kpi_id, "' '",
                      fact.team_id, "' '", fact.source_id, "' '", fact.event_id, "' ", fact.item,
                      " '", fact.business_key, "' ", fact.order_key, " ", fact.event_time_us, " ",
                      version.day, " ", fact.value, " ", version.scale, " ",
                      static_cast<int>(fact.semantics), " '", version.user(), "' ",
                      fact.retraction);
}

std::string LineOf(const std::string& kpi, const std::string& team, absl::CivilDay day,
                   const DayCell& cell) {
  return absl::StrCat("day '", kpi, "' '", team, "' ", DayNumber(day), " ", cell.count, " ",
                      cell.sum.Text(0), " ", cell.min, " ", cell.max, " ", cell.last.order_key, " ",
                      cell.last.event_time_us, " '", cell.last.id, "' ", cell.last.value, " ",
                      absl::BytesToHexString(cell.sketch.Serialize()));
}

// Every text of every segment: its KPIs are among them.
absl::StatusOr<std::set<std::string>> TextsOf(sql::Transaction& transaction,
                                              const ProjectKey& project) {
  std::set<std::string> texts;
  Segments segments(transaction, project);
  ASSIGN_OR_RETURN(const auto all, segments.All());
  for (const StoredSegment& stored : all) {
    for (const absl::string_view text : stored.segment->texts().all()) texts.emplace(text);
  }
  return texts;
}

absl::Status DumpKpi(sql::Transaction& transaction, const ProjectKey& project,
                     const std::string& kpi, std::vector<std::string>& lines) {
  RETURN_IF_ERROR(
      FactTable(transaction, project).FindAll(kpi, INT64_MAX, [&](const Version& version) {
        lines.push_back(LineOf(version));
      }));
  DayTable table(transaction, project);
  ASSIGN_OR_RETURN(const auto teams, table.Read(kpi, nullptr, {}));
  for (const auto& [team, days] : teams) {
    for (const auto& [day, cell] : days.cells) lines.push_back(LineOf(kpi, team, day, cell));
    for (const auto& [day, set] : days.users) {
      std::set<absl::string_view> users;
      for (const uint32_t user : set.users()) users.insert(table.users()[user]);
      lines.push_back(absl::StrCat("users '", kpi, "' '", team, "' ", DayNumber(day), " ",
                                   absl::StrJoin(users, " ")));
    }
  }
  return absl::OkStatus();
}

absl::Status DumpQuarantine(sql::Transaction& transaction, const ProjectKey& project,
                            std::vector<std::string>& lines) {
  return transaction.Query(
      "SELECT id, reason, source, en, fr, measurement, raw FROM kpi_quarantine WHERE "
      "organization=$1 AND project=$2",
      {project.organization, project.project}, [&](const sql::Row& row) {
        std::string line =
            absl::StrCat("quarantine '", row.text(0), "' '", row.text(1), "' '", row.text(2), "'");
        for (int i = 3; i < row.size(); ++i) {
          absl::StrAppend(&line, " ", absl::BytesToHexString(row.blob(i)));
        }
        lines.push_back(std::move(line));
        return absl::OkStatus();
      });
}

}  // namespace

std::string Dump(sql::Database& database, const ProjectKey& project) {
  std::vector<std::string> lines;
  const absl::Status status = database.Read(
      absl::Now() + absl::Seconds(30), [&](sql::Transaction& transaction) -> absl::Status {
        lines.clear();
        ASSIGN_OR_RETURN(const std::set<std::string> texts, TextsOf(transaction, project));
        for (const std::string& text : texts) {
          RETURN_IF_ERROR(DumpKpi(transaction, project, text, lines));
        }
        return DumpQuarantine(transaction, project, lines);
      });
  std::sort(lines.begin(), lines.end());
  return status.ok() ? absl::StrJoin(lines, "\n") : absl::StrCat("error: ", status.ToString());
}

}  // namespace palier::kpi
