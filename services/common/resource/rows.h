// SPDX-License-Identifier: Apache-2.0
// The layout of the resource table.
#ifndef PALIER_COMMON_RESOURCE_ROWS_H_
#define PALIER_COMMON_RESOURCE_ROWS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/resource/type.h"
#include "common/sql/database.h"

namespace palier::resource {

// `f0` .. `f15`.
std::string ColumnOf(int index);
// The values of f0 .. f15 for a resource, in order.
std::vector<sql::Value> FieldValues(const Type& type, const google::protobuf::Message& resource);
// The part of a resource name that owns it: the id of its organisation.
std::string OrganizationOf(absl::string_view name);
// The last id of a resource name; an id itself.
std::string IdOf(absl::string_view name);
// Resource name of the parent; empty for a top-level resource.
std::string ParentOf(absl::string_view name);
// SQL that is true for the rows of the type. Its label is a literal: only so does a planner know at
// once that an index of the type's rows serves (SQLite plans anew for each value that is bound).
std::string TypeCondition(const Type& type);
// SQL that is true for rows whose parent is `parent`, where the last id may be `-`; appends its
// parameters.
std::string ParentCondition(absl::string_view parent, std::vector<sql::Value>& parameters);
// The revision that an etag (aip::MakeEtag) stands for; 0 for something that is no etag of ours.
int64_t RevisionOf(absl::string_view etag);

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_ROWS_H_
