// SPDX-License-Identifier: Apache-2.0
// Where operations are kept: what people are shown of one is a resource, so that it is listed,
// filtered and in the change log like any other; how it is run stands in a table beside it, which
// changes often and is in no log.
#ifndef PALIER_COMMON_OPERATIONS_LEDGER_H_
#define PALIER_COMMON_OPERATIONS_LEDGER_H_

#include <google/protobuf/any.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "common/resource/type.h"
#include "common/rpc/call.h"
#include "google/longrunning/operations.pb.h"
#include "palier/api/v1/operation.pb.h"

namespace palier::operations {

// The table of this library; every service that uses it migrates it in its own database.
absl::Span<const sql::Migration> Migrations();

// What is to be done.
struct Work {
  // Resource name of the operation.
  std::string name;
  // Full name of the method that began it, `palier.rollout.v1.RolloutService.PlanWaves`.
  std::string method;
  // Of whoever asked for it.
  rpc::Caller caller;
  rpc::Language language = rpc::Language::kEnglish;
  google::protobuf::Any request;
  // How often somebody began, this time included.
  int64_t attempts = 0;
  // It was cancelled before it began.
  bool cancelled = false;
};

// An operation that has not ended, as one replica sees it.
struct Sighting {
  std::string name;
  std::string method;
  // Which replica runs it; empty: none.
  std::string owner;
  // Counts the signs of life of its owner.
  int64_t beat = 0;
  bool cancelled = false;
};

// An operation as it is stored.
struct Stored {
  api::v1::OperationRecord record;
  // The metadata as last reported, serialized; may be empty.
  std::string progress;
  // Name, done and result; a failure carries an ErrorDetail.
  google::longrunning::Operation outcome;
};

// Functions of one transaction each. Times are of the business clock. Thread-safe.
class Ledger {
 public:
  // Operations are of that type, whose message is api.v1.OperationRecord; it must outlive this. One
  // is kept for `keep` after its end.
  Ledger(const resource::Type& type, absl::Duration keep) : type_(type), keep_(keep) {}

  const resource::Type& type() const { return type_; }

  // Writes one that `owner` runs from now on; with no owner it waits.
  absl::Status Insert(resource::Session& session, const Work& work, const std::string& owner) const;
  // NOT_FOUND.
  absl::StatusOr<Stored> Get(resource::Session& session, const std::string& name) const;
  // Marks it, or ends it when nobody runs it. One that is done stays as it is. NOT_FOUND.
  absl::Status Cancel(resource::Session& session, const std::string& name) const;
  // NOT_FOUND; FAILED_PRECONDITION (ILLEGAL_TRANSITION) while it is not done.
  absl::Status Remove(resource::Session& session, const std::string& name) const;

  absl::StatusOr<int64_t> CountUnfinished(sql::Transaction& transaction,
                                          absl::string_view organization) const;
  // Of all organisations, oldest first.
  absl::StatusOr<std::vector<Sighting>> ListUnfinished(sql::Transaction& transaction) const;

  // Makes `owner` run it; nullopt when it is no longer as it was seen.
  absl::StatusOr<std::optional<Work>> Take(resource::Session& session, const Sighting& seen,
                                           const std::string& owner) const;
  // A sign of life, with the metadata. False when `owner` no longer runs it.
  absl::StatusOr<bool> Beat(sql::Transaction& transaction, const std::string& name,
                            const std::string& owner, const std::string& progress) const;
  // Lets another replica run it.
  absl::Status Release(sql::Transaction& transaction, const std::string& name,
                       const std::string& owner) const;
  // Ends it, as what `owner` runs. ABORTED when `owner` no longer runs it; CANCELLED instead of a
  // success when its end was asked for.
  absl::Status Succeed(resource::Session& session, const std::string& name,
                       const std::string& owner, const std::string& progress,
                       const google::protobuf::Message& response) const;
  absl::Status Fail(resource::Session& session, const std::string& name, const std::string& owner,
                    const std::string& progress, const absl::Status& error) const;

  // Names of at most `limit` that are to be forgotten: those that ended `keep` ago, and of an
  // organisation with more than `most` the oldest.
  absl::StatusOr<std::vector<std::string>> Expired(sql::Transaction& transaction, absl::Time now,
                                                   int64_t most, int limit) const;
  // Forgets it, whatever became of its record.
  absl::Status Forget(resource::Session& session, const std::string& name) const;

 private:
  absl::Status End(resource::Session& session, const std::string& name, const std::string& owner,
                   const std::string& progress, google::longrunning::Operation outcome,
                   api::v1::OperationRecord::State state) const;
  absl::Status EndRecord(resource::Session& session, const std::string& name,
                         api::v1::OperationRecord::State state) const;

  const resource::Type& type_;
  const absl::Duration keep_;
};

// CANCELLED (CANCELLED), as a cancelled operation ends.
absl::Status Cancelled();

}  // namespace palier::operations

#endif  // PALIER_COMMON_OPERATIONS_LEDGER_H_
