// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/resource_field.h"

#include <google/protobuf/descriptor.h>

#include <vector>

#include "absl/strings/str_split.h"

namespace palier::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// The fields along the path; empty when it does not lead to a singular string.
std::vector<const FieldDescriptor*> Resolve(const Descriptor* type, absl::string_view path) {
  std::vector<const FieldDescriptor*> fields;
  for (absl::string_view part : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field =
        type == nullptr ? nullptr : type->FindFieldByName(std::string(part));
    if (field == nullptr || field->is_repeated()) return {};
    fields.push_back(field);
    type = field->message_type();
  }
  if (fields.back()->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return {};
  return fields;
}

}  // namespace

bool HasStringField(const Descriptor* type, absl::string_view path) {
  return !Resolve(type, path).empty();
}

std::string StringField(const google::protobuf::Message& message, absl::string_view path) {
  const google::protobuf::Message* at = &message;
  for (const FieldDescriptor* field : Resolve(message.GetDescriptor(), path)) {
    if (field->message_type() == nullptr) return at->GetReflection()->GetString(*at, field);
    at = &at->GetReflection()->GetMessage(*at, field);
  }
  return "";
}

}  // namespace palier::rpc
