// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/table/labels.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/mapping/text.h"
#include "registry/domain/table/label_tables.h"

namespace palier::registry {
namespace {

// `poc_budget` and `AT_LEAST` as "Poc budget" and "At least".
std::string Sentence(absl::string_view name) {
  std::string text = absl::AsciiStrToLower(absl::StrReplaceAll(name, {{"_", " "}}));
  if (!text.empty()) text[0] = absl::ascii_toupper(text[0]);
  return text;
}

status::Text Label(const std::map<absl::string_view, LabelRow>& table, absl::string_view name) {
  const std::string made = Sentence(name);
  const auto found = table.find(name);
  if (found == table.end()) return {made, made};
  return {*found->second.en == 0 ? made : found->second.en, found->second.fr};
}

}  // namespace

status::Text FieldLabel(absl::string_view field) {
  return Label(FieldLabels(), field);
}

bool HasFieldLabel(absl::string_view field) {
  return FieldLabels().contains(field);
}

status::Text ValueLabel(absl::string_view value) {
  return Label(ValueLabels(), value);
}

bool HasValueLabel(absl::string_view value) {
  return ValueLabels().contains(value);
}

const google::protobuf::EnumValueDescriptor* FindValue(const google::protobuf::EnumDescriptor& type,
                                                       absl::string_view text) {
  const std::string wanted = mapping::FoldHeader(text);
  for (int i = 0; i < type.value_count(); ++i) {
    const google::protobuf::EnumValueDescriptor* value = type.value(i);
    if (value->number() == 0) continue;
    const status::Text label = ValueLabel(value->name());
    for (const std::string& known : {value->name(), label.en, label.fr}) {
      if (mapping::FoldHeader(known) == wanted) return value;
    }
  }
  return nullptr;
}

status::Text ValueList(const google::protobuf::EnumDescriptor& type) {
  status::Text list;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    const status::Text label = ValueLabel(type.value(i)->name());
    absl::StrAppend(&list.en, list.en.empty() ? "" : ", ", label.en);
    absl::StrAppend(&list.fr, list.fr.empty() ? "" : ", ", label.fr);
  }
  return list;
}

}  // namespace palier::registry
