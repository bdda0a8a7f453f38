// SPDX-License-Identifier: Apache-2.0
// Which record a row of a table is about.
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/mapping/fingerprint.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "registry/api/table_import.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using mapping::TableRow;
using resource::Session;

constexpr int kMaxSuffix = 99;

std::string CollectionOf(const resource::Type& type) {
  const std::string& pattern = type.pattern().text();
  const size_t end = pattern.rfind('/');
  const size_t begin = pattern.rfind('/', end - 1) + 1;
  return pattern.substr(begin, end - begin);
}

}  // namespace

absl::StatusOr<std::string> TableImport::FindParent(Session& session, const TableRow& row,
                                                    std::vector<RowError>& errors) {
  if (!table_.below_projects()) return table_.organization;
  const std::string text = mapping_->Text(row, "project");
  std::string name = text;
  CellError error;
  if (text.empty()) {
    error = status::Text{"say which project", "dites de quel projet"};
  } else if (absl::StartsWith(text, "projects/")) {
    name = absl::StrCat(table_.organization, "/", text);
  } else if (!absl::StartsWith(text, "organizations/")) {
    ASSIGN_OR_RETURN(
        error, ResolveName(session, context_.types, table_.organization, "projects", text, name));
  }
  if (!error.has_value() &&
      (!context_.types.project.pattern().Matches(name) ||
       resource::OrganizationOf(name) != resource::OrganizationOf(table_.organization))) {
    error = status::Text{"no such project", "pas de tel projet"};
  }
  if (error.has_value()) errors.push_back(mapping_->About(row, "project", *error));
  return name;
}

absl::StatusOr<TableImport::Target> TableImport::FindTarget(Session& session, const TableRow& row,
                                                            std::vector<RowError>& errors) {
  ASSIGN_OR_RETURN(const std::string parent, FindParent(session, row, errors));
  if (!errors.empty()) return Target();
  Target target;
  const std::string id = mapping_->Text(row, "id");
  if (id.empty()) {
    ASSIGN_OR_RETURN(target, FindByName(session, row, parent, errors));
  } else {
    target.name = absl::StrCat(parent, "/", CollectionOf(table_.type), "/", id);
    const std::unique_ptr<Message> found(table_.type.New(nullptr));
    if (table_.type.pattern().Matches(target.name)) {
      ASSIGN_OR_RETURN(target.exists, session.Find(table_.type, target.name, found.get()));
    }
    if (target.exists && resource::HasStandard(*found, "delete_time")) {
      errors.push_back(mapping_->About(row, "id",
                                       {"the record is deleted; undelete it first",
                                        "la fiche est supprimée ; restaurez-la d'abord"}));
    } else if (!target.exists) {
      AddStatus(row, aip::ValidateId(id, "id"), errors);
    }
  }
  if (!errors.empty()) return target;
  const auto earlier = row_of_.find(target.name);
  const auto [same, added] = row_of_in_batch_.try_emplace(target.name, row.number);
  if (earlier != row_of_.end() || !added) {
    const int64_t first = earlier != row_of_.end() ? earlier->second : same->second;
    errors.push_back({"",
                      "",
                      {absl::StrCat("is about the same record as row ", first, ": give them ids"),
                       absl::StrCat("concerne la même fiche que la ligne ", first,
                                    " : donnez des identifiants")}});
  }
  return target;
}

absl::StatusOr<TableImport::Target> TableImport::FindByName(Session& session, const TableRow& row,
                                                            const std::string& parent,
                                                            std::vector<RowError>& errors) {
  const std::string display_name = mapping_->Text(row, "display_name");
  if (display_name.empty()) {
    errors.push_back({"", "", {"has neither an id nor a name", "n'a ni identifiant ni nom"}});
    return Target();
  }
  ASSIGN_OR_RETURN(
      const std::vector<std::string> called,
      session.FindBy(table_.type, resource::OrganizationOf(parent), "display_name", display_name));
  std::vector<std::string> living;
  const std::unique_ptr<Message> found(table_.type.New(nullptr));
  for (const std::string& name : called) {
    if (resource::ParentOf(name) != parent) continue;
    ASSIGN_OR_RETURN(const bool exists, session.Find(table_.type, name, found.get()));
    if (exists && !resource::HasStandard(*found, "delete_time")) living.push_back(name);
  }
  if (living.size() > 1) {
    errors.push_back(mapping_->About(row, "display_name",
                                     {"several records have this name: give the id",
                                      "plusieurs fiches ont ce nom : donnez l'identifiant"}));
    return Target();
  }
  if (living.size() == 1) return Target{living.front(), true};
  return FreeName(session, parent, display_name);
}

// An id made from the name; taken ones, by deleted records too, get a number.
absl::StatusOr<TableImport::Target> TableImport::FreeName(Session& session,
                                                          const std::string& parent,
                                                          const std::string& display_name) {
  std::string id = aip::MakeId(display_name);
  // A name in another script.
  if (id.empty()) id = "r-" + mapping::Fingerprint({{"display_name", display_name}}).substr(0, 8);
  const std::string below = absl::StrCat(parent, "/", CollectionOf(table_.type), "/");
  const std::unique_ptr<Message> found(table_.type.New(nullptr));
  Target target{below + id, false};
  for (int suffix = 2; suffix <= kMaxSuffix; ++suffix) {
    ASSIGN_OR_RETURN(const bool taken, session.Find(table_.type, target.name, found.get()));
    if (!taken) break;
    target.name = absl::StrCat(below, id.substr(0, 60), "-", suffix);
  }
  return target;
}

}  // namespace palier::registry
