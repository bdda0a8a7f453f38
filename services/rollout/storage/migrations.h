// SPDX-License-Identifier: Apache-2.0
// Tables of the roll-out service beside its resources.
#ifndef PALIER_ROLLOUT_STORAGE_MIGRATIONS_H_
#define PALIER_ROLLOUT_STORAGE_MIGRATIONS_H_

#include "absl/types/span.h"
#include "common/sql/database.h"

namespace palier::rollout {

// Of the component "rollout".
absl::Span<const sql::Migration> Migrations();

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_STORAGE_MIGRATIONS_H_
