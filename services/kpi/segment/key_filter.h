// SPDX-License-Identifier: Apache-2.0
// Tells most keys that a segment does not have without looking. A split block Bloom filter (Putze,
// Sanders, Singler 2007, as Apache Parquet has it): eight bits of one 32-byte block for each key,
// 24 bits of filter per key, so that fewer than one absent key in a thousand pass. Pure, safe from
// any thread.
#ifndef PALIER_KPI_SEGMENT_KEY_FILTER_H_
#define PALIER_KPI_SEGMENT_KEY_FILTER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace palier::kpi {

// Bytes of an empty filter for `keys` keys.
std::string EmptyFilter(size_t keys);
void AddToFilter(std::string& filter, uint64_t key);
// Whether the key may be there. A filter that is no whole number of blocks lets all pass.
bool MayContain(absl::string_view filter, uint64_t key);

}  // namespace palier::kpi

#endif  // PALIER_KPI_SEGMENT_KEY_FILTER_H_
