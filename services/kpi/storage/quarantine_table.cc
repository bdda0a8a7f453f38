// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/quarantine_table.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "common/rpc/auth.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "kpi/storage/statement.h"

namespace palier::kpi {
namespace {

std::string Bytes(const v1::Measurement& measurement) {
  std::string bytes;
  google::protobuf::io::StringOutputStream out(&bytes);
  google::protobuf::io::CodedOutputStream coded(&out);
  coded.SetSerializationDeterministic(true);
  measurement.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

std::string IdOfVersion(const Version& version) {
  const auto hex = [](uint64_t half) { return absl::Hex(half, absl::kZeroPad16); };
  return absl::StrCat("c-", hex(version.identity.hi), hex(version.identity.lo),
                      hex(version.payload.hi), hex(version.payload.lo));
}

v1::Measurement MeasurementOf(const Version& version) {
  const Measurement& fact = version.fact;
  v1::Measurement measurement;
  measurement.set_kpi(fact.kpi_id);
  measurement.set_team(fact.team_id);
  measurement.set_event_id(fact.event_id);
  measurement.set_item(fact.item);
  measurement.set_business_key(fact.business_key);
  measurement.set_order_key(fact.order_key);
  *measurement.mutable_event_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(fact.event_time_us);
  measurement.set_decimal(FixedText(fact.value, version.scale));
  measurement.set_user(version.user());
  return measurement;
}

// Not a version, which is in the store anyway.
bool IsRefused(absl::string_view id) {
  return absl::StartsWith(id, "m-");
}

absl::Status BeatenStatus(const Version& version) {
  return status::Error(absl::StatusCode::kAlreadyExists, error::v1::CONFLICTING_DUPLICATE,
                       {"The event {event} came with two different contents; this one is not the "
                        "newer.",
                        "L'événement {event} est arrivé avec deux contenus différents ; celui-ci "
                        "n'est pas le plus récent."})
      .With("event", absl::StrCat(version.fact.source_id, "/", version.fact.event_id, "/",
                                  version.fact.item));
}

absl::StatusOr<QuarantineRow> RowFrom(const sql::Row& row) {
  QuarantineRow kept;
  kept.id = std::string(row.text(0));
  kept.reason = std::string(row.text(1));
  kept.source = std::string(row.text(2));
  kept.text = {std::string(row.blob(3)), std::string(row.blob(4))};
  const absl::string_view bytes = row.blob(5);
  if (!kept.measurement.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError(absl::StrCat("quarantined measurement ", kept.id, ": unreadable"));
  }
  kept.raw = std::string(row.blob(6));
  kept.receive_time = absl::FromUnixMicros(row.int64(7));
  return kept;
}

}  // namespace

status::Text ExplanationOf(const absl::Status& status) {
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  status::Text text{std::string(status.message()), detail.fr()};
  for (const error::v1::Violation& violation : detail.field_violations()) {
    absl::StrAppend(&text.en, " ", violation.subject(), ": ", violation.en());
    absl::StrAppend(&text.fr, " ", violation.subject(), " : ", violation.fr());
  }
  return text;
}

QuarantineRow Refused(const absl::Status& why, const std::string& source,
                      const v1::Measurement& measurement, const std::string& raw, absl::Time now) {
  const std::string bytes = Bytes(measurement);
  const std::string content =
      absl::StrCat(source.size(), "/", source, bytes.size(), "/", bytes, raw);
  return {absl::StrCat("m-", digest::Sha256Hex(content).substr(0, 32)),
          error::v1::ErrorReason_Name(status::ReasonOf(why)),
          source,
          ExplanationOf(why),
          measurement,
          raw,
          now};
}

QuarantineRow Beaten(const Version& version, absl::Time now) {
  const absl::Status why = BeatenStatus(version);
  return {IdOfVersion(version),
          error::v1::ErrorReason_Name(error::v1::CONFLICTING_DUPLICATE),
          version.fact.source_id,
          ExplanationOf(why),
          MeasurementOf(version),
          "",
          now};
}

absl::StatusOr<int64_t> QuarantineTable::Held() {
  int64_t held = 0;
  RETURN_IF_ERROR(transaction_.Query("SELECT held FROM kpi_quarantine_size WHERE organization=$1",
                                     {key_.organization}, [&](const sql::Row& row) -> absl::Status {
                                       held = row.int64(0);
                                       return absl::OkStatus();
                                     }));
  return held;
}

absl::Status QuarantineTable::Count(int64_t change) {
  if (change == 0) return absl::OkStatus();
  return transaction_
      .Execute(
          "INSERT INTO kpi_quarantine_size (organization, held) VALUES ($1, $2) "
          "ON CONFLICT (organization) DO UPDATE SET held = kpi_quarantine_size.held + $2",
          {key_.organization, change})
      .status();
}

absl::Status QuarantineTable::MakeRoom(int64_t count, absl::Time newest) {
  ASSIGN_OR_RETURN(const int64_t held, Held());
  if (held + count <= kMaxQuarantined) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int64_t left,
                   transaction_.Execute(
                       "DELETE FROM kpi_quarantine WHERE organization=$1 AND receive_time<$2 AND "
                       "substr(id,1,2)='m-'",
                       {key_.organization, absl::ToUnixMicros(newest - kMaxWait)}));
  RETURN_IF_ERROR(Count(-left));
  if (held - left + count <= kMaxQuarantined) return absl::OkStatus();
  return status::LimitExceeded(
      {"The quarantine holds {limit} records and measurements, which is all that "
       "it may. See why they are there, mend the source or the KPI, and replay "
       "them; then send this again.",
       "La quarantaine contient {limit} enregistrements et mesures, tout ce "
       "qu'elle peut contenir. Voyez pourquoi, corrigez la source ou le KPI et "
       "rejouez-les ; puis renvoyez ceci."},
      "quarantine", kMaxQuarantined);
}

absl::StatusOr<int64_t> QuarantineTable::Add(const std::vector<QuarantineRow>& rows) {
  // Rows of one statement must differ in their id.
  std::map<std::string, std::vector<sql::Value>> fresh;
  for (const QuarantineRow& row : rows) {
    fresh[row.id] = {key_.organization,
                     key_.project,
                     row.id,
                     row.reason,
                     row.source,
                     sql::Blob{row.text.en},
                     sql::Blob{row.text.fr},
                     sql::Blob{Bytes(row.measurement)},
                     sql::Blob{row.raw},
                     absl::ToUnixMicros(row.receive_time)};
  }
  std::vector<std::vector<sql::Value>> ids;
  for (const auto& [id, values] : fresh) ids.push_back({id});
  std::vector<std::string> known;
  RETURN_IF_ERROR(QueryIn(
      transaction_, {key_.organization, key_.project}, ids,
      [](const std::string& list) {
        return absl::StrCat(
            "SELECT id FROM kpi_quarantine WHERE organization=$1 "
            "AND project=$2 AND id IN (VALUES ",
            list, ")");
      },
      [&](const sql::Row& row) -> absl::Status {
        known.emplace_back(row.text(0));
        return absl::OkStatus();
      }));
  for (const std::string& id : known) fresh.erase(id);
  int64_t refused = 0;
  for (const auto& [id, row] : fresh) refused += IsRefused(id) ? 1 : 0;
  absl::Time newest = absl::InfinitePast();
  for (const QuarantineRow& row : rows) newest = std::max(newest, row.receive_time);
  if (refused > 0) RETURN_IF_ERROR(MakeRoom(refused, newest));
  std::vector<std::vector<sql::Value>> values;
  for (auto& [id, row] : fresh) values.push_back(std::move(row));
  RETURN_IF_ERROR(InsertRows(transaction_,
                             "INSERT INTO kpi_quarantine (organization, project, id, reason, "
                             "source, en, fr, measurement, raw, receive_time)",
                             values, ""));
  RETURN_IF_ERROR(Count(refused));
  return static_cast<int64_t>(values.size());
}

absl::Status QuarantineTable::Remove(const std::vector<std::string>& ids) {
  int64_t refused = 0;
  for (const std::string& id : ids) {
    ASSIGN_OR_RETURN(
        const int64_t removed,
        transaction_.Execute(
            "DELETE FROM kpi_quarantine WHERE organization=$1 AND project=$2 AND id=$3",
            {key_.organization, key_.project, id}));
    if (IsRefused(id)) refused += removed;
  }
  return Count(-refused);
}

absl::StatusOr<int64_t> QuarantineTable::Forget(const std::string& user) {
  std::vector<std::string> ids;
  RETURN_IF_ERROR(transaction_.Query(
      "SELECT id, measurement, raw FROM kpi_quarantine WHERE organization=$1 AND project=$2",
      {key_.organization, key_.project}, [&](const sql::Row& row) {
        // A keyed hash is nothing else by chance.
        if (absl::StrContains(row.blob(1), user) || absl::StrContains(row.blob(2), user)) {
          ids.emplace_back(row.text(0));
        }
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(Remove(ids));
  return static_cast<int64_t>(ids.size());
}

absl::StatusOr<std::vector<QuarantineRow>> QuarantineTable::List(const Page& page) {
  std::vector<QuarantineRow> rows;
  std::vector<sql::Value> parameters = {key_.organization, key_.project,
                                        absl::ToUnixMicros(page.before), page.before_id};
  std::string conditions;
  const auto only = [&](const char* column, const std::string& value) {
    if (value.empty()) return;
    parameters.push_back(value);
    absl::StrAppend(&conditions, " AND ", column, "=$", parameters.size());
  };
  only("reason", page.reason);
  only("source", page.source);
  RETURN_IF_ERROR(transaction_.Query(
      absl::StrCat("SELECT id, reason, source, en, fr, measurement, raw, receive_time FROM "
                   "kpi_quarantine WHERE organization=$1 AND project=$2 AND (receive_time < $3 OR "
                   "(receive_time = $3 AND id < $4))",
                   conditions, " ORDER BY receive_time DESC, id DESC LIMIT ", page.limit),
      parameters, [&](const sql::Row& row) -> absl::Status {
        ASSIGN_OR_RETURN(QuarantineRow kept, RowFrom(row));
        rows.push_back(std::move(kept));
        return absl::OkStatus();
      }));
  return rows;
}

absl::StatusOr<std::map<std::string, int64_t>> QuarantineTable::CountByReason() {
  std::map<std::string, int64_t> counts;
  RETURN_IF_ERROR(transaction_.Query(
      "SELECT reason, COUNT(*) FROM kpi_quarantine WHERE organization=$1 AND project=$2 GROUP BY "
      "reason",
      {key_.organization, key_.project}, [&](const sql::Row& row) -> absl::Status {
        counts[std::string(row.text(0))] = row.int64(1);
        return absl::OkStatus();
      }));
  return counts;
}

}  // namespace palier::kpi
