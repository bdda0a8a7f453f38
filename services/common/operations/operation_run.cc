// SPDX-License-Identifier: Apache-2.0
#include "common/operations/operation_run.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/resource/rows.h"

namespace palier::operations {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(30);

// `/palier.rollout.v1.RolloutService/PlanWaves`, as a call names it.
std::string PathOf(const std::string& method) {
  const size_t dot = method.rfind('.');
  return absl::StrCat("/", method.substr(0, dot), "/", method.substr(dot + 1));
}

}  // namespace

rpc::Call OperationRun::CallWithin(absl::Duration patience) const {
  rpc::Call call;
  call.caller = work_.caller;
  call.organization = resource::OrganizationOf(work_.name);
  call.deadline = absl::Now() + patience;
  call.language = work_.language;
  call.method = PathOf(work_.method);
  return call;
}

absl::Status OperationRun::Check() const {
  if (cancelled_) return Cancelled();
  if (lost_) return absl::AbortedError("another replica runs it");
  if (stopping_) return absl::CancelledError("the process stops");
  return absl::OkStatus();
}

void OperationRun::Report(const google::protobuf::Message& metadata) {
  std::string bytes = metadata.SerializeAsString();
  bool first = false;
  {
    absl::MutexLock lock(&mutex_);
    first = progress_.empty();
    progress_ = std::move(bytes);
    news_ = true;
  }
  if (first) on_first_report_();
}

bool OperationRun::has_news() const {
  absl::MutexLock lock(&mutex_);
  return news_;
}

std::string OperationRun::TakeProgress() {
  absl::MutexLock lock(&mutex_);
  news_ = false;
  return progress_;
}

std::string OperationRun::progress() const {
  absl::MutexLock lock(&mutex_);
  return progress_;
}

absl::Status OperationRun::Succeed(resource::Session& session,
                                   const google::protobuf::Message& response) const {
  return ledger_.Succeed(session, work_.name, owner_, progress(), response);
}

absl::Status OperationRun::Succeed(const google::protobuf::Message& response) const {
  const rpc::Call call = CallWithin(kPatience);
  return store_.Write(call.deadline, resource::Actor::Of(call),
                      [&](resource::Session& session) { return Succeed(session, response); });
}

}  // namespace palier::operations
