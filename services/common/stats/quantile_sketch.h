// SPDX-License-Identifier: Apache-2.0
// Quantiles of integers in little space, whatever the order they come in.
#ifndef PALIER_COMMON_STATS_QUANTILE_SKETCH_H_
#define PALIER_COMMON_STATS_QUANTILE_SKETCH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace palier::stats {

// A DDSketch (Masson, Rim, Lee, VLDB 2019) with a fixed range of buckets, none of which is ever
// collapsed, and an integer bucket function: the top seven bits of the magnitude (64 buckets to
// each doubling, as HdrHistogram has them). So the same values in any order, merged in any way,
// give the same sketch on every machine. A quantile is within 1/128 (0.8 %) of a value of its rank;
// exact below 128. At most 7,425 buckets; those that are used take about 3 bytes each when
// serialised.
class QuantileSketch {
 public:
  // Values lie in [-INT64_MAX, INT64_MAX].
  void Add(int64_t value);
  void Merge(const QuantileSketch& other);

  int64_t count() const { return count_; }
  // The value of nearest rank ceil(count * per_mille / 1000), for per_mille in [1, 1000]; 0 for an
  // empty sketch.
  int64_t Quantile(int per_mille) const;

  // Equal sketches have equal bytes; those of the empty one are none.
  std::string Serialize() const;
  // Returns DATA_LOSS for bytes that Serialize does not write.
  static absl::StatusOr<QuantileSketch> Parse(absl::string_view bytes);
  // Merges a serialised sketch; as Parse. After an error it is as before.
  absl::Status MergeBytes(absl::string_view bytes);

  friend bool operator==(const QuantileSketch&, const QuantileSketch&) = default;

 private:
  struct Bucket {
    int32_t number;
    int64_t count;
    friend bool operator==(const Bucket&, const Bucket&) = default;
  };
  void Merge(absl::Span<const Bucket> others);

  // By number, whose order is that of the values. Merging is what sketches are for, and two sorted
  // rows merge several times faster than trees do.
  std::vector<Bucket> buckets_;
  int64_t count_ = 0;
};

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_QUANTILE_SKETCH_H_
