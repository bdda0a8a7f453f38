// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/errors.h"

#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "common/mapping/encoding.h"
#include "common/status/limit.h"

namespace palier::mapping {
namespace {

// An error travels as text: bytes of a damaged file are shown by their numbers.
std::string Shown(absl::string_view detail) {
  return IsUtf8(detail) ? std::string(detail) : absl::CHexEscape(detail);
}

}  // namespace

absl::Status UnreadableFile(status::Text text, absl::string_view detail) {
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::UNREADABLE_FILE,
                       std::move(text))
      .With("detail", Shown(detail));
}

absl::Status LimitExceeded(status::Text text, absl::string_view subject, int64_t limit) {
  return status::LimitExceeded(std::move(text), Shown(subject), limit);
}

}  // namespace palier::mapping
