// SPDX-License-Identifier: Apache-2.0
#include "common/resource/type.h"

#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/time/proto_time.h"

namespace palier::resource {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

[[noreturn]] void Die(const Descriptor* descriptor, absl::string_view why) {
  std::fprintf(stderr, "resource type %s: %s\n", descriptor->full_name().c_str(),
               std::string(why).c_str());
  std::abort();
}

aip::NamePattern CompileOrDie(const Descriptor* descriptor, absl::string_view pattern) {
  absl::StatusOr<aip::NamePattern> compiled = aip::NamePattern::Compile(pattern);
  if (!compiled.ok()) Die(descriptor, compiled.status().message());
  return *std::move(compiled);
}

aip::FieldTable FieldsOrDie(const Descriptor* descriptor) {
  absl::StatusOr<aip::FieldTable> table = aip::FieldTable::Make(*descriptor);
  if (!table.ok()) Die(descriptor, table.status().message());
  return *std::move(table);
}

std::string SnakeCase(absl::string_view camel) {
  std::string snake;
  for (const char c : camel) {
    if (absl::ascii_isupper(c) && !snake.empty()) snake += '_';
    snake += absl::ascii_tolower(c);
  }
  return snake;
}

const FieldDescriptor* Field(const Message& resource, absl::string_view name) {
  return resource.GetDescriptor()->FindFieldByName(std::string(name));
}

}  // namespace

Type::Type(const Descriptor* descriptor, absl::string_view pattern, Deletion deletion, Ids ids)
    : descriptor_(descriptor),
      pattern_(CompileOrDie(descriptor, pattern)),
      fields_(FieldsOrDie(descriptor)),
      deletion_(deletion),
      ids_(ids),
      field_(SnakeCase(descriptor->name())) {
  // It stands in statements as it is.
  if (!std::all_of(label().begin(), label().end(), absl::ascii_isalpha))
    Die(descriptor, "has a name of other signs than letters");
  for (const char* required : {"name", "etag"}) {
    if (descriptor->FindFieldByName(required) == nullptr) Die(descriptor, "lacks a standard field");
  }
}

Type&& Type::Indexed(absl::string_view fields) && {
  absl::StatusOr<std::vector<aip::OrderTerm>> terms = aip::ParseOrderBy(fields, fields_);
  if (!terms.ok()) Die(descriptor_, terms.status().message());
  indexes_.push_back(*std::move(terms));
  return std::move(*this);
}

Message* Type::New(google::protobuf::Arena* arena) const {
  return google::protobuf::MessageFactory::generated_factory()
      ->GetPrototype(descriptor_)
      ->New(arena);
}

std::string NameOf(const Message& resource) {
  return StandardString(resource, "name");
}

std::string StandardString(const Message& resource, absl::string_view name) {
  const FieldDescriptor* field = Field(resource, name);
  return field == nullptr ? "" : resource.GetReflection()->GetString(resource, field);
}

void SetStandardString(Message& resource, absl::string_view name, absl::string_view value) {
  if (const FieldDescriptor* field = Field(resource, name)) {
    resource.GetReflection()->SetString(&resource, field, std::string(value));
  }
}

void SetStandardTime(Message& resource, absl::string_view name, absl::Time value) {
  const FieldDescriptor* field = Field(resource, name);
  if (field == nullptr) return;
  // Columns hold microseconds: what is stored reads back the same.
  time::SetTime(
      absl::FromUnixMicros(absl::ToUnixMicros(value)),
      static_cast<Timestamp*>(resource.GetReflection()->MutableMessage(&resource, field)));
}

void ClearStandard(Message& resource, absl::string_view name) {
  if (const FieldDescriptor* field = Field(resource, name))
    resource.GetReflection()->ClearField(&resource, field);
}

bool HasStandard(const Message& resource, absl::string_view name) {
  const FieldDescriptor* field = Field(resource, name);
  return field != nullptr && resource.GetReflection()->HasField(resource, field);
}

absl::Time StandardTime(const Message& resource, absl::string_view name) {
  if (!HasStandard(resource, name)) return absl::InfinitePast();
  const auto& timestamp = static_cast<const Timestamp&>(
      resource.GetReflection()->GetMessage(resource, Field(resource, name)));
  return time::TimeOf(timestamp);
}

}  // namespace palier::resource
