// SPDX-License-Identifier: Apache-2.0
// When segments are merged. Pure, safe from any thread.
#ifndef PALIER_KPI_SEGMENT_MERGE_POLICY_H_
#define PALIER_KPI_SEGMENT_MERGE_POLICY_H_

#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"

namespace palier::kpi {

// How many of the newest segments should become one, given the rows of each, oldest first; 0 for
// none. Sizes are ranked by powers of eight. The newest eight of a rank are merged with the smaller
// ones that came between them, so that a row is written again about once for each factor of eight;
// so are the newest 32 of any ranks, so that few segments are left to look into, and those that
// have 2^18 rows together. What has 2^16 rows is never merged again: a merge has less than
// 2^18 + 2^16, some hundred megabytes while it lasts, however far behind it is.
size_t TailToMerge(absl::Span<const int64_t> row_counts);

}  // namespace palier::kpi

#endif  // PALIER_KPI_SEGMENT_MERGE_POLICY_H_
