// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/day_table.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "kpi/storage/statement.h"

namespace palier::kpi {
namespace {

constexpr char kCellColumns[] =
    "kpi, team, day, count, sum_hi, sum_lo, minimum, maximum, last_order, last_time, last_id, "
    "last_value, sketch";

CellKey KeyOf(const sql::Row& row) {
  return {std::string(row.text(0)), std::string(row.text(1)), row.int64(2)};
}

absl::StatusOr<DayCell> CellFrom(const sql::Row& row) {
  DayCell cell;
  cell.count = row.int64(3);
  cell.sum = FixedSum::FromHalves(row.int64(4), row.int64(5));
  cell.min = row.int64(6);
  cell.max = row.int64(7);
  cell.last = {row.int64(8), row.int64(9), std::string(row.text(10)), row.int64(11)};
  ASSIGN_OR_RETURN(cell.sketch, stats::QuantileSketch::Parse(row.blob(12)));
  return cell;
}

std::vector<sql::Value> RowOf(const ProjectKey& project, const CellKey& key, const DayCell& cell) {
  return {project.organization,
          project.project,
          key.kpi,
          key.team,
          key.day,
          cell.count,
          cell.sum.hi(),
          cell.sum.lo(),
          int64_t{cell.min},
          int64_t{cell.max},
          cell.last.order_key,
          cell.last.event_time_us,
          cell.last.id,
          int64_t{cell.last.value},
          sql::Blob{cell.sketch.Serialize()}};
}

}  // namespace

CellKey CellOf(const Version& version) {
  return {version.fact.kpi_id, version.fact.team_id, version.day};
}

absl::StatusOr<std::map<CellKey, DayCell>> DayTable::Load(const std::set<CellKey>& keys) {
  std::vector<std::vector<sql::Value>> tuples;
  for (const CellKey& key : keys) tuples.push_back({key.kpi, key.team, key.day});
  std::map<CellKey, DayCell> cells;
  RETURN_IF_ERROR(QueryIn(
      transaction_, {key_.organization, key_.project}, tuples,
      [](const std::string& list) {
        return absl::StrCat("SELECT ", kCellColumns,
                            " FROM kpi_day WHERE organization=$1 AND project=$2 "
                            "AND (kpi, team, day) IN (VALUES ",
                            list, ")");
      },
      [&](const sql::Row& row) -> absl::Status {
        ASSIGN_OR_RETURN(cells[KeyOf(row)], CellFrom(row));
        return absl::OkStatus();
      }));
  for (auto& [key, cell] : cells) RETURN_IF_ERROR(CompleteSketch(key, cell));
  return cells;
}

absl::Status DayTable::CompleteSketch(const CellKey& key, DayCell& cell) {
  if (cell.sketch.count() == cell.count) return absl::OkStatus();
  cell.sketch = {};
  return FactTable(transaction_, key_)
      .FindStanding(key.kpi, key.team, key.day,
                    [&](const Version& version) { cell.sketch.Add(version.fact.value); });
}

absl::Status DayTable::Save(const std::map<CellKey, DayCell>& cells) {
  std::vector<std::vector<sql::Value>> rows;
  for (const auto& [key, cell] : cells) rows.push_back(RowOf(key_, key, cell));
  return InsertRows(
      transaction_, absl::StrCat("INSERT INTO kpi_day (organization, project, ", kCellColumns, ")"),
      rows,
      "ON CONFLICT (organization, project, kpi, team, day) DO UPDATE SET count=excluded.count, "
      "sum_hi=excluded.sum_hi, sum_lo=excluded.sum_lo, minimum=excluded.minimum, "
      "maximum=excluded.maximum, last_order=excluded.last_order, last_time=excluded.last_time, "
      "last_id=excluded.last_id, last_value=excluded.last_value, sketch=excluded.sketch");
}

absl::Status DayTable::AddUsers(absl::Span<const Version* const> facts) {
  std::set<std::pair<CellKey, std::string>> users;
  for (const Version* fact : facts) {
    if (fact->fact.user_hash) users.emplace(CellOf(*fact), *fact->fact.user_hash);
  }
  std::vector<std::vector<sql::Value>> rows;
  for (const auto& [cell, user] : users) {
    rows.push_back({key_.organization, key_.project, cell.kpi, cell.team, cell.day, user});
  }
  return InsertRows(
      transaction_, "INSERT INTO kpi_day_user (organization, project, kpi, team, day, user_hash)",
      rows, "ON CONFLICT (organization, project, kpi, team, day, user_hash) DO NOTHING");
}

absl::Status DayTable::Add(absl::Span<const Version* const> facts) {
  std::set<CellKey> keys;
  for (const Version* fact : facts) keys.insert(CellOf(*fact));
  ASSIGN_OR_RETURN(auto cells, Load(keys));
  for (const Version* fact : facts) cells[CellOf(*fact)].Add(AsLastValue(fact->fact));
  RETURN_IF_ERROR(Save(cells));
  return AddUsers(facts);
}

absl::Status DayTable::Remove(const CellKey& cell) {
  for (const char* table : {"kpi_day", "kpi_day_user"}) {
    RETURN_IF_ERROR(
        transaction_
            .Execute(absl::StrCat("DELETE FROM ", table,
                                  " WHERE organization=$1 AND project=$2 AND kpi=$3 AND team=$4 "
                                  "AND day=$5"),
                     {key_.organization, key_.project, cell.kpi, cell.team, cell.day})
            .status());
  }
  return absl::OkStatus();
}

absl::Status DayTable::Recompute(const std::set<CellKey>& cells) {
  FactTable facts(transaction_, key_);
  for (const CellKey& cell : cells) {
    std::vector<Version> standing;
    RETURN_IF_ERROR(facts.FindStanding(cell.kpi, cell.team, cell.day, [&](Version version) {
      standing.push_back(std::move(version));
    }));
    RETURN_IF_ERROR(Remove(cell));
    std::vector<const Version*> pointers;
    for (const Version& version : standing) pointers.push_back(&version);
    RETURN_IF_ERROR(Add(pointers));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, TeamDays>> DayTable::Read(absl::string_view kpi,
                                                               const std::string* team,
                                                               DaySpan days) {
  std::map<std::string, TeamDays> teams;
  std::vector<sql::Value> parameters = {key_.organization, key_.project, std::string(kpi),
                                        days.first, days.last};
  if (team != nullptr) parameters.push_back(*team);
  const std::string where =
      absl::StrCat(" WHERE organization=$1 AND project=$2 AND kpi=$3 AND day>=$4 AND day<=$5",
                   team != nullptr ? " AND team=$6" : "");
  RETURN_IF_ERROR(transaction_.Query(absl::StrCat("SELECT ", kCellColumns, " FROM kpi_day", where),
                                     parameters, [&](const sql::Row& row) -> absl::Status {
                                       const CellKey key = KeyOf(row);
                                       ASSIGN_OR_RETURN(teams[key.team].cells[DayOfNumber(key.day)],
                                                        CellFrom(row));
                                       return absl::OkStatus();
                                     }));
  for (auto& [name, of_team] : teams) {
    for (auto& [day, cell] : of_team.cells) {
      RETURN_IF_ERROR(CompleteSketch({std::string(kpi), name, DayNumber(day)}, cell));
    }
  }
  RETURN_IF_ERROR(transaction_.Query(
      absl::StrCat("SELECT kpi, team, day, user_hash FROM kpi_day_user", where), parameters,
      [&](const sql::Row& row) -> absl::Status {
        const CellKey key = KeyOf(row);
        teams[key.team].users[DayOfNumber(key.day)].insert(std::string(row.text(3)));
        return absl::OkStatus();
      }));
  return teams;
}

absl::StatusOr<int64_t> DayTable::Count(absl::string_view kpi) {
  int64_t count = 0;
  RETURN_IF_ERROR(transaction_.Query(
      "SELECT COALESCE(SUM(count), 0) FROM kpi_day WHERE organization=$1 AND project=$2 AND kpi=$3",
      {key_.organization, key_.project, std::string(kpi)},
      [&](const sql::Row& row) -> absl::Status {
        count = row.int64(0);
        return absl::OkStatus();
      }));
  return count;
}

}  // namespace palier::kpi
