// SPDX-License-Identifier: Apache-2.0
// By what a version is found: its identity, and its KPI and business key if it has one. Both are
// keys of one kind: the first 40 bits of a hash. What is found by a key is looked at, so that two
// that share one cost time only. Pure, safe from any thread.
#ifndef PALIER_KPI_SEGMENT_KEY_H_
#define PALIER_KPI_SEGMENT_KEY_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "kpi/domain/measurement.h"
#include "palier/kpi/storage/v1/segment.pb.h"

namespace palier::kpi {

struct KeyEntry {
  uint64_t key = 0;
  uint32_t row = 0;  // in the segment
  friend bool operator==(const KeyEntry&, const KeyEntry&) = default;
};

uint64_t KeyOfIdentity(const Hash128& identity);
uint64_t KeyOfBusinessKey(absl::string_view kpi, absl::string_view business_key);

// `entries` are in the order of their keys.
void Encode(absl::Span<const KeyEntry> entries, storage::v1::KeyBlock& block);
// Rows lie below `row_count`. DATA_LOSS for what Encode does not write.
absl::Status Decode(const storage::v1::KeyBlock& block, size_t row_count,
                    std::vector<KeyEntry>& entries);

}  // namespace palier::kpi

#endif  // PALIER_KPI_SEGMENT_KEY_H_
