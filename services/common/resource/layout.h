// SPDX-License-Identifier: Apache-2.0
// Which field of a type each of the columns f0..f15 holds.
#ifndef PALIER_COMMON_RESOURCE_LAYOUT_H_
#define PALIER_COMMON_RESOURCE_LAYOUT_H_

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/resource/type.h"
#include "common/sql/database.h"

namespace palier::resource {

// Makes the columns of every row of these types hold the fields that its type has now, when the
// database was last told of others: a version that makes a field filterable writes the rows anew at
// its start, in pieces, each with its own deadline of a minute. Rows that change meanwhile are left
// to who changes them, and those that cannot be read are left as they are. Idempotent; several processes may do it at once. Blocks.
absl::Status KeepLayouts(sql::Database& database, absl::Span<const Type* const> types);

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_LAYOUT_H_
