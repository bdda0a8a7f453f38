// SPDX-License-Identifier: Apache-2.0
// How one resource is read: from the cache while nobody writes it, else from the store.
#ifndef PALIER_COMMON_RESOURCE_READ_THROUGH_H_
#define PALIER_COMMON_RESOURCE_READ_THROUGH_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/cache/cache.h"
#include "common/resource/store.h"
#include "common/resource/type.h"

namespace palier::resource {

// Within one process these reads are linearizable with every other read and write of it: they never
// show less than what anybody was shown before they began. Across processes they are not: a write
// of another process is shown once its invalidation was heard (see cache::Cache).

// The stored message of that name, deleted ones too, with its revision. Blocks. NOT_FOUND.
absl::StatusOr<cache::Entry> ReadThrough(const Store& store, cache::Cache& cache, const Type& type,
                                         const std::string& name, absl::Time deadline);
// The same from the near cache alone, if it is there; never blocks.
std::optional<cache::Entry> ReadNear(const Store& store, cache::Cache& cache,
                                     const std::string& name);

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_READ_THROUGH_H_
