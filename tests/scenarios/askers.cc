// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/askers.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/rpc/auth.h"
#include "tests/scenarios/service_calls.h"

namespace palier::scenarios {
namespace {

constexpr int kCrowd = 48;

rpc::ClientOptions CrmOptions() {
  rpc::ClientOptions options;
  options.headers = {{rpc::kPrincipalKey, "services/crm"}};
  options.default_timeout = absl::Seconds(20);
  options.attempts = 1;
  return options;
}

}  // namespace

class Askers::Asker {
 public:
  Asker(const std::string& address, const Question& question, const std::string& allowing)
      : client_(rpc::Connect(address), CrmOptions()),
        question_(question),
        allowing_(allowing),
        thread_([this] { Run(); }) {}
  ~Asker() {
    stopping_ = true;
    thread_.join();
  }

  Reply last() const {
    const absl::MutexLock lock(&mutex_);
    return last_;
  }
  // When the last question was asked that was allowed.
  absl::Time last_allowed() const {
    const absl::MutexLock lock(&mutex_);
    return last_allowed_;
  }
  int64_t answers() const { return answers_; }
  std::vector<std::string> failures() const {
    const absl::MutexLock lock(&mutex_);
    return failures_;
  }

 private:
  void Run() {
    while (!stopping_) {
      const absl::Time asked = absl::Now();
      const Reply reply = question_(client_);
      ++answers_;
      const absl::MutexLock lock(&mutex_);
      if (!reply.status.ok()) {
        failures_.push_back(reply.status.ToString());
        continue;
      }
      last_ = reply;
      if (reply.word == allowing_) last_allowed_ = asked;
    }
  }

  const rpc::Client client_;
  const Question question_;
  const std::string allowing_;
  std::atomic<bool> stopping_{false};
  std::atomic<int64_t> answers_{0};
  mutable absl::Mutex mutex_;
  Reply last_ ABSL_GUARDED_BY(mutex_);
  absl::Time last_allowed_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  std::vector<std::string> failures_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

Askers::Askers(Question question, std::string allowing)
    : question_(std::move(question)), allowing_(std::move(allowing)) {}

Askers::~Askers() = default;

void Askers::Add(const std::string& address) {
  askers_.push_back(std::make_unique<Asker>(address, question_, allowing_));
}

void Askers::Clear() {
  askers_.clear();
}

bool Askers::AllSay(const std::string& word) {
  const bool all = Await([&] {
    return std::all_of(askers_.begin(), askers_.end(),
                       [&](const auto& asker) { return asker->last().word == word; });
  });
  if (!all) ExpectNoFailure();
  for (const auto& asker : askers_) EXPECT_EQ(asker->last().word, word);
  return all;
}

absl::Duration Askers::LongestAfter(absl::Time revoked) const {
  absl::Duration longest = -absl::InfiniteDuration();
  for (const auto& asker : askers_) longest = std::max(longest, asker->last_allowed() - revoked);
  return longest;
}

void Askers::ExpectNoFailure() const {
  for (const auto& asker : askers_) {
    const std::vector<std::string> failures = asker->failures();
    EXPECT_TRUE(failures.empty()) << failures.size() << " of " << asker->answers() << ": "
                                  << failures.front();
  }
}

void Askers::ExpectExplanation(const std::string& part) const {
  for (const auto& asker : askers_)
    EXPECT_NE(asker->last().explanation.find(part), std::string::npos) << asker->last().explanation;
}

Crowd::Crowd(std::function<absl::Status(const rpc::CallOptions&)> ask) : ask_(std::move(ask)) {
  for (int i = 0; i < kCrowd; ++i) {
    threads_.emplace_back([this] {
      rpc::CallOptions options;
      while (!leaving_) {
        options.deadline = absl::Now() + absl::Seconds(5);
        if (!ask_(options).ok()) ++refused_;
      }
    });
  }
}

Crowd::~Crowd() {
  leaving_ = true;
  for (std::thread& thread : threads_) thread.join();
}

}  // namespace palier::scenarios
