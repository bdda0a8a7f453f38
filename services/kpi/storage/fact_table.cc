// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/fact_table.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "kpi/storage/statement.h"

namespace palier::kpi {
namespace {

constexpr char kColumns[] =
    "identity, payload, standing, kpi, team, source, event_id, item, business_key, order_key, "
    "event_time, day, value, scale, semantics, user_hash, retraction, receive_time";
constexpr char kWhere[] = " FROM kpi_fact WHERE organization=$1 AND project=$2 AND ";

Version VersionOf(const sql::Row& row) {
  Version version;
  version.identity = std::string(row.blob(0));
  version.payload = std::string(row.blob(1));
  version.standing = static_cast<Truth>(row.int64(2));
  Measurement& fact = version.fact;
  fact.kpi_id = std::string(row.text(3));
  fact.team_id = std::string(row.text(4));
  fact.source_id = std::string(row.text(5));
  fact.event_id = std::string(row.text(6));
  fact.item = static_cast<int32_t>(row.int64(7));
  fact.business_key = std::string(row.text(8));
  fact.order_key = row.int64(9);
  fact.event_time_us = row.int64(10);
  version.day = row.int64(11);
  fact.value = row.int64(12);
  version.scale = static_cast<int>(row.int64(13));
  fact.semantics = static_cast<Semantics>(row.int64(14));
  if (!row.text(15).empty()) fact.user_hash = std::string(row.text(15));
  fact.retraction = row.int64(16) != 0;
  version.receive_time = absl::FromUnixMicros(row.int64(17));
  return version;
}

std::vector<sql::Value> RowOf(const ProjectKey& key, const Version& version) {
  const Measurement& fact = version.fact;
  return {key.organization,
          key.project,
          sql::Blob{version.identity},
          sql::Blob{version.payload},
          static_cast<int64_t>(version.standing),
          fact.kpi_id,
          fact.team_id,
          fact.source_id,
          fact.event_id,
          int64_t{fact.item},
          fact.business_key,
          fact.order_key,
          fact.event_time_us,
          version.day,
          int64_t{fact.value},
          int64_t{version.scale},
          static_cast<int64_t>(fact.semantics),
          version.user(),
          int64_t{fact.retraction},
          absl::ToUnixMicros(version.receive_time)};
}

sql::RowFn Deliver(const FactTable::VersionFn& found) {
  return [&found](const sql::Row& row) -> absl::Status {
    found(VersionOf(row));
    return absl::OkStatus();
  };
}

}  // namespace

absl::Status FactTable::FindByIdentity(absl::Span<const std::string> identities,
                                       const VersionFn& found) {
  std::vector<std::vector<sql::Value>> keys;
  keys.reserve(identities.size());
  for (const std::string& identity : identities) keys.push_back({sql::Blob{identity}});
  return QueryIn(
      transaction_, {key_.organization, key_.project}, keys,
      [](const std::string& tuples) {
        return absl::StrCat("SELECT ", kColumns, kWhere, "identity IN (VALUES ", tuples, ")");
      },
      Deliver(found));
}

absl::Status FactTable::FindByBusinessKey(
    absl::Span<const std::pair<std::string, std::string>> business_keys, const VersionFn& found) {
  std::vector<std::vector<sql::Value>> keys;
  keys.reserve(business_keys.size());
  for (const auto& [kpi, business_key] : business_keys) keys.push_back({kpi, business_key});
  return QueryIn(
      transaction_, {key_.organization, key_.project}, keys,
      [](const std::string& tuples) {
        return absl::StrCat("SELECT ", kColumns, kWhere,
                            "business_key <> '' AND (kpi, business_key) IN (VALUES ", tuples, ")");
      },
      Deliver(found));
}

absl::Status FactTable::Insert(absl::Span<const Version* const> versions) {
  if (versions.empty()) return absl::OkStatus();
  static constexpr absl::string_view kInserted[] = {
      "organization", "project",  "identity",  "payload",      "standing",   "kpi",         "team",
      "source",       "event_id", "item",      "business_key", "order_key",  "event_time",  "day",
      "value",        "scale",    "semantics", "user_hash",    "retraction", "receive_time"};
  std::vector<std::vector<sql::Value>> rows;
  rows.reserve(versions.size());
  for (const Version* version : versions) rows.push_back(RowOf(key_, *version));
  return transaction_.BulkInsert("kpi_fact", kInserted, rows);
}

absl::Status FactTable::Update(absl::Span<const Version* const> versions) {
  for (const Version* version : versions) {
    RETURN_IF_ERROR(
        transaction_
            .Execute("UPDATE kpi_fact SET standing=$5, order_key=$6 WHERE organization=$1 AND "
                     "project=$2 AND identity=$3 AND payload=$4",
                     {key_.organization, key_.project, sql::Blob{version->identity},
                      sql::Blob{version->payload}, static_cast<int64_t>(version->standing),
                      version->fact.order_key})
            .status());
  }
  return absl::OkStatus();
}

absl::Status FactTable::FindStanding(absl::string_view kpi, absl::string_view team, int64_t day,
                                     const VersionFn& found) {
  return transaction_.Query(
      absl::StrCat("SELECT ", kColumns, kWhere,
                   "kpi=$3 AND day=$4 AND team=$5 AND standing=1 AND retraction=0"),
      {key_.organization, key_.project, std::string(kpi), day, std::string(team)}, Deliver(found));
}

absl::StatusOr<std::vector<Fixed>> FactTable::Values(absl::string_view kpi, const std::string* team,
                                                     DaySpan days) {
  std::vector<Fixed> values;
  std::vector<sql::Value> parameters = {key_.organization, key_.project, std::string(kpi),
                                        days.first, days.last};
  if (team != nullptr) parameters.push_back(*team);
  RETURN_IF_ERROR(transaction_.Query(
      absl::StrCat("SELECT value", kWhere,
                   "kpi=$3 AND day>=$4 AND day<=$5 AND standing=1 AND retraction=0",
                   team != nullptr ? " AND team=$6" : "", " ORDER BY event_time, identity"),
      parameters, [&](const sql::Row& row) -> absl::Status {
        values.push_back(row.int64(0));
        return absl::OkStatus();
      }));
  return values;
}

absl::Status FactTable::FindAll(absl::string_view kpi, int64_t limit, const VersionFn& found) {
  return transaction_.Query(absl::StrCat("SELECT ", kColumns, kWhere, "kpi=$3 LIMIT ", limit),
                            {key_.organization, key_.project, std::string(kpi)}, Deliver(found));
}

absl::StatusOr<std::vector<std::string>> FactTable::SharedIdentities(absl::string_view kpi) {
  std::vector<std::string> identities;
  RETURN_IF_ERROR(transaction_.Query(
      "SELECT DISTINCT a.identity FROM kpi_fact a JOIN kpi_fact b ON b.organization=$1 AND "
      "b.project=$2 AND b.identity=a.identity WHERE a.organization=$1 AND a.project=$2 AND "
      "a.kpi=$3 AND b.kpi<>$3",
      {key_.organization, key_.project, std::string(kpi)},
      [&](const sql::Row& row) -> absl::Status {
        identities.emplace_back(row.blob(0));
        return absl::OkStatus();
      }));
  return identities;
}

absl::StatusOr<bool> FactTable::HasAny(absl::string_view kpi) {
  bool any = false;
  RETURN_IF_ERROR(transaction_.Query(absl::StrCat("SELECT 1", kWhere, "kpi=$3 LIMIT 1"),
                                     {key_.organization, key_.project, std::string(kpi)},
                                     [&](const sql::Row&) -> absl::Status {
                                       any = true;
                                       return absl::OkStatus();
                                     }));
  return any;
}

absl::Status FactTable::RemoveKpi(absl::string_view kpi) {
  for (const char* table : {"kpi_fact", "kpi_day", "kpi_day_user"}) {
    RETURN_IF_ERROR(transaction_
                        .Execute(absl::StrCat("DELETE FROM ", table,
                                              " WHERE organization=$1 AND project=$2 AND kpi=$3"),
                                 {key_.organization, key_.project, std::string(kpi)})
                        .status());
  }
  return absl::OkStatus();
}

}  // namespace palier::kpi
