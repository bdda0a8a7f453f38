// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_STATUS_TRANSIENT_H_
#define PALIER_COMMON_STATUS_TRANSIENT_H_

#include "absl/status/status.h"

namespace palier::status {

// Whether the same may succeed a little later, without anybody changing what it is about: the store
// or a neighbour was away, busy or slow. A limit of what was asked for (LIMIT_EXCEEDED) stays.
bool IsTransient(const absl::Status& status);

}  // namespace palier::status

#endif  // PALIER_COMMON_STATUS_TRANSIENT_H_
