// SPDX-License-Identifier: Apache-2.0
// Where a stream goes on after its connection broke: the id of a server-sent event is the query
// that resumes behind it (`cursor=17`), and `Last-Event-ID` brings it back.
#ifndef PALIER_GATEWAY_TRANSCODING_RESUME_H_
#define PALIER_GATEWAY_TRANSCODING_RESUME_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/transcoding/query.h"

namespace palier::gateway {

// The id of an event with this message; empty when the method cannot be resumed. A method can when
// its request and its response both have a `cursor`; whatever else both have by name and type
// belongs to it.
std::string ResumeId(const google::protobuf::MethodDescriptor& method,
                     const google::protobuf::Message& message);

// The query with what `last_event_id` says in place of what it said itself. Returns
// INVALID_ARGUMENT for an id that ResumeId does not make for this method.
absl::StatusOr<QueryParameters> ResumedQuery(const google::protobuf::MethodDescriptor& method,
                                             const QueryParameters& query,
                                             absl::string_view last_event_id);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TRANSCODING_RESUME_H_
