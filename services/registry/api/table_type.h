// SPDX-License-Identifier: Apache-2.0
// The kinds of tables: what their rows are.
#ifndef PALIER_REGISTRY_API_TABLE_TYPE_H_
#define PALIER_REGISTRY_API_TABLE_TYPE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/resource/standard_methods.h"
#include "palier/registry/v1/table_service.pb.h"
#include "registry/api/context.h"
#include "registry/domain/table/column.h"
#include "registry/domain/table/value.h"

namespace palier::registry {

struct TableType {
  const resource::Type& type;
  const Columns& columns;
  resource::Hooks hooks;
  // `organizations/acme`.
  std::string organization;

  bool below_projects() const { return columns.all()[1].use == ColumnUse::kParent; }
  // Parent of the type's List: `organizations/acme/projects/-` for entries.
  std::string list_parent() const {
    return below_projects() ? organization + "/projects/-" : organization;
  }
};

// INVALID_ARGUMENT (INVALID_FIELDS) when the kind is unspecified.
absl::StatusOr<TableType> TableTypeOf(const Context& context, v1::TableKind kind,
                                      const std::string& organization);

// Finds what a text of a file calls so among the undeleted resources of a collection (`people`):
// by id, else by its name for people, without case and accents. Empty for none; several are an
// error as a sentence.
absl::StatusOr<CellError> ResolveName(resource::Session& session, const Types& types,
                                      const std::string& organization, absl::string_view collection,
                                      absl::string_view text, std::string& name);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_TABLE_TYPE_H_
