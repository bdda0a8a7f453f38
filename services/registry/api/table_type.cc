// SPDX-License-Identifier: Apache-2.0
#include "registry/api/table_type.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/mapping/text.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/project.pb.h"
#include "palier/registry/v1/structure.pb.h"
#include "registry/api/hooks.h"

namespace palier::registry {
namespace {

template <typename Resource>
const Columns& ColumnsOf() {
  static const auto* columns = new Columns(*Resource::descriptor());
  return *columns;
}

const resource::Type* TypeOf(const Types& types, absl::string_view collection) {
  if (collection == "people") return &types.person;
  if (collection == "departments") return &types.department;
  if (collection == "teams") return &types.team;
  if (collection == "projects") return &types.project;
  if (collection == "objectives") return &types.objective;
  if (collection == "frictions") return &types.friction;
  if (collection == "applications") return &types.application;
  return nullptr;
}

absl::string_view French(absl::string_view collection) {
  if (collection == "people") return "les personnes";
  if (collection == "departments") return "les directions";
  if (collection == "teams") return "les équipes";
  if (collection == "projects") return "les projets";
  if (collection == "objectives") return "les objectifs";
  if (collection == "frictions") return "les irritants";
  return collection;
}

absl::StatusOr<bool> Lives(resource::Session& session, const resource::Type& type,
                           absl::string_view name) {
  const std::unique_ptr<google::protobuf::Message> found(type.New(nullptr));
  ASSIGN_OR_RETURN(const bool exists, session.Find(type, name, found.get()));
  return exists && !resource::HasStandard(*found, "delete_time");
}

}  // namespace

absl::StatusOr<TableType> TableTypeOf(const Context& context, v1::TableKind kind,
                                      const std::string& organization) {
  const Types& types = context.types;
  switch (kind) {
    case v1::PROJECTS:
      return TableType{types.project, ColumnsOf<v1::Project>(), ProjectHooks(context),
                       organization};
    case v1::TEAMS:
      return TableType{types.team, ColumnsOf<v1::Team>(), TeamHooks(context), organization};
    case v1::ENTRIES:
      return TableType{types.entry, ColumnsOf<v1::Entry>(), EntryHooks(context), organization};
    default:
      return status::InvalidField("kind", {"say what the table holds: PROJECTS, TEAMS or ENTRIES",
                                           "dites ce que contient la table : PROJECTS, TEAMS ou "
                                           "ENTRIES"});
  }
}

absl::StatusOr<CellError> ResolveName(resource::Session& session, const Types& types,
                                      const std::string& organization, absl::string_view collection,
                                      absl::string_view text, std::string& name) {
  const resource::Type* type = TypeOf(types, collection);
  if (type == nullptr) return CellError();  // taken as it is
  name = absl::StrCat(organization, "/", collection, "/", text);
  if (type->pattern().Matches(name)) {
    ASSIGN_OR_RETURN(const bool lives, Lives(session, *type, name));
    if (lives) return CellError();
  }
  ASSIGN_OR_RETURN(
      const std::vector<std::string> called,
      session.FindBy(*type, resource::OrganizationOf(organization), "display_name", text));
  int found = 0;
  for (const std::string& each : called) {
    ASSIGN_OR_RETURN(const bool lives, Lives(session, *type, each));
    if (!lives) continue;
    ++found;
    name = each;
  }
  if (found == 1) return CellError();
  const std::string excerpt(mapping::Excerpt(text, 60));
  if (found > 1) {
    return CellError(
        status::Text{absl::StrCat("several ", collection, " are called ", excerpt, ": give the id"),
                     absl::StrCat("plusieurs s'appellent ", excerpt, " parmi ", French(collection),
                                  " : donnez l'identifiant")});
  }
  return CellError(
      status::Text{absl::StrCat("nothing in ", collection, " is called ", excerpt),
                   absl::StrCat("rien ne s'appelle ", excerpt, " parmi ", French(collection))});
}

}  // namespace palier::registry
