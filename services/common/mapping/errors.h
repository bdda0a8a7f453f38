// SPDX-License-Identifier: Apache-2.0
// The two ways in which a source is refused as a whole.
#ifndef PALIER_COMMON_MAPPING_ERRORS_H_
#define PALIER_COMMON_MAPPING_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/status/error.h"

namespace palier::mapping {

// INVALID_ARGUMENT with UNREADABLE_FILE; `{detail}` in both sentences stands for `detail`.
absl::Status UnreadableFile(status::Text text, absl::string_view detail);

// RESOURCE_EXHAUSTED with LIMIT_EXCEEDED: more of `subject` than `limit`. The sentences may use
// {subject} and {limit}; `subject` is a short English noun for programs.
absl::Status LimitExceeded(status::Text text, absl::string_view subject, int64_t limit);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_ERRORS_H_
