// SPDX-License-Identifier: Apache-2.0
// Reads the standard fields of requests by reflection. A field that the request lacks reads as
// unset.
#ifndef PALIER_COMMON_RESOURCE_REQUEST_H_
#define PALIER_COMMON_RESOURCE_REQUEST_H_

#include <google/protobuf/message.h>

#include <string>

#include "absl/strings/string_view.h"

namespace palier::resource {

class Request {
 public:
  explicit Request(const google::protobuf::Message& message) : message_(message) {}

  std::string Text(absl::string_view field) const;
  bool Flag(absl::string_view field) const;
  int Number(absl::string_view field) const;
  // The singular message field; dies when the request lacks it (the proto is ours).
  const google::protobuf::Message& Sub(absl::string_view field) const;
  bool Has(absl::string_view field) const;

  const google::protobuf::Message& message() const { return message_; }

 private:
  const google::protobuf::FieldDescriptor* Field(absl::string_view name) const;
  const google::protobuf::Message& message_;
};

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_REQUEST_H_
