// SPDX-License-Identifier: Apache-2.0
#include "common/stats/quantile_sketch.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <limits>
#include <optional>

namespace palier::stats {
namespace {

constexpr int kMantissaBits = 7;
constexpr int32_t kExact = 1 << kMantissaBits;  // magnitudes below are their own bucket
constexpr int32_t kPerDoubling = kExact / 2;
constexpr int32_t kLastBucket = kExact + kPerDoubling * (63 - kMantissaBits) - 1;

int32_t BucketOfMagnitude(uint64_t magnitude) {
  if (magnitude < kExact) return static_cast<int32_t>(magnitude);
  const int shift = std::bit_width(magnitude) - kMantissaBits;
  const auto mantissa = static_cast<int32_t>(magnitude >> shift);
  return kExact + (shift - 1) * kPerDoubling + mantissa - kPerDoubling;
}

// The middle of the bucket.
int64_t MagnitudeOf(int32_t bucket) {
  if (bucket < kExact) return bucket;
  const int shift = (bucket - kExact) / kPerDoubling + 1;
  const int64_t mantissa = (bucket - kExact) % kPerDoubling + kPerDoubling;
  return (mantissa << shift) + ((int64_t{1} << shift) - 1) / 2;
}

void AppendVarint(uint64_t number, std::string& bytes) {
  for (; number >= 0x80; number >>= 7) bytes.push_back(static_cast<char>(number | 0x80));
  bytes.push_back(static_cast<char>(number));
}

std::optional<uint64_t> TakeVarint(absl::string_view& bytes) {
  uint64_t number = 0;
  for (int shift = 0; shift < 63 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return number;
  }
  return std::nullopt;
}

}  // namespace

void QuantileSketch::Add(int64_t value) {
  const int32_t bucket = BucketOfMagnitude(static_cast<uint64_t>(std::abs(value)));
  const int32_t number = value < 0 ? -bucket : bucket;
  auto place = std::lower_bound(buckets_.begin(), buckets_.end(), number,
                                [](const Bucket& a, int32_t b) { return a.number < b; });
  if (place == buckets_.end() || place->number != number)
    place = buckets_.insert(place, {number, 0});
  ++place->count;
  ++count_;
}

void QuantileSketch::Merge(absl::Span<const Bucket> others) {
  size_t own = 0, fresh = 0;
  for (const Bucket& other : others) {
    while (own < buckets_.size() && buckets_[own].number < other.number) ++own;
    if (own == buckets_.size() || buckets_[own].number != other.number) {
      ++fresh;
    } else {
      buckets_[own].count += other.count;
    }
  }
  if (fresh == 0) return;
  // From the back, so that nothing is written over before it was moved.
  own = buckets_.size();
  buckets_.resize(own + fresh);
  for (size_t at = buckets_.size(), rest = others.size(); rest > 0 && at > own;) {
    const Bucket& other = others[rest - 1];
    if (own > 0 && buckets_[own - 1].number >= other.number) {
      if (buckets_[own - 1].number == other.number) --rest;
      buckets_[--at] = buckets_[--own];
    } else {
      buckets_[--at] = other;
      --rest;
    }
  }
}

void QuantileSketch::Merge(const QuantileSketch& other) {
  count_ += other.count_;
  if (&other != this) return Merge(absl::MakeConstSpan(other.buckets_));
  for (Bucket& bucket : buckets_) bucket.count *= 2;
}

int64_t QuantileSketch::Quantile(int per_mille) const {
  // Not count * per_mille, which may overflow.
  const int64_t rank = count_ / 1000 * per_mille + (count_ % 1000 * per_mille + 999) / 1000;
  int64_t seen = 0;
  for (const auto& [bucket, count] : buckets_) {
    seen += count;
    if (seen >= rank) return bucket < 0 ? -MagnitudeOf(-bucket) : MagnitudeOf(bucket);
  }
  return 0;
}

std::string QuantileSketch::Serialize() const {
  std::string bytes;
  int32_t before = -kLastBucket - 1;
  for (const auto& [bucket, count] : buckets_) {
    AppendVarint(static_cast<uint64_t>(bucket - before), bytes);
    AppendVarint(static_cast<uint64_t>(count), bytes);
    before = bucket;
  }
  return bytes;
}

absl::StatusOr<QuantileSketch> QuantileSketch::Parse(absl::string_view bytes) {
  QuantileSketch sketch;
  const absl::Status status = sketch.MergeBytes(bytes);
  if (!status.ok()) return status;
  return sketch;
}

absl::Status QuantileSketch::MergeBytes(absl::string_view bytes) {
  std::vector<Bucket> others;
  others.reserve(bytes.size() / 2);
  int64_t count_of_all = count_;
  int64_t bucket = -kLastBucket - 1;
  while (!bytes.empty()) {
    const std::optional<uint64_t> step = TakeVarint(bytes);
    const std::optional<uint64_t> count = TakeVarint(bytes);
    const uint64_t left = static_cast<uint64_t>(std::numeric_limits<int64_t>::max()) -
                          static_cast<uint64_t>(count_of_all);
    if (!step || !count || *step == 0 || *step > 2 * kLastBucket + 1 || *count == 0 ||
        *count > left) {
      return absl::DataLossError("a quantile sketch is damaged");
    }
    bucket += static_cast<int64_t>(*step);
    if (bucket > kLastBucket) return absl::DataLossError("a quantile sketch is damaged");
    others.push_back({static_cast<int32_t>(bucket), static_cast<int64_t>(*count)});
    count_of_all += static_cast<int64_t>(*count);
  }
  Merge(others);
  count_ = count_of_all;
  return absl::OkStatus();
}

}  // namespace palier::stats
