// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_RESOURCE_LIST_REQUEST_H_
#define PALIER_COMMON_RESOURCE_LIST_REQUEST_H_

#include <google/protobuf/message.h>

#include "absl/status/statusor.h"
#include "common/resource/store.h"
#include "common/rpc/call.h"

namespace palier::resource {

// What a List request asks for, by the field names of AIP-132; those it lacks are unset.
// INVALID_ARGUMENT for a negative page_size.
absl::StatusOr<ListQuery> ListQueryOf(const rpc::Call& call,
                                      const google::protobuf::Message& request);

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_LIST_REQUEST_H_
