// SPDX-License-Identifier: Apache-2.0
// Callers that ask several processes the same without a pause, and how long each goes on being told
// what is no longer so.
#ifndef PALIER_TESTS_SCENARIOS_ASKERS_H_
#define PALIER_TESTS_SCENARIOS_ASKERS_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/client.h"

namespace palier::scenarios {

struct Reply {
  absl::Status status;
  // What was said, in one word, and why.
  std::string word, explanation;
};
using Question = std::function<Reply(const rpc::Client&)>;

// One thread for each process. Thread-safe.
class Askers {
 public:
  // `allowing`: the word that must not be heard any more once it was revoked.
  Askers(Question question, std::string allowing);
  ~Askers();

  void Add(const std::string& address);
  void Clear();

  // Waits until every process says so.
  bool AllSay(const std::string& word);
  // The longest that a process went on allowing after `revoked`, by when it was asked.
  absl::Duration LongestAfter(absl::Time revoked) const;
  // Every call so far was answered.
  void ExpectNoFailure() const;
  // The last explanation of every process has this in it.
  void ExpectExplanation(const std::string& part) const;

 private:
  class Asker;
  const Question question_;
  const std::string allowing_;
  std::vector<std::unique_ptr<Asker>> askers_;
};

// People who ask the same until the end, more of them than a process has threads.
class Crowd {
 public:
  explicit Crowd(std::function<absl::Status(const rpc::CallOptions&)> ask);
  ~Crowd();
  int refused() const { return refused_; }

 private:
  const std::function<absl::Status(const rpc::CallOptions&)> ask_;
  std::atomic<bool> leaving_{false};
  std::atomic<int> refused_{0};
  std::vector<std::thread> threads_;
};

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_ASKERS_H_
