// SPDX-License-Identifier: Apache-2.0
#include "common/status/limit.h"

#include <utility>

namespace palier::status {

absl::Status LimitExceeded(Text text, absl::string_view subject, int64_t limit) {
  return Error(absl::StatusCode::kResourceExhausted, error::v1::LIMIT_EXCEEDED, std::move(text))
      .With("subject", subject)
      .With("limit", limit);
}

}  // namespace palier::status
