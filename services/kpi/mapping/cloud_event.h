// SPDX-License-Identifier: Apache-2.0
// CloudEvents 1.0 in their JSON format, as far as a source rests on them. Pure functions, safe from
// any thread.
#ifndef PALIER_KPI_MAPPING_CLOUD_EVENT_H_
#define PALIER_KPI_MAPPING_CLOUD_EVENT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/mapping/json_value.h"

namespace palier::kpi {

// The JSON that an event has in `data_base64`; none if it has no such member, or bytes of another
// type there. UNREADABLE_RECORD for what is no event: without `specversion` 1.0, `id`, `source` or
// `type`, with both forms of data, or with a `data_base64` that is not what it says it is.
//
// Names and values of extensions are not looked at: feeds that write `iodebeziumtxId`, which the
// specification forbids, are read all the same. `time` is for who maps it.
absl::StatusOr<std::optional<std::string>> EncodedData(mapping::JsonNode event);

}  // namespace palier::kpi

#endif  // PALIER_KPI_MAPPING_CLOUD_EVENT_H_
