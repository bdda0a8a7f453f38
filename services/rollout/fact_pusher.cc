// SPDX-License-Identifier: Apache-2.0
#include "rollout/fact_pusher.h"

#include <algorithm>
#include <vector>

#include "common/app/log.h"
#include "common/resource/type.h"
#include "palier/registry/v1/registry_service.pb.h"

namespace palier::rollout {
namespace {

constexpr int kBatch = 50;
constexpr absl::Duration kCallTimeout = absl::Seconds(2);
constexpr absl::Duration kFirstBackoff = absl::Milliseconds(100);
constexpr absl::Duration kLastBackoff = absl::Seconds(10);
// News that another replica left, or that were there before the start.
constexpr absl::Duration kLookAgain = absl::Seconds(5);
// How it went stays true; a year is how long a decision may rest on it.
constexpr absl::Duration kValidity = absl::Hours(24 * 365);

registry::v1::RecordEvidenceRequest RequestFor(const FactNews& news) {
  registry::v1::RecordEvidenceRequest request;
  request.set_parent(news.project);
  registry::v1::Evidence& evidence = *request.mutable_evidence();
  evidence.set_source("rollout");
  evidence.set_subject(news.subject);
  evidence.set_grade(registry::v1::Evidence::REAL);
  resource::SetStandardTime(evidence, "as_of_time", news.as_of);
  resource::SetStandardTime(evidence, "valid_until_time", news.as_of + kValidity);
  if (news.kind == FactKind::kRollout) {
    evidence.mutable_rollout()->ParseFromString(news.fact);
  } else {
    evidence.mutable_wave()->ParseFromString(news.fact);
  }
  return request;
}

bool IsFinal(const absl::Status& status) {
  return absl::IsNotFound(status) || absl::IsInvalidArgument(status) ||
         absl::IsFailedPrecondition(status);
}

}  // namespace

FactPusher::FactPusher(sql::Database& database, const rpc::Client& registry)
    : database_(database), registry_(registry) {}

FactPusher::~FactPusher() {
  Stop();
}

void FactPusher::Start() {
  if (!thread_.joinable()) thread_ = std::thread([this] { Run(); });
}

void FactPusher::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void FactPusher::Wake() {
  absl::MutexLock lock(&mutex_);
  woken_ = true;
}

bool FactPusher::Await(absl::Duration wait) {
  const auto due = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return woken_ || stopped_; };
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&due), wait);
  woken_ = false;
  return !stopped_;
}

void FactPusher::Run() {
  absl::Duration backoff = kFirstBackoff;
  absl::Duration wait = absl::ZeroDuration();
  while (Await(wait)) {
    if (PushAll()) {
      backoff = kFirstBackoff;
      wait = kLookAgain;
    } else {
      wait = backoff;
      backoff = std::min(2 * backoff, kLastBackoff);
    }
  }
}

bool FactPusher::PushAll() {
  while (true) {
    const absl::StatusOr<std::vector<FactNews>> pending =
        PendingNews(database_, kBatch, absl::Now() + kCallTimeout);
    if (!pending.ok()) return false;
    if (pending->empty()) return true;
    for (const FactNews& news : *pending) {
      if (!Push(news)) return false;
    }
  }
}

bool FactPusher::Push(const FactNews& news) {
  {
    absl::MutexLock lock(&mutex_);
    if (stopped_) return false;
  }
  rpc::CallOptions options;
  options.deadline = absl::Now() + kCallTimeout;
  const absl::Status status =
      registry_
          .Unary<registry::v1::Evidence>("palier.registry.v1.RegistryService/RecordEvidence",
                                         RequestFor(news), options)
          .status();
  if (!status.ok()) {
    app::Log(app::Severity::kWarning, IsFinal(status) ? "evidence refused" : "evidence delayed",
             {{"subject", news.subject},
              {"project", news.project},
              {"status", std::string(status.message())}});
    if (!IsFinal(status)) return false;
  }
  return ForgetNews(database_, news, absl::Now() + kCallTimeout).ok();
}

}  // namespace palier::rollout
