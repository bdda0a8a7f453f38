// SPDX-License-Identifier: Apache-2.0
#include "common/status/transient.h"

#include "common/status/error.h"

namespace palier::status {

bool IsTransient(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kCancelled:
      return true;
    case absl::StatusCode::kResourceExhausted:
      return ReasonOf(status) != error::v1::LIMIT_EXCEEDED;
    default:
      return false;
  }
}

}  // namespace palier::status
