// SPDX-License-Identifier: Apache-2.0
// A model as the searches for the shortest schedule read it: activities with constant demands over
// their whole duration, renewable resources, and arcs without circle. Four resources of 16 bits are
// one word, so that one subtraction tells whether an activity fits: the top bit of each field of
// what is left is always set, and a demand that is too large takes it away.
#ifndef PALIER_ROLLOUT_SCHEDULE_PACKED_MODEL_H_
#define PALIER_ROLLOUT_SCHEDULE_PACKED_MODEL_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "rollout/schedule/model.h"

namespace palier::schedule {

inline constexpr uint64_t kFieldTops = 0x8000'8000'8000'8000u;
inline constexpr int kMaxPackedCapacity = 0x7fff;

// All lists of one kind in one, those of activity i from begin[i] to begin[i + 1].
template <typename T>
struct Rows {
  std::vector<int> begin{0};
  std::vector<T> all;

  const T* First(int i) const { return all.data() + begin[i]; }
  const T* Last(int i) const { return all.data() + begin[i + 1]; }
  int Size(int i) const { return begin[i + 1] - begin[i]; }
  void Close() { begin.push_back(static_cast<int>(all.size())); }
};

struct PackedArc {
  int activity = 0;
  int lag = 0;
};

struct PackedNeed {
  int word = 0;
  uint64_t amount = 0;
};

struct PackedModel {
  int horizon = 0;
  int words = 0;
  std::vector<int> duration, release;
  // Complete by then: the deadline or the horizon, whichever is earlier.
  std::vector<int> due;
  // The shares of the resources that are taken, summed, in millionths; and this times the duration,
  // in thousandths of the most that any activity has.
  std::vector<int64_t> share, energy;
  Rows<PackedArc> before, after;
  Rows<PackedNeed> needs;
  Rows<int> closed;
  // Activities so that every arc leads to a later one, and the place of each in this order.
  std::vector<int> order, rank;
  // What is left when nothing is placed, with the top bits, word by word over the periods
  // 0 to horizon - 1.
  std::vector<uint64_t> capacity;
  // Every arc lets `before` be complete first: who starts in order of the starts breaks no arc.
  bool plain = true;
  // Nothing but arcs and constant capacities: a schedule read backwards is one of the mirrored
  // model.
  bool reversible = true;

  int size() const { return static_cast<int>(duration.size()); }
};

// INVALID_ARGUMENT for what the makespan searches leave to others: supplies, growths, a budget, and
// demands over a part of the duration.
absl::Status CheckConstantDemands(const Model& model);

// INVALID_ARGUMENT for what CheckConstantDemands() or Validate() refuses, negative lags, and
// amounts beyond 32767 times their common divisor; FAILED_PRECONDITION for arcs in a circle or a
// demand above every capacity: no schedule exists.
absl::StatusOr<PackedModel> Pack(const Model& model);

// The same model with time running backwards, for a reversible one.
PackedModel Mirrored(const PackedModel& packed);

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_PACKED_MODEL_H_
