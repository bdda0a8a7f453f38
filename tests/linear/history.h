// SPDX-License-Identifier: Apache-2.0
// What clients asked of versioned records and what they were answered, in order of time.
#ifndef PALIER_TESTS_LINEAR_HISTORY_H_
#define PALIER_TESTS_LINEAR_HISTORY_H_

#include <atomic>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace palier::linear {

// A moment of a history: what has the smaller one came first. No duration can be had of it.
using Moment = int64_t;
// The end of a call that was never answered: it may still take effect.
inline constexpr Moment kNever = std::numeric_limits<Moment>::max();

enum class Kind { kRead, kWrite };

enum class Outcome {
  kOk,
  // A write that was refused because the record no longer had the version it names.
  kFailed,
  // A write whose answer was lost: it took effect once, or not.
  kUnknown,
};

// A read of a record, or a write that replaces one version of it by a new one (compare-and-set).
// No two writes have the same value.
struct Operation {
  int client = 0;
  std::string record;
  Kind kind = Kind::kRead;
  Outcome outcome = Outcome::kOk;
  Moment invoked = 0;
  // kNever when the outcome is unknown.
  Moment answered = kNever;
  // Of a write: the version that it replaces; empty for the one that made the record.
  std::string expected;
  // The version that was read, or made; empty when a write failed or its outcome is unknown.
  std::string version;
  // The value that was read, or written.
  std::string value;
};

using History = std::vector<Operation>;

// Gives moments; thread-safe. Taken before a call begins and after it ended, they order calls as
// real time does.
class Moments {
 public:
  Moment Next() { return next_++; }

 private:
  std::atomic<Moment> next_{0};
};

}  // namespace palier::linear

#endif  // PALIER_TESTS_LINEAR_HISTORY_H_
