// SPDX-License-Identifier: Apache-2.0
// Long-running operations (AIP-151) of one service: begun by its methods, run by its replicas, read
// and ended by its OperationService (methods.h).
//
// An operation is stored before it runs and outlives its process: unfinished ones are run again
// from the beginning, by whichever replica, and what one makes is stored in the transaction that
// ends it, so it is there once and whole or not at all.
#ifndef PALIER_COMMON_OPERATIONS_OPERATIONS_H_
#define PALIER_COMMON_OPERATIONS_OPERATIONS_H_

#include <google/protobuf/message.h>

#include <atomic>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/app/rounds.h"
#include "common/operations/kind.h"
#include "common/operations/ledger.h"
#include "common/operations/runner.h"
#include "common/resource/store.h"
#include "common/resource/type.h"
#include "common/rpc/auth.h"
#include "google/longrunning/operations.pb.h"

namespace palier::operations {

struct Options {
  RunnerOptions runner;
  // Of one organisation, over all its replicas.
  int unfinished = 20;
  // How long, and how many of an organisation, are kept after their end.
  absl::Duration keep = absl::Hours(24 * 7);
  int kept = 1000;
  // Calls of this process that wait at once; others are answered at once.
  int waiters = 8;
};

// A page of a list.
struct OperationPage {
  std::vector<google::longrunning::Operation> operations;
  std::string next_page_token;
};

// Thread-safe. Blocking.
class Operations {
 public:
  // Operations are named after `type`, whose message is api.v1.OperationRecord: below whatever its
  // pattern says. All of them must outlive this.
  Operations(const Options& options, const resource::Type& type, resource::Store& store,
             rpc::Authorizer& authorizer);

  // Before Start. Dies when the metadata has no field `operation` of type OperationRecord.
  void Define(Kind kind);
  void Start();
  // Interrupts what runs here, which goes on elsewhere or later, and waits.
  void Stop();

  // Whether an earlier call with this request_id began an operation, which Begin then finds. For
  // handlers that look at other things first: a repetition must not depend on them.
  absl::StatusOr<bool> Begun(const rpc::Call& call, const google::protobuf::Message& request);

  // Stores an operation below `parent` that does what the method of the call asks, or finds the one
  // that this request_id began, and waits for its end for `patience` at most. RESOURCE_EXHAUSTED
  // (LIMIT_EXCEEDED) with too many unfinished ones of the organisation.
  absl::StatusOr<google::longrunning::Operation> Begin(const rpc::Call& call,
                                                       const std::string& parent,
                                                       const google::protobuf::Message& request,
                                                       absl::Duration patience);

  // What OperationService answers with. INVALID_ARGUMENT (INVALID_NAME), NOT_FOUND.
  absl::StatusOr<google::longrunning::Operation> Get(const rpc::Call& call,
                                                     const std::string& name);
  // Without responses. The query's errors.
  absl::StatusOr<OperationPage> List(const rpc::Call& call, const resource::ListQuery& query);
  // Waits for the end, for `patience` at most.
  absl::StatusOr<google::longrunning::Operation> Wait(const rpc::Call& call,
                                                      const std::string& name,
                                                      absl::Duration patience);
  absl::Status Cancel(const rpc::Call& call, const std::string& name);
  // As resource::Mutate.
  absl::Status Delete(const rpc::Call& call, const google::protobuf::Message& request,
                      google::protobuf::Message& response);

  // Forgets what is kept no longer; once an hour by itself.
  absl::Status Sweep(absl::Time deadline);

 private:
  absl::StatusOr<google::longrunning::Operation> AwaitEnd(const rpc::Call& call,
                                                          const std::string& name, int64_t ends,
                                                          absl::Duration patience);
  google::longrunning::Operation Show(const rpc::Call& call, Stored stored) const;

  const Options options_;
  resource::Store& store_;
  const Ledger ledger_;
  Runner runner_;
  app::Rounds rounds_;
  std::atomic<int> waiters_{0};
};

}  // namespace palier::operations

#endif  // PALIER_COMMON_OPERATIONS_OPERATIONS_H_
