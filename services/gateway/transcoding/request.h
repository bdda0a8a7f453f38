// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_TRANSCODING_REQUEST_H_
#define PALIER_GATEWAY_TRANSCODING_REQUEST_H_

#include <google/protobuf/message.h>

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/transcoding/query.h"
#include "gateway/transcoding/route_table.h"
#include "gateway/transcoding/schema.h"

namespace palier::gateway {

// The request message that path, query and body say together. Strict: returns INVALID_ARGUMENT
// (INVALID_FIELDS), naming each parameter, for one that the method lacks, that the body or the path
// gives already, that comes twice or does not fit its field; and for a body that is no JSON of its
// message, that the method does not take, or that names another resource than the path. `match`
// has a route.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> ReadRequest(const Schema& schema,
                                                                       const RouteMatch& match,
                                                                       const QueryParameters& query,
                                                                       absl::string_view body);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TRANSCODING_REQUEST_H_
