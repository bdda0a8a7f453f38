// SPDX-License-Identifier: Apache-2.0
// What the rows of a segment add to the days, and its encoding. Pure, safe from any thread.
#ifndef PALIER_KPI_SEGMENT_CELL_H_
#define PALIER_KPI_SEGMENT_CELL_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "kpi/domain/rollup.h"
#include "kpi/segment/row.h"

namespace palier::kpi {

struct SegmentCell {
  CellPlace place;
  // Not an addition: all that counts in this day, in place of what older segments say.
  bool anew = false;
  DayCell day;
  // Numbers of their texts, ascending, each once.
  std::vector<uint32_t> users;
};

// What both say, where `newer` is of a newer segment with the same texts.
void Fold(SegmentCell&& newer, SegmentCell& older);

// `cells` are in order.
void Encode(absl::Span<const SegmentCell> cells, storage::v1::CellBlock& block);
// Numbers of texts lie below `text_count`. DATA_LOSS for what Encode does not write.
absl::Status Decode(const storage::v1::CellBlock& block, size_t text_count,
                    std::vector<SegmentCell>& cells);

}  // namespace palier::kpi

#endif  // PALIER_KPI_SEGMENT_CELL_H_
