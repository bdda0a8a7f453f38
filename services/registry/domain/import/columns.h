// SPDX-License-Identifier: Apache-2.0
// Where the columns of a profile stand in one file.
#ifndef PALIER_REGISTRY_DOMAIN_IMPORT_COLUMNS_H_
#define PALIER_REGISTRY_DOMAIN_IMPORT_COLUMNS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/mapping/header.h"
#include "registry/domain/import/finding.h"
#include "registry/domain/import/profile.h"

namespace palier::registry {

struct BoundColumn {
  // Of the profile, which must outlive this.
  const ColumnRule* rule = nullptr;
  int index = 0;
  // As the file calls it.
  std::string header;
};

struct ColumnPlan {
  // In the order of the profile; ignored columns are not in it.
  std::vector<BoundColumn> columns;
  int header_size = 0;
  // UNKNOWN_COLUMN and MISSING_COLUMN.
  std::vector<Finding> findings;
};

// Binds each rule to the first column it names. Returns UNREADABLE_FILE with the names of the
// needed columns that are missing. Thread-safe.
absl::StatusOr<ColumnPlan> BindColumns(const mapping::Header& header, const Profile& profile);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_IMPORT_COLUMNS_H_
