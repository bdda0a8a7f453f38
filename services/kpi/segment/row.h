// SPDX-License-Identifier: Apache-2.0
// Versions of facts as a segment holds them, and their encoding. Pure, safe from any thread.
#ifndef PALIER_KPI_SEGMENT_ROW_H_
#define PALIER_KPI_SEGMENT_ROW_H_

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "palier/kpi/storage/v1/segment.pb.h"

namespace palier::kpi {

// A day of a KPI and team; the texts by their number in the segment, whose order is theirs.
struct CellPlace {
  uint32_t kpi = 0;
  uint32_t team = 0;
  int64_t day = 0;
  friend auto operator<=>(const CellPlace&, const CellPlace&) = default;
};

// A version of a fact; the fields are those of kpi::Version. Texts that repeat are numbers.
struct Row {
  CellPlace cell;
  uint32_t source = 0;
  uint32_t user = 0;  // 0: none; else one more than its number
  int32_t item = 0;
  uint8_t scale = 0;
  uint8_t semantics = 0;
  uint8_t standing = 0;
  bool retraction = false;
  // An older segment has this version too, and what it says is out of date.
  bool rewrites = false;
  int64_t event_time_us = 0;
  int64_t order_key = 0;
  int64_t value = 0;
  int64_t receive_time_us = 0;
  absl::string_view event_id;
  absl::string_view business_key;

  auto order() const { return std::tie(cell, event_time_us); }
};

// Rows of a block, with the bytes that their texts point into. Cannot be copied.
struct Rows {
  Rows() = default;
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  std::vector<Row> rows;
  std::string event_ids;
  std::string business_keys;
};

// `rows` are in order.
void Encode(absl::Span<const Row> rows, storage::v1::RowBlock& block);
// Numbers of texts lie below `text_count`. DATA_LOSS for what Encode does not write.
absl::Status Decode(const storage::v1::RowBlock& block, size_t text_count, Rows& rows);

}  // namespace palier::kpi

#endif  // PALIER_KPI_SEGMENT_ROW_H_
