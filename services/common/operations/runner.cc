// SPDX-License-Identifier: Apache-2.0
#include "common/operations/runner.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/time/clock.h"
#include "common/aip/resource_name.h"
#include "common/app/log.h"
#include "common/resource/rows.h"
#include "common/resource/uid.h"
#include "common/rpc/rights.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/status/transient.h"

namespace palier::operations {
namespace {

using resource::OrganizationOf;
using resource::Session;

constexpr absl::Duration kPatience = absl::Seconds(10);
constexpr absl::Duration kLongestPause = absl::Seconds(30);

// What the work was about has changed: who asked for it decides whether to ask again.
bool MayPass(const absl::Status& status) {
  return status::IsTransient(status) && status::ReasonOf(status) != error::v1::ETAG_MISMATCH;
}

bool IsDefect(const absl::Status& status) {
  return absl::IsInternal(status) || absl::IsUnknown(status) || absl::IsDataLoss(status);
}

}  // namespace

Runner::Runner(const RunnerOptions& options, const Ledger& ledger, resource::Store& store,
               rpc::Authorizer& authorizer)
    : options_(options),
      ledger_(ledger),
      store_(store),
      authorizer_(authorizer),
      id_(resource::MakeUid()) {}

resource::Actor Runner::Keeper() {
  return {"services/operations", "", "palier.operations.Runner"};
}

void Runner::Define(Kind kind) {
  kinds_.emplace(kind.method->full_name(), std::move(kind));
}

const Kind* Runner::KindOf(const std::string& method) const {
  const auto found = kinds_.find(method);
  return found == kinds_.end() ? nullptr : &found->second;
}

void Runner::Start() {
  {
    absl::MutexLock lock(&mutex_);
    if (started_ || stopping_) return;
    started_ = true;
  }
  threads_.emplace_back([this] { KeepLoop(); });
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { WorkLoop(); });
}

void Runner::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    for (auto& [name, place] : places_) place.run->stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool Runner::HasPlace(const std::string& organization) const {
  if (!started_ || stopping_ || all_taken_ >= options_.threads) return false;
  const auto found = taken_.find(organization);
  const int most = std::max(1, options_.threads - 1);
  return found == taken_.end() || found->second < most;
}

bool Runner::Reserve(const std::string& organization) {
  absl::MutexLock lock(&mutex_);
  if (!HasPlace(organization)) return false;
  ++taken_[organization];
  ++all_taken_;
  return true;
}

void Runner::Abandon(const std::string& organization) {
  absl::MutexLock lock(&mutex_);
  --all_taken_;
  const auto found = taken_.find(organization);
  if (--found->second == 0) taken_.erase(found);
}

void Runner::Launch(Work work) {
  const Moment now = std::chrono::steady_clock::now();
  auto run =
      std::make_shared<OperationRun>(ledger_, store_, std::move(work), id_, [this] { Wake(); });
  absl::MutexLock lock(&mutex_);
  if (stopping_) return;  // it is taken over
  run->cancelled_ = run->work().cancelled;
  places_[run->work().name] = {run, now, now};
  ready_.push_back(std::move(run));
}

void Runner::Wake() {
  absl::MutexLock lock(&mutex_);
  woken_ = true;
}

int64_t Runner::ends() const {
  absl::MutexLock lock(&mutex_);
  return ends_;
}

void Runner::AwaitEnd(int64_t seen, absl::Duration wait) const {
  const auto due = [this, seen]()
                       ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return ends_ > seen || stopping_; };
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&due), wait);
}

void Runner::WorkLoop() {
  const auto due = [this]()
                       ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !ready_.empty(); };
  while (true) {
    std::shared_ptr<OperationRun> run;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&due));
      if (ready_.empty()) return;
      run = std::move(ready_.front());
      ready_.pop_front();
    }
    Execute(*run);
    Abandon(OrganizationOf(run->work().name));
    absl::MutexLock lock(&mutex_);
    places_.erase(run->work().name);
    ++ends_;
    woken_ = true;  // its place is free
  }
}

absl::Status Runner::CheckRequester(const OperationRun& run, const Kind& kind) {
  const rpc::Call call = run.CallWithin(kPatience);
  ASSIGN_OR_RETURN(const aip::ResourceName name, aip::ParseName(run.work().name));
  return rpc::CheckRights(kind.method->options().GetExtension(api::v1::access), call.caller,
                          rpc::RightsHolder(name),
                          [&](const std::string& subject, const std::string& resource) {
                            return authorizer_.RolesOn(subject, resource, call.deadline);
                          });
}

void Runner::Execute(OperationRun& run) {
  const Work& work = run.work();
  const Kind& kind = *KindOf(work.method);
  absl::Status status = run.Check();
  if (status.ok()) status = CheckRequester(run, kind);
  if (status.ok()) status = kind.run(run);
  if (status.ok() || run.lost_) return;
  if (run.cancelled_ || status::ReasonOf(status) == error::v1::CANCELLED) {
    return EndWith(run, Cancelled());
  }
  if (run.stopping_) return GiveBack(run);
  if (!MayPass(status) || work.attempts >= options_.attempts) return EndWith(run, status);
  const double pause = std::pow(2.0, static_cast<double>(work.attempts - 1));
  {
    absl::MutexLock lock(&mutex_);
    pauses_[work.name] =
        std::chrono::steady_clock::now() +
        absl::ToChronoNanoseconds(std::min(options_.first_pause * pause, kLongestPause));
  }
  app::Log(app::Severity::kWarning, "operation comes again",
           {{"operation", work.name}, {"status", status.ToString()}});
  GiveBack(run);
}

void Runner::GiveBack(const OperationRun& run) {
  store_.database()
      .Write(absl::Now() + kPatience,
             [&](sql::Transaction& transaction) {
               return ledger_.Release(transaction, run.work().name, id_);
             })
      .IgnoreError();  // then its lease ends
}

void Runner::EndWith(const OperationRun& run, const absl::Status& error) {
  if (IsDefect(error)) {
    app::Log(app::Severity::kError, "operation failed",
             {{"operation", run.work().name}, {"status", error.ToString()}});
  }
  const absl::Status ended = store_.Write(absl::Now() + kPatience, Keeper(), [&](Session& session) {
    return ledger_.Fail(session, run.work().name, id_, run.progress(), error);
  });
  // Its lease ends, and it is run again.
  if (!ended.ok()) {
    app::Log(app::Severity::kWarning, "end of an operation not stored",
             {{"operation", run.work().name}, {"status", ended.ToString()}});
  }
}

}  // namespace palier::operations
