// SPDX-License-Identifier: Apache-2.0
// A deadline on the monotonic clock, so that a step of the wall clock neither ends nor prolongs a
// statement.
#ifndef PALIER_COMMON_SQL_DEADLINE_H_
#define PALIER_COMMON_SQL_DEADLINE_H_

#include <algorithm>
#include <chrono>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace palier::sql {

// A value; thread-safe.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  // The moment that `time` will be if the wall clock is not set until then; at most ten years away.
  explicit Deadline(absl::Time time) : Deadline(time - absl::Now()) {}
  explicit Deadline(absl::Duration left)
      : at_(Clock::now() +
            absl::ToChronoNanoseconds(std::clamp(left, absl::ZeroDuration(), absl::Hours(87600)))) {
  }

  bool passed() const { return Clock::now() >= at_; }
  // Zero once passed.
  absl::Duration left() const {
    return std::max(absl::ZeroDuration(), absl::FromChrono(at_ - Clock::now()));
  }
  // The earlier of this one and `limit` from now.
  Deadline Within(absl::Duration limit) const {
    return std::min(*this, Deadline(limit), [](auto& a, auto& b) { return a.at_ < b.at_; });
  }
  // This much later.
  Deadline After(absl::Duration grace) const { return Deadline(left() + grace); }

 private:
  Clock::time_point at_;
};

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_DEADLINE_H_
