// SPDX-License-Identifier: Apache-2.0
// What fields and values are called in tables for people.
#ifndef PALIER_REGISTRY_DOMAIN_TABLE_LABELS_H_
#define PALIER_REGISTRY_DOMAIN_TABLE_LABELS_H_

#include <google/protobuf/descriptor.h>

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/status/error.h"

namespace palier::registry {

// Header of a field in both languages. A field that the table does not know is called by its name:
// `poc_budget` is "Poc budget" in both (a test finds it).
status::Text FieldLabel(absl::string_view field);
bool HasFieldLabel(absl::string_view field);

// Name of an enum value: AT_LEAST is "At least", "Au moins".
status::Text ValueLabel(absl::string_view value);
bool HasValueLabel(absl::string_view value);

// The value that `text` names, in either language or as in the proto, whatever case and
// punctuation; none when no value does, and for the zero value.
const google::protobuf::EnumValueDescriptor* FindValue(const google::protobuf::EnumDescriptor& type,
                                                       absl::string_view text);
// All values that can be given, for people: "Cloud, Hybrid, On premise".
status::Text ValueList(const google::protobuf::EnumDescriptor& type);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_TABLE_LABELS_H_
