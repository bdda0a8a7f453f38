// SPDX-License-Identifier: Apache-2.0
// The data behind labels.h.
#ifndef PALIER_REGISTRY_DOMAIN_TABLE_LABEL_TABLES_H_
#define PALIER_REGISTRY_DOMAIN_TABLE_LABEL_TABLES_H_

#include <map>

#include "absl/strings/string_view.h"

namespace palier::registry {

// An empty English one is made from the name in the proto.
struct LabelRow {
  const char* en;
  const char* fr;
};

const std::map<absl::string_view, LabelRow>& FieldLabels();
const std::map<absl::string_view, LabelRow>& ValueLabels();

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_TABLE_LABEL_TABLES_H_
