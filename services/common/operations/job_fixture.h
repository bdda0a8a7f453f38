// SPDX-License-Identifier: Apache-2.0
// A service of jobs in several replicas on one store, for the tests of this folder.
#ifndef PALIER_COMMON_OPERATIONS_JOB_FIXTURE_H_
#define PALIER_COMMON_OPERATIONS_JOB_FIXTURE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/operations/methods.h"
#include "common/operations/operations.h"
#include "common/operations/outcome.h"
#include "common/resource/store.h"
#include "common/rpc/service.h"
#include "common/status/error.h"
#include "common/time/clock.h"
#include "testdata/jobs.pb.h"

namespace palier::operations {

using google::longrunning::Operation;
using operationstest::v1::DoJobMetadata;
using operationstest::v1::DoJobRequest;
using operationstest::v1::Job;

inline constexpr char kJob[] = "organizations/acme/jobs/a";

// `users/mia` is MANAGER until she is not.
class JobRights : public rpc::Authorizer {
 public:
  absl::StatusOr<rpc::RoleSet> RolesOn(absl::string_view subject, absl::string_view,
                                       absl::Time) override {
    absl::MutexLock lock(&mutex_);
    return subject == "users/mia" && granted_ ? rpc::MakeRoles({api::v1::MANAGER}) : rpc::RoleSet();
  }
  void Revoke() {
    absl::MutexLock lock(&mutex_);
    granted_ = false;
  }

 private:
  absl::Mutex mutex_;
  bool granted_ ABSL_GUARDED_BY(mutex_) = true;
};

// One replica of the service.
struct Replica {
  std::unique_ptr<Operations> operations;
  std::unique_ptr<rpc::ServiceTable> table;
};

// The parameter is the kind of store; PostgreSQL is skipped where it is not installed.
class JobTest : public ::testing::TestWithParam<std::string> {
 protected:
  using Doing = std::function<absl::Status(OperationRun&, const DoJobRequest&)>;

  void SetUp() override;
  void TearDown() override;

  // A replica that does its jobs by `work`, from now on.
  Replica& Serve(Doing work, const Options& options = Quick());
  // Short waits.
  static Options Quick();

  // What a job makes: a row, in the transaction that ends it.
  absl::Status Make(OperationRun& run, const DoJobRequest& request);
  // How many of them there are.
  int Made();

  // Begins a job, without waiting for it unless asked to.
  absl::StatusOr<Operation> Begin(Replica& replica, const std::string& request_id = "",
                                  absl::Duration patience = absl::ZeroDuration(),
                                  const std::string& job = kJob);
  template <typename Response>
  absl::StatusOr<Response> Call(Replica& replica, const std::string& method,
                                const google::protobuf::Message& request,
                                rpc::Language language = rpc::Language::kEnglish) {
    Response response;
    const absl::Status status =
        replica.table->HandlerOf(method)(CallOf(method, language), request, &response);
    if (!status.ok()) return status;
    return response;
  }
  Operation Get(Replica& replica, const std::string& name,
                rpc::Language language = rpc::Language::kEnglish);
  absl::Status Cancel(Replica& replica, const std::string& name);
  // Once it is done; fails the test when that takes ten seconds.
  Operation AwaitDone(Replica& replica, const std::string& name);
  static void Await(const std::function<bool()>& condition);
  static DoJobMetadata MetadataOf(const Operation& operation);

  // As stored by a replica that was killed while it ran it.
  std::string LeaveBehind(const std::string& owner);

  static rpc::Call CallOf(const std::string& method,
                          rpc::Language language = rpc::Language::kEnglish);

  time::FakeClock clock_{absl::FromCivil(absl::CivilHour(2026, 3, 9, 8), absl::UTCTimeZone())};
  const resource::Type type_{api::v1::OperationRecord::descriptor(),
                             "organizations/{organization}/jobs/{job}/operations/{operation}"};
  const Ledger ledger_{type_, absl::Hours(24 * 7)};
  JobRights rights_;
  std::unique_ptr<sql::Database> database_;
  std::unique_ptr<resource::Store> store_;
  std::vector<std::unique_ptr<Replica>> replicas_;
};

}  // namespace palier::operations

#endif  // PALIER_COMMON_OPERATIONS_JOB_FIXTURE_H_
