// SPDX-License-Identifier: Apache-2.0
// The rules that single values obey, each with the sentence that names its remedy. Used by
// field_behavior only.
#ifndef PALIER_COMMON_AIP_FIELD_VALUE_RULES_H_
#define PALIER_COMMON_AIP_FIELD_VALUE_RULES_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <optional>

#include "absl/strings/string_view.h"
#include "common/status/error.h"

namespace palier::aip {

// What is wrong with a value, nothing when it is right.
using Fault = std::optional<status::Text>;

// Largest size of the field: max_size, or the default for texts, or for lists when it is repeated.
int MaxSize(const google::protobuf::FieldDescriptor& field);

Fault TextFault(absl::string_view text, int max_bytes);
Fault BytesFault(absl::string_view bytes, int max_bytes);
Fault ItemsFault(int items, int max_items);
Fault EnumFault(const google::protobuf::FieldDescriptor& field, int number);
// `index` is -1 for a singular field.
Fault NumberFault(const google::protobuf::Message& message,
                  const google::protobuf::FieldDescriptor& field, int index);
// Of google.protobuf.Timestamp, google.protobuf.Duration and google.type.Date; other messages have
// none.
Fault MessageFault(const google::protobuf::Message& value);

status::Text RequiredText();
status::Text TooDeepText();

}  // namespace palier::aip

#endif  // PALIER_COMMON_AIP_FIELD_VALUE_RULES_H_
