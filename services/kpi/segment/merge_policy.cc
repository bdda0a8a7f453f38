// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/merge_policy.h"

#include <bit>

namespace palier::kpi {
namespace {

constexpr size_t kFanIn = 8;
constexpr size_t kMost = 32;
constexpr int64_t kFinal = 1 << 16;
constexpr int64_t kLarge = 1 << 18;

int RankOf(int64_t rows) {
  return (std::bit_width(static_cast<uint64_t>(rows)) - 1) / 3;
}

}  // namespace

size_t TailToMerge(absl::Span<const int64_t> row_counts) {
  size_t tail = 0;
  int64_t in_tail = 0;
  for (int rank = 0; rank <= RankOf(kFinal); ++rank) {
    size_t of_rank = 0;
    while (tail < row_counts.size()) {
      const int64_t rows = row_counts[row_counts.size() - 1 - tail];
      if (rows >= kFinal || RankOf(rows) > rank) break;
      of_rank += RankOf(rows) == rank;
      ++tail;
      in_tail += rows;
      if (of_rank == kFanIn || tail == kMost || in_tail >= kLarge) return tail;
    }
  }
  return 0;
}

}  // namespace palier::kpi
