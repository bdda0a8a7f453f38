// SPDX-License-Identifier: Apache-2.0
// Applying an update mask (AIP-134, AIP-161).
#ifndef PALIER_COMMON_AIP_FIELD_MASK_H_
#define PALIER_COMMON_AIP_FIELD_MASK_H_

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include "absl/status/status.h"

namespace palier::aip {

inline constexpr int kMaxMaskPaths = 256;

// Returns INVALID_ARGUMENT with INVALID_FIELD_MASK if a path names no field of `type`, goes through
// a repeated field or a map, `*` is not alone, or there are more than kMaxMaskPaths.
absl::Status CheckFieldMask(const google::protobuf::FieldMask& mask,
                            const google::protobuf::Descriptor& type);

// Applies to `resource`, as stored, what an update request brings in `changes`, of the same type:
//  - an empty mask: the fields that are set in `changes`, nested ones each for itself;
//  - `*`: all fields; those not set in `changes` are cleared;
//  - otherwise the fields named; those not set in `changes` are cleared.
// Repeated fields, maps and messages of google.protobuf and google.type are replaced as a whole.
// OUTPUT_ONLY fields keep their stored value. IMMUTABLE and IDENTIFIER fields may be given with the
// stored value, or left out unless the mask names them. Returns the errors of CheckFieldMask, or
// INVALID_ARGUMENT with INVALID_FIELDS if an immutable field would change; `resource` is then as
// before. Thread-safe on distinct resources.
absl::Status ApplyUpdate(const google::protobuf::Message& changes,
                         const google::protobuf::FieldMask& mask,
                         google::protobuf::Message& resource);

}  // namespace palier::aip

#endif  // PALIER_COMMON_AIP_FIELD_MASK_H_
