// SPDX-License-Identifier: Apache-2.0
// All that a segment says, in memory: what is written, and what merging reads.
#ifndef PALIER_KPI_SEGMENT_CONTENT_H_
#define PALIER_KPI_SEGMENT_CONTENT_H_

#include <memory>
#include <vector>

#include "absl/strings/string_view.h"
#include "kpi/segment/cell.h"
#include "kpi/segment/key.h"
#include "kpi/segment/row.h"
#include "kpi/segment/text_list.h"

namespace palier::kpi {

// A value that moves. Its rows point into `origins`, or into what the caller keeps.
struct Content {
  std::shared_ptr<const Texts> texts;
  std::vector<Row> rows;           // in order
  std::vector<KeyEntry> keys;      // by key
  std::vector<SegmentCell> cells;  // in order, each place once
  std::vector<std::shared_ptr<const Rows>> origins;
};

// One content that says what all of them say together, oldest first. Of two rows with the same
// identity and fact the newer one stays.
Content Merge(std::vector<Content> contents);

// Without what is about the KPI.
Content WithoutKpi(Content content, absl::string_view kpi);

// Replaces the user by another text, which no text of the content is yet.
void RenameUser(absl::string_view user, absl::string_view to, Content& content);

}  // namespace palier::kpi

#endif  // PALIER_KPI_SEGMENT_CONTENT_H_
