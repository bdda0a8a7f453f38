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

// Sketches and users are most of a cell and seldom asked for: they lie in blocks beside it.
struct CellBlocks {
  storage::v1::CellBlock cells;
  storage::v1::SketchBlock sketches;
  storage::v1::UserBlock users;
};

// `cells` are in order.
CellBlocks Encode(absl::Span<const SegmentCell> cells);
// Cells without sketches and users. Numbers of texts lie below `text_count`. DATA_LOSS for what
// Encode does not write, as below.
absl::Status Decode(const storage::v1::CellBlock& block, size_t text_count,
                    std::vector<SegmentCell>& cells);
// Adds what the blocks beside have to the last cells that were decoded.
absl::Status AddSketches(const storage::v1::SketchBlock& block, std::vector<SegmentCell>& cells);
absl::Status AddUsers(const storage::v1::UserBlock& block, size_t text_count,
                      std::vector<SegmentCell>& cells);

}  // namespace palier::kpi

#endif  // PALIER_KPI_SEGMENT_CELL_H_
