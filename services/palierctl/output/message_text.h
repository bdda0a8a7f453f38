// SPDX-License-Identifier: Apache-2.0
// Messages as cells, tables and JSON, by reflection.
#ifndef PALIER_PALIERCTL_OUTPUT_MESSAGE_TEXT_H_
#define PALIER_PALIERCTL_OUTPUT_MESSAGE_TEXT_H_

#include <google/protobuf/message.h>

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "palierctl/output/table.h"

namespace palier::ctl {

using Json = nlohmann::ordered_json;

// Protobuf JSON under the names of the proto files, on several lines.
std::string ProtoJson(const google::protobuf::Message& message);

// JSON for scripts: names of the proto files, every field without presence also when it is zero,
// what is unset left out, dates and times as ISO 8601, money as {"currency_code", "amount"}, 64-bit
// numbers as numbers.
Json PlainJson(const google::protobuf::Message& message);

// One field as a person reads it: names without the organisation, ISO dates, `12.50 EUR`; "" when
// unset.
std::string CellOf(const google::protobuf::Message& message,
                   const google::protobuf::FieldDescriptor* field);

// Fields that tell resources apart: the name, and what one may filter by; for messages without any,
// all that are simple.
std::vector<const google::protobuf::FieldDescriptor*> ColumnsOf(
    const google::protobuf::Descriptor* type);
Table TableOf(const google::protobuf::Descriptor* type,
              const std::vector<const google::protobuf::Message*>& messages);
// One row per field that is set.
Table FieldsOf(const google::protobuf::Message& message);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_OUTPUT_MESSAGE_TEXT_H_
