// SPDX-License-Identifier: Apache-2.0
#include "palierctl/dynamic.h"

#include <google/protobuf/descriptor.h>

#include "absl/random/random.h"
#include "absl/strings/str_format.h"

namespace palier::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* Find(const Message& message, const std::string& name,
                            FieldDescriptor::CppType type) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && !field->is_repeated() && field->cpp_type() == type ? field : nullptr;
}

}  // namespace

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

bool SetText(Message& message, const std::string& field, const std::string& value) {
  const FieldDescriptor* found = Find(message, field, FieldDescriptor::CPPTYPE_STRING);
  if (found != nullptr) message.GetReflection()->SetString(&message, found, value);
  return found != nullptr;
}

bool SetInt(Message& message, const std::string& field, int32_t value) {
  const FieldDescriptor* found = Find(message, field, FieldDescriptor::CPPTYPE_INT32);
  if (found != nullptr) message.GetReflection()->SetInt32(&message, found, value);
  return found != nullptr;
}

bool SetFlag(Message& message, const std::string& field, bool value) {
  const FieldDescriptor* found = Find(message, field, FieldDescriptor::CPPTYPE_BOOL);
  if (found != nullptr) message.GetReflection()->SetBool(&message, found, value);
  return found != nullptr;
}

std::string GetText(const Message& message, const std::string& field) {
  const FieldDescriptor* found = Find(message, field, FieldDescriptor::CPPTYPE_STRING);
  return found == nullptr ? "" : message.GetReflection()->GetString(message, found);
}

Message* Inner(Message& message, const std::string& field) {
  const FieldDescriptor* found = Find(message, field, FieldDescriptor::CPPTYPE_MESSAGE);
  return found == nullptr ? nullptr : message.GetReflection()->MutableMessage(&message, found);
}

std::string NewRequestId() {
  absl::BitGen random;
  const auto high = absl::Uniform<uint64_t>(random);
  const auto low = absl::Uniform<uint64_t>(random);
  return absl::StrFormat("%08x-%04x-4%03x-%04x-%012x", high >> 32, (high >> 16) & 0xffff,
                         high & 0xfff, 0x8000 | (low >> 50), low & 0xffffffffffff);
}

}  // namespace palier::ctl
