// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_TRANSCODING_ROUTE_OPTIONS_H_
#define PALIER_GATEWAY_TRANSCODING_ROUTE_OPTIONS_H_

#include <google/protobuf/descriptor.h>

#include <vector>

#include "absl/status/statusor.h"
#include "gateway/transcoding/route_table.h"

namespace palier::gateway {

// The routes that a method's `google.api.http` option declares, the main one first; none without
// the option. Returns INVALID_ARGUMENT for a template that cannot be read, a field that its message
// lacks or that does not fit there, and bindings inside bindings.
absl::StatusOr<std::vector<Route>> RoutesOf(const google::protobuf::MethodDescriptor& method);

// The field at `path` (`project.name`), through singular messages; names as in the proto or in
// JSON. Null when there is none.
const google::protobuf::FieldDescriptor* FieldAt(const google::protobuf::Descriptor& type,
                                                 absl::string_view path);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TRANSCODING_ROUTE_OPTIONS_H_
