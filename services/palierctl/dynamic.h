// SPDX-License-Identifier: Apache-2.0
// Messages whose type is known only from a descriptor.
#ifndef PALIER_PALIERCTL_DYNAMIC_H_
#define PALIER_PALIERCTL_DYNAMIC_H_

#include <google/protobuf/message.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace palier::ctl {

// An empty message of a type linked into the program.
std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor* type);

// Set a field if the message has it under that name and with that type; otherwise return false.
bool SetText(google::protobuf::Message& message, const std::string& field,
             const std::string& value);
bool SetInt(google::protobuf::Message& message, const std::string& field, int32_t value);
bool SetFlag(google::protobuf::Message& message, const std::string& field, bool value);
// The value of a string field; "" without it.
std::string GetText(const google::protobuf::Message& message, const std::string& field);
// The inner message under that name; null without it.
google::protobuf::Message* Inner(google::protobuf::Message& message, const std::string& field);

// A random UUID (version 4).
std::string NewRequestId();

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_DYNAMIC_H_
