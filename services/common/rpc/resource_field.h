// SPDX-License-Identifier: Apache-2.0
// Reads the request field that an RPC's `access` option names.
#ifndef PALIER_COMMON_RPC_RESOURCE_FIELD_H_
#define PALIER_COMMON_RPC_RESOURCE_FIELD_H_

#include <google/protobuf/message.h>

#include <string>

#include "absl/strings/string_view.h"

namespace palier::rpc {

// Whether `path` (dotted, singular) leads to a string field of the message type.
bool HasStringField(const google::protobuf::Descriptor* type, absl::string_view path);
// The value at `path`; empty when unset on the way.
std::string StringField(const google::protobuf::Message& message, absl::string_view path);

}  // namespace palier::rpc

#endif  // PALIER_COMMON_RPC_RESOURCE_FIELD_H_
