// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/errors.h"

#include <utility>

namespace palier::mapping {

absl::Status UnreadableFile(status::Text text, absl::string_view detail) {
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::UNREADABLE_FILE,
                       std::move(text))
      .With("detail", detail);
}

absl::Status LimitExceeded(status::Text text, absl::string_view subject, int64_t limit) {
  return status::Error(absl::StatusCode::kResourceExhausted, error::v1::LIMIT_EXCEEDED,
                       std::move(text))
      .With("subject", subject)
      .With("limit", limit);
}

}  // namespace palier::mapping
