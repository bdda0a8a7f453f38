// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/table/column.h"

#include <google/type/money.pb.h>

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/aip/field_behavior.h"
#include "common/mapping/text.h"
#include "registry/domain/table/labels.h"

namespace palier::registry {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// What people want to see though they cannot set it.
bool IsShown(absl::string_view field) {
  return field == "stage" || field == "stage_time" || field == "kind";
}

bool IsMoney(const FieldDescriptor& field) {
  return field.message_type() == google::type::Money::descriptor();
}

status::Text Below(const status::Text& above, const status::Text& label) {
  if (above.en.empty()) return label;
  return {absl::StrCat(above.en, ": ", label.en), absl::StrCat(above.fr, " : ", label.fr)};
}

std::string PathOf(const std::vector<const FieldDescriptor*>& steps) {
  std::string path;
  for (const FieldDescriptor* step : steps)
    absl::StrAppend(&path, path.empty() ? "" : ".", step->name());
  return path;
}

}  // namespace

Columns::Columns(const Descriptor& type) {
  Add(ColumnUse::kId, "id", FieldLabel("id"), {});
  if (type.name() == "Entry") Add(ColumnUse::kParent, "project", FieldLabel("project"), {});
  AddFields(type, {}, {});
  if (const FieldDescriptor* etag = type.FindFieldByName("etag"))
    Add(ColumnUse::kEtag, "etag", FieldLabel("etag"), {etag});
}

void Columns::AddFields(const Descriptor& type, const std::vector<const FieldDescriptor*>& above,
                        const status::Text& label) {
  // In the order in which the proto is written, which is the order of its meaning.
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    std::vector<const FieldDescriptor*> steps = above;
    steps.push_back(field);
    const std::string path = PathOf(steps);
    const status::Text own = Below(label, FieldLabel(field->name()));
    if (aip::HasBehavior(*field, google::api::OUTPUT_ONLY)) {
      if (above.empty() && IsShown(field->name())) Add(ColumnUse::kReadOnly, path, own, steps);
    } else if (path == "etag" || field->is_map()) {
      continue;
    } else if (!field->is_repeated() && field->message_type() != nullptr && IsMoney(*field)) {
      Add(ColumnUse::kAmount, path, own, steps);
      Add(ColumnUse::kCurrency, path + ".currency", Below(own, FieldLabel("currency")), steps);
    } else if (!field->is_repeated() && field->message_type() != nullptr &&
               !aip::IsValueType(*field->message_type())) {
      AddFields(*field->message_type(), steps, own);
    } else {
      Add(ColumnUse::kField, path, own, steps);
    }
  }
}

void Columns::Add(ColumnUse use, std::string path, status::Text label,
                  std::vector<const FieldDescriptor*> steps) {
  const int index = static_cast<int>(columns_.size());
  for (const std::string& header : {path, label.en, label.fr})
    by_header_.emplace(mapping::FoldHeader(header), index);
  columns_.push_back({use, std::move(path), std::move(label), std::move(steps)});
}

int Columns::Find(absl::string_view header) const {
  const auto found = by_header_.find(mapping::FoldHeader(header));
  return found == by_header_.end() ? -1 : found->second;
}

int Columns::FindPath(absl::string_view path) const {
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].path == path) return static_cast<int>(i);
  }
  return -1;
}

int Columns::Concerned(absl::string_view field_path) const {
  int best = -1;
  size_t length = 0;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const std::string& path = columns_[i].path;
    if (!absl::StartsWith(field_path, path) || path.size() <= length) continue;
    const bool whole =
        field_path.size() == path.size() || absl::StrContains(".[", field_path[path.size()]);
    if (!whole) continue;
    best = static_cast<int>(i);
    length = path.size();
  }
  return best;
}

Reference ReferenceOf(const FieldDescriptor& field) {
  static const auto* collections = new std::map<absl::string_view, absl::string_view>{
      {"Project.applications", "applications"},
      {"Project.department", "departments"},
      {"Project.frictions", "frictions"},
      {"Project.objectives", "objectives"},
      {"Project.owner", "people"},
      {"Project.sponsor", "people"},
      {"Project.technical_sponsor", "people"},
      {"TeamMember.person", "people"},
      {"Population.teams", "teams"},
      {"RunPack.owner", "people"},
      {"RunPack.accountable", "people"},
      {"RunPack.evolution_decider", "people"},
      {"Team.department", "departments"},
      {"Team.lead", "people"},
      {"Team.members", "people"},
      {"Team.parent_team", "teams"},
      {"Entry.owner", "people"},
      {"Accountability.accountable", "people"},
      {"Concern.team", "teams"},
      {"DepartmentAgreement.contact", "people"},
      {"DepartmentAgreement.department", "departments"},
      {"Expectation.team", "teams"},
      {"GapStatement.signer", "people"},
      {"GovernanceCheck.legal_signer", "people"},
      {"Involvement.teams", "teams"},
      {"RoleChange.hr_signer", "people"},
      {"RoleChange.team", "teams"},
  };
  static const auto* checked =
      new std::set<absl::string_view>{"Project.applications", "Project.frictions",
                                      "Project.objectives",   "RunPack.owner",
                                      "RunPack.accountable",  "RunPack.evolution_decider",
                                      "Project.department",   "Project.owner",
                                      "Project.sponsor",      "Project.technical_sponsor",
                                      "TeamMember.person",    "Population.teams",
                                      "Team.department",      "Team.lead",
                                      "Team.members",         "Team.parent_team",
                                      "Entry.owner"};
  const std::string key = absl::StrCat(field.containing_type()->name(), ".", field.name());
  const auto found = collections->find(key);
  if (found == collections->end()) return {};
  return {found->second, checked->contains(found->first)};
}

}  // namespace palier::registry
