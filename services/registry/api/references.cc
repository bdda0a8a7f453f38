// SPDX-License-Identifier: Apache-2.0
#include "registry/api/references.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::registry {

absl::Status CheckReference(resource::Session& session,
                            const std::vector<const resource::Type*>& types,
                            absl::string_view field, absl::string_view value,
                            absl::string_view owner) {
  if (value.empty()) return absl::OkStatus();
  const auto fits = [&](const resource::Type* type) { return type->pattern().Matches(value); };
  const resource::Type* type = nullptr;
  for (const resource::Type* candidate : types) {
    if (fits(candidate)) type = candidate;
  }
  const std::string patterns = absl::StrJoin(
      types, ", ",
      [](std::string* out, const resource::Type* each) { out->append(each->pattern().text()); });
  if (type == nullptr) {
    return status::InvalidField(field, {absl::StrCat("expected a name like ", patterns),
                                        absl::StrCat("attendu : un nom comme ", patterns)});
  }
  bool exists = false;
  if (resource::OrganizationOf(value) == resource::OrganizationOf(owner)) {
    std::unique_ptr<google::protobuf::Message> found(type->New(nullptr));
    ASSIGN_OR_RETURN(exists, session.Find(*type, value, found.get()));
    exists = exists && !resource::HasStandard(*found, "delete_time");
  }
  if (exists) return absl::OkStatus();
  return status::InvalidField(field,
                              {absl::StrCat(value, " does not exist in this organisation"),
                               absl::StrCat(value, " n'existe pas dans cette organisation")});
}

absl::Status CheckReferences(resource::Session& session,
                             const std::vector<const resource::Type*>& types,
                             absl::string_view field,
                             const google::protobuf::RepeatedPtrField<std::string>& names,
                             absl::string_view owner) {
  for (int i = 0; i < names.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (names[i].empty()) {
      return status::InvalidField(path, {"expected a resource name", "nom de ressource attendu"});
    }
    RETURN_IF_ERROR(CheckReference(session, types, path, names[i], owner));
  }
  return absl::OkStatus();
}

}  // namespace palier::registry
