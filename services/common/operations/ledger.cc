// SPDX-License-Identifier: Apache-2.0
#include "common/operations/ledger.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/operations/outcome.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::operations {
namespace {

using api::v1::OperationRecord;
using google::longrunning::Operation;
using resource::OrganizationOf;
using resource::Session;

constexpr sql::Migration kMigrations[] = {{1, "how operations are run", R"sql(
CREATE TABLE operation_run (
  organization TEXT NOT NULL, name TEXT NOT NULL, method TEXT NOT NULL,
  principal TEXT NOT NULL, on_behalf_of TEXT NOT NULL, platform_admin BIGINT NOT NULL,
  french BIGINT NOT NULL, request {BLOB} NOT NULL, create_time BIGINT NOT NULL,
  owner TEXT NOT NULL, beat BIGINT NOT NULL, attempts BIGINT NOT NULL, cancelled BIGINT NOT NULL,
  progress {BLOB} NOT NULL, end_time BIGINT NOT NULL, outcome {BLOB} NOT NULL,
  PRIMARY KEY (organization, name)
);
CREATE INDEX operation_run_end ON operation_run (organization, end_time);
CREATE INDEX operation_run_unfinished ON operation_run (create_time, name) WHERE end_time = 0;
)sql"}};

std::vector<sql::Value> KeyOf(const std::string& name) {
  return {OrganizationOf(name), name};
}

absl::Status Unreadable(absl::string_view name) {
  return absl::DataLossError(absl::StrCat(name, ": unreadable in the store"));
}

template <typename Message>
bool Parse(absl::string_view bytes, Message& message) {
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace

absl::Span<const sql::Migration> Migrations() {
  return kMigrations;
}

absl::Status Cancelled() {
  return status::Error(
      absl::StatusCode::kCancelled, error::v1::CANCELLED,
      {"It was cancelled; nothing was written.", "Elle a été annulée ; rien n'a été écrit."});
}

absl::Status Ledger::Insert(Session& session, const Work& work, const std::string& owner) const {
  OperationRecord record;
  record.set_name(work.name);
  record.set_method(work.method);
  record.set_requester(work.caller.subject());
  record.set_state(owner.empty() ? OperationRecord::WAITING : OperationRecord::RUNNING);
  if (!owner.empty()) resource::SetStandardTime(record, "start_time", session.now());
  RETURN_IF_ERROR(session.Insert(type_, record));
  return session.sql()
      .Execute(
          "INSERT INTO operation_run (organization, name, method, principal, on_behalf_of, "
          "platform_admin, french, request, create_time, owner, beat, attempts, cancelled, "
          "progress, end_time, outcome) VALUES "
          "($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,0,$11,0,$12,0,$12)",
          {OrganizationOf(work.name), work.name, work.method, work.caller.principal,
           work.caller.on_behalf_of, int64_t{work.caller.platform_admin},
           int64_t{work.language == rpc::Language::kFrench},
           sql::Blob{work.request.SerializeAsString()}, absl::ToUnixMicros(session.now()), owner,
           int64_t{owner.empty() ? 0 : 1}, sql::Blob{}})
      .status();
}

absl::StatusOr<Stored> Ledger::Get(Session& session, const std::string& name) const {
  Stored stored;
  RETURN_IF_ERROR(session.Get(type_, name, &stored.record));
  RETURN_IF_ERROR(session.sql().Query(
      "SELECT progress, outcome FROM operation_run WHERE organization=$1 AND name=$2", KeyOf(name),
      [&](const sql::Row& row) -> absl::Status {
        stored.progress = std::string(row.blob(0));
        return Parse(row.blob(1), stored.outcome) ? absl::OkStatus() : Unreadable(name);
      }));
  stored.outcome.set_name(name);
  return stored;
}

absl::Status Ledger::Cancel(Session& session, const std::string& name) const {
  OperationRecord before;
  RETURN_IF_ERROR(session.Get(type_, name, &before));
  if (before.has_end_time() || before.cancel_requested()) return absl::OkStatus();
  OperationRecord after = before;
  after.set_cancel_requested(true);
  RETURN_IF_ERROR(session.Replace(type_, before, after).status());
  RETURN_IF_ERROR(session.sql()
                      .Execute("UPDATE operation_run SET cancelled=1 WHERE organization=$1 AND "
                               "name=$2",
                               KeyOf(name))
                      .status());
  if (after.state() != OperationRecord::WAITING) return absl::OkStatus();
  return Fail(session, name, "", "", Cancelled());
}

absl::Status Ledger::Remove(Session& session, const std::string& name) const {
  OperationRecord record;
  RETURN_IF_ERROR(session.Get(type_, name, &record));
  if (!record.has_end_time()) {
    return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                         {"{resource} is not done. Cancel it first, or wait.",
                          "{resource} n'est pas terminée. Annulez-la d'abord, ou attendez."})
        .With("resource", name)
        .With("state", OperationRecord::State_Name(record.state()));
  }
  return Forget(session, name);
}

absl::StatusOr<int64_t> Ledger::CountUnfinished(sql::Transaction& transaction,
                                                absl::string_view organization) const {
  int64_t count = 0;
  RETURN_IF_ERROR(
      transaction.Query("SELECT COUNT(*) FROM operation_run WHERE organization=$1 AND end_time=0",
                        {std::string(organization)}, [&](const sql::Row& row) -> absl::Status {
                          count = row.int64(0);
                          return absl::OkStatus();
                        }));
  return count;
}

absl::StatusOr<std::vector<Sighting>> Ledger::ListUnfinished(sql::Transaction& transaction) const {
  std::vector<Sighting> seen;
  RETURN_IF_ERROR(transaction.Query(
      "SELECT name, method, owner, beat, cancelled FROM operation_run WHERE end_time = 0 "
      "ORDER BY create_time, name",
      {}, [&](const sql::Row& row) -> absl::Status {
        seen.push_back({std::string(row.text(0)), std::string(row.text(1)),
                        std::string(row.text(2)), row.int64(3), row.int64(4) != 0});
        return absl::OkStatus();
      }));
  return seen;
}

absl::StatusOr<std::optional<Work>> Ledger::Take(Session& session, const Sighting& seen,
                                                 const std::string& owner) const {
  std::optional<Work> work;
  const std::string& name = seen.name;
  ASSIGN_OR_RETURN(
      const int64_t taken,
      session.sql().Execute("UPDATE operation_run SET owner=$3, beat=beat+1, attempts=attempts+1 "
                            "WHERE organization=$1 AND name=$2 AND owner=$4 AND beat=$5 AND "
                            "end_time=0",
                            {OrganizationOf(name), name, owner, seen.owner, seen.beat}));
  if (taken == 0) return work;
  OperationRecord before;
  ASSIGN_OR_RETURN(const bool found, session.Find(type_, name, &before));
  if (!found) {  // what it was about is gone, and took it along
    RETURN_IF_ERROR(Forget(session, name));
    return work;
  }
  if (before.state() != OperationRecord::RUNNING) {
    OperationRecord after = before;
    after.set_state(OperationRecord::RUNNING);
    resource::SetStandardTime(after, "start_time", session.now());
    RETURN_IF_ERROR(session.Replace(type_, before, after).status());
  }
  RETURN_IF_ERROR(session.sql().Query(
      "SELECT principal, on_behalf_of, platform_admin, french, request, attempts, cancelled FROM "
      "operation_run WHERE organization=$1 AND name=$2",
      KeyOf(name), [&](const sql::Row& row) -> absl::Status {
        work.emplace();
        work->name = name;
        work->method = seen.method;
        work->caller = {std::string(row.text(0)), std::string(row.text(1)), row.int64(2) != 0};
        work->language = row.int64(3) != 0 ? rpc::Language::kFrench : rpc::Language::kEnglish;
        work->attempts = row.int64(5);
        work->cancelled = row.int64(6) != 0;
        return Parse(row.blob(4), work->request) ? absl::OkStatus() : Unreadable(name);
      }));
  return work;
}

absl::StatusOr<bool> Ledger::Beat(sql::Transaction& transaction, const std::string& name,
                                  const std::string& owner, const std::string& progress) const {
  ASSIGN_OR_RETURN(
      const int64_t changed,
      transaction.Execute("UPDATE operation_run SET beat=beat+1, progress=$4 WHERE organization=$1 "
                          "AND name=$2 AND owner=$3 AND end_time=0",
                          {OrganizationOf(name), name, owner, sql::Blob{progress}}));
  return changed == 1;
}

absl::Status Ledger::Release(sql::Transaction& transaction, const std::string& name,
                             const std::string& owner) const {
  return transaction
      .Execute(
          "UPDATE operation_run SET owner='', beat=beat+1 WHERE organization=$1 AND name=$2 "
          "AND owner=$3 AND end_time=0",
          {OrganizationOf(name), name, owner})
      .status();
}

absl::Status Ledger::Succeed(Session& session, const std::string& name, const std::string& owner,
                             const std::string& progress,
                             const google::protobuf::Message& response) const {
  bool cancelled = false;
  RETURN_IF_ERROR(
      session.sql().Query("SELECT cancelled FROM operation_run WHERE organization=$1 AND name=$2",
                          KeyOf(name), [&](const sql::Row& row) -> absl::Status {
                            cancelled = row.int64(0) != 0;
                            return absl::OkStatus();
                          }));
  if (cancelled) return Cancelled();
  Operation outcome;
  outcome.mutable_response()->PackFrom(response);
  return End(session, name, owner, progress, std::move(outcome), OperationRecord::SUCCEEDED);
}

absl::Status Ledger::Fail(Session& session, const std::string& name, const std::string& owner,
                          const std::string& progress, const absl::Status& error) const {
  Operation outcome;
  *outcome.mutable_error() = KeepError(error);
  return End(session, name, owner, progress, std::move(outcome),
             absl::IsCancelled(error) ? OperationRecord::CANCELLED : OperationRecord::FAILED);
}

absl::Status Ledger::End(Session& session, const std::string& name, const std::string& owner,
                         const std::string& progress, Operation outcome,
                         OperationRecord::State state) const {
  outcome.set_done(true);
  ASSIGN_OR_RETURN(
      const int64_t ended,
      session.sql().Execute(
          "UPDATE operation_run SET owner='', progress=$4, end_time=$5, "
          "outcome=$6 WHERE organization=$1 AND name=$2 AND owner=$3 AND "
          "end_time=0",
          {OrganizationOf(name), name, owner, sql::Blob{progress},
           absl::ToUnixMicros(session.now()), sql::Blob{outcome.SerializeAsString()}}));
  if (ended == 0) return absl::AbortedError(absl::StrCat(name, " is no longer run here"));
  return EndRecord(session, name, state);
}

absl::Status Ledger::EndRecord(Session& session, const std::string& name,
                               OperationRecord::State state) const {
  OperationRecord before;
  ASSIGN_OR_RETURN(const bool found, session.Find(type_, name, &before));
  if (!found) return Forget(session, name);
  OperationRecord after = before;
  after.set_state(state);
  resource::SetStandardTime(after, "end_time", session.now());
  resource::SetStandardTime(after, "expire_time", session.now() + keep_);
  return session.Replace(type_, before, after).status();
}

absl::StatusOr<std::vector<std::string>> Ledger::Expired(sql::Transaction& transaction,
                                                         absl::Time now, int64_t most,
                                                         int limit) const {
  std::vector<std::string> names;
  const auto take = [&](const sql::Row& row) -> absl::Status {
    names.emplace_back(row.text(0));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(transaction.Query(
      absl::StrCat("SELECT name FROM operation_run WHERE end_time > 0 AND end_time <= $1 ORDER BY "
                   "end_time LIMIT ",
                   limit),
      {absl::ToUnixMicros(now - keep_)}, take));
  if (!names.empty()) return names;
  std::string organization;
  int64_t over = 0;
  RETURN_IF_ERROR(transaction.Query(
      "SELECT organization, COUNT(*) FROM operation_run WHERE end_time > 0 GROUP BY organization "
      "HAVING COUNT(*) > $1 ORDER BY organization LIMIT 1",
      {most}, [&](const sql::Row& row) -> absl::Status {
        organization = std::string(row.text(0));
        over = row.int64(1) - most;
        return absl::OkStatus();
      }));
  if (over == 0) return names;
  RETURN_IF_ERROR(transaction.Query(
      absl::StrCat("SELECT name FROM operation_run WHERE organization=$1 AND end_time > 0 ORDER BY "
                   "end_time, name LIMIT ",
                   std::min<int64_t>(over, limit)),
      {organization}, take));
  return names;
}

absl::Status Ledger::Forget(Session& session, const std::string& name) const {
  OperationRecord record;
  ASSIGN_OR_RETURN(const bool found, session.Find(type_, name, &record));
  if (found) RETURN_IF_ERROR(session.Remove(type_, record));
  return session.sql()
      .Execute("DELETE FROM operation_run WHERE organization=$1 AND name=$2", KeyOf(name))
      .status();
}

}  // namespace palier::operations
