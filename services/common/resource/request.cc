// SPDX-License-Identifier: Apache-2.0
#include "common/resource/request.h"

#include <google/protobuf/descriptor.h>

#include <cstdlib>

namespace palier::resource {

const google::protobuf::FieldDescriptor* Request::Field(absl::string_view name) const {
  return message_.GetDescriptor()->FindFieldByName(std::string(name));
}

std::string Request::Text(absl::string_view field) const {
  const auto* found = Field(field);
  return found == nullptr ? "" : message_.GetReflection()->GetString(message_, found);
}

bool Request::Flag(absl::string_view field) const {
  const auto* found = Field(field);
  return found != nullptr && message_.GetReflection()->GetBool(message_, found);
}

int Request::Number(absl::string_view field) const {
  const auto* found = Field(field);
  return found == nullptr ? 0 : message_.GetReflection()->GetInt32(message_, found);
}

const google::protobuf::Message& Request::Sub(absl::string_view field) const {
  const auto* found = Field(field);
  if (found == nullptr) std::abort();
  return message_.GetReflection()->GetMessage(message_, found);
}

bool Request::Has(absl::string_view field) const {
  const auto* found = Field(field);
  return found != nullptr && message_.GetReflection()->HasField(message_, found);
}

}  // namespace palier::resource
