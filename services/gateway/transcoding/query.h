// SPDX-License-Identifier: Apache-2.0
// Query strings. Pure functions, thread-safe.
#ifndef PALIER_GATEWAY_TRANSCODING_QUERY_H_
#define PALIER_GATEWAY_TRANSCODING_QUERY_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::gateway {

inline constexpr int kMaxQueryParameters = 200;

// Decoded, in the order of the text.
using QueryParameters = std::vector<std::pair<std::string, std::string>>;

// Returns INVALID_ARGUMENT for an escape that cannot be read, and for more than
// kMaxQueryParameters.
absl::StatusOr<QueryParameters> ParseQuery(absl::string_view query);

// What is set in these fields of a message, as the parameters that set it again; nested fields by
// path. Fields are no maps and no lists of messages.
QueryParameters ParametersOf(const google::protobuf::Message& message,
                             const std::vector<const google::protobuf::FieldDescriptor*>& fields);

// `a=1&b.c=x`, escaped.
std::string FormatQuery(const QueryParameters& parameters);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TRANSCODING_QUERY_H_
