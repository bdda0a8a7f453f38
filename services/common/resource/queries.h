// SPDX-License-Identifier: Apache-2.0
// Small questions about what is stored.
#ifndef PALIER_COMMON_RESOURCE_QUERIES_H_
#define PALIER_COMMON_RESOURCE_QUERIES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/resource/store.h"
#include "common/resource/type.h"
#include "common/sql/database.h"

namespace palier::resource {

// Position of the last change of an organisation; 0 of one without changes.
absl::StatusOr<int64_t> ChangeCursor(sql::Transaction& transaction, absl::string_view organization);

// Undeleted resources of the type below `parent` (exact, or with `-`).
absl::StatusOr<int64_t> CountBelow(Session& session, const Type& type, absl::string_view parent);

// Resource names of the type over all organisations, deleted ones too, in order: for rounds.
absl::StatusOr<std::vector<std::string>> AllNames(Session& session, const Type& type);

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_QUERIES_H_
