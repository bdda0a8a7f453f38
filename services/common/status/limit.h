// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_STATUS_LIMIT_H_
#define PALIER_COMMON_STATUS_LIMIT_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/status/error.h"

namespace palier::status {

// RESOURCE_EXHAUSTED with LIMIT_EXCEEDED: more of `subject` than `limit`. The sentences may use
// {subject} and {limit}; `subject` is a short English noun for programs.
absl::Status LimitExceeded(Text text, absl::string_view subject, int64_t limit);

}  // namespace palier::status

#endif  // PALIER_COMMON_STATUS_LIMIT_H_
