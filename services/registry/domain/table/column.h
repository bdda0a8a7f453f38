// SPDX-License-Identifier: Apache-2.0
// The columns of a table of projects, teams or entries, made from their protos.
#ifndef PALIER_REGISTRY_DOMAIN_TABLE_COLUMN_H_
#define PALIER_REGISTRY_DOMAIN_TABLE_COLUMN_H_

#include <google/protobuf/descriptor.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/status/error.h"

namespace palier::registry {

enum class ColumnUse {
  kId,      // last part of the resource name
  kParent,  // the project of an entry
  kField,
  kAmount,  // of a google.type.Money; its currency is the column after it
  kCurrency,
  kEtag,      // an update made from an older version is refused
  kReadOnly,  // shown, and left alone by an import
};

struct Column {
  ColumnUse use = ColumnUse::kField;
  // `population.headcount`, `poc_budget`, `poc_budget.currency`, `id`.
  std::string path;
  // Headers: "Population: Headcount", « Population : Effectif ».
  status::Text label;
  // From the resource to the field; all but the last are singular messages. Empty for kId and
  // kParent.
  std::vector<const google::protobuf::FieldDescriptor*> steps;

  const google::protobuf::FieldDescriptor& leaf() const { return *steps.back(); }
};

// The columns of one resource type, in the order of its proto: every field that a client may set,
// those of singular messages at their place, and `stage`. Lists are one column. Immutable,
// thread-safe.
class Columns {
 public:
  // Of palier.registry.v1 Project, Team or Entry; others work as far as they are alike.
  explicit Columns(const google::protobuf::Descriptor& type);

  const std::vector<Column>& all() const { return columns_; }
  // Index of the column with that path or one of those headers, whatever case and punctuation; -1
  // for none.
  int Find(absl::string_view header) const;
  int FindPath(absl::string_view path) const;
  // The column that a field path as in a BadRequest is about (`team_members[2].person`); -1 for
  // none.
  int Concerned(absl::string_view field_path) const;

 private:
  void AddFields(const google::protobuf::Descriptor& type,
                 const std::vector<const google::protobuf::FieldDescriptor*>& above,
                 const status::Text& label);
  void Add(ColumnUse use, std::string path, status::Text label,
           std::vector<const google::protobuf::FieldDescriptor*> steps);

  std::vector<Column> columns_;
  std::map<std::string, int> by_header_;
};

// Collection of the resources that a field names: `people` for Project.owner; empty when its text
// is no resource name. `strict` is false for names that the server does not check.
struct Reference {
  absl::string_view collection;
  bool strict = true;
};
Reference ReferenceOf(const google::protobuf::FieldDescriptor& field);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_TABLE_COLUMN_H_
