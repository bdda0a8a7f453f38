// SPDX-License-Identifier: Apache-2.0
// What the annotations of a message's fields demand: google.api.field_behavior (AIP-203) and
// palier.api.v1's sizes and ranges. Pure functions, thread-safe.
#ifndef PALIER_COMMON_AIP_FIELD_BEHAVIOR_H_
#define PALIER_COMMON_AIP_FIELD_BEHAVIOR_H_

#include <google/api/field_behavior.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "common/status/error.h"

namespace palier::aip {

inline constexpr int kDefaultMaxBytes = 1024;
inline constexpr int kDefaultMaxItems = 1000;
inline constexpr int kMaxMessageDepth = 16;
// Further violations of one message are not reported.
inline constexpr int kMaxViolations = 20;

bool HasBehavior(const google::protobuf::FieldDescriptor& field,
                 google::api::FieldBehavior behavior);

// Whether messages of this type are set as a whole, as google.protobuf.Timestamp and
// google.type.Money are.
bool IsValueType(const google::protobuf::Descriptor& type);

// Everything that is wrong in `message`, by field path (`sites[2].code`, `plants["lyon"].code`):
//  - REQUIRED fields that are absent: no text, bytes, items or message, the zero value of an enum.
//  Numbers and booleans
//    without presence are always there;
//  - texts that are not UTF-8 or hold U+0000; texts and bytes above max_size bytes (default 1,024),
//  lists and maps above
//    max_size items (default 1,000; each text in them has at most 1,024 bytes);
//  - numbers outside minimum..maximum or not finite (0 without presence stands for "not given" and
//  passes, unless the
//    field is REQUIRED); enum numbers without a name;
//  - google.protobuf.Timestamp, Duration and google.type.Date out of range;
//  - messages nested deeper than kMaxMessageDepth.
// OUTPUT_ONLY fields are skipped: the server sets them. So are the `requests` of a batch (AIP-234),
// but for their number: each is validated by itself, and has its own result.
status::FieldErrors Validate(const google::protobuf::Message& message);

// Validate for a request. When it has a field `update_mask`, only what the mask names (by AIP-134:
// all that is set when it is empty, everything for `*`) is required in its resource.
absl::Status ValidateRequest(const google::protobuf::Message& request);

// Validate for the resource of an update request: REQUIRED counts only for what `mask` names.
status::FieldErrors ValidateUpdate(const google::protobuf::Message& resource,
                                   const google::protobuf::FieldMask& mask);

// Clears the OUTPUT_ONLY fields, in nested messages too: what a client sends there is ignored.
void ClearOutputOnly(google::protobuf::Message& message);

}  // namespace palier::aip

#endif  // PALIER_COMMON_AIP_FIELD_BEHAVIOR_H_
