// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/merge_policy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

namespace palier::kpi {
namespace {

TEST(MergePolicyTest, EightOfARankBecomeOne) {
  struct Case {
    std::vector<int64_t> row_counts;
    size_t merged;
  };
  const Case cases[] = {
      {{}, 0},
      {{1, 1, 1, 1, 1, 1, 1}, 0},
      {{1, 1, 1, 1, 1, 1, 1, 1}, 8},
      {{9, 9, 1, 1, 1, 1, 1, 1, 1, 1}, 8},
      // No more than eight, however many there are.
      {{9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}, 8},
      // What is smaller is taken along, and does not count.
      {{1, 1, 1, 1, 1, 1, 1, 1000}, 0},
      {{100, 100, 100, 100, 100, 100, 100, 1}, 0},
      {{100, 100, 100, 100, 1, 1, 100, 100, 100, 1, 100}, 11},
      // So much that it need not wait for the eighth.
      {{60000, 60000, 60000, 60000, 60000, 9}, 6},
      {{60000, 60000, 60000, 60000, 9}, 0},
      // One that is final stays, and so does what is older.
      {{1, 1, 1, 1, 1, 70000, 1, 1, 1}, 0},
      {{70000, 70000, 70000, 70000, 70000, 70000, 70000, 70000}, 0},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(TailToMerge(c.row_counts), c.merged) << ::testing::PrintToString(c.row_counts);
  }
  // Many between larger ones are merged even though no rank has eight.
  std::vector<int64_t> mixed;
  for (int i = 0; i < 32; ++i) mixed.push_back(i % 2 == 0 ? 1 : 8 << (3 * (i / 8)));
  EXPECT_EQ(TailToMerge(mixed), 32);
}

TEST(MergePolicyTest, FewSegmentsStayAndFewRowsAreWrittenAgain) {
  std::mt19937 random(7);
  for (const int largest : {1, 1000, 10000}) {
    std::vector<int64_t> segments;
    int64_t rows = 0;
    int64_t written = 0;
    size_t most = 0;
    while (rows < 300 * largest) {
      const int64_t batch = 1 + static_cast<int64_t>(random() % static_cast<unsigned>(largest));
      rows += batch;
      written += batch;
      segments.push_back(batch);
      const size_t tail = TailToMerge(segments);
      if (tail > 0) {
        const auto from = segments.end() - static_cast<ptrdiff_t>(tail);
        const int64_t sum = std::accumulate(from, segments.end(), int64_t{0});
        written += sum;
        segments.erase(from, segments.end());
        segments.push_back(sum);
      }
      most = std::max(most, segments.size());
    }
    EXPECT_LE(most, static_cast<size_t>(40 + rows / 65536)) << largest;
    EXPECT_LE(written, 5 * rows) << largest;
  }
}

}  // namespace
}  // namespace palier::kpi
