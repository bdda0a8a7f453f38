// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/time_scan.h"

#include "absl/strings/ascii.h"

namespace palier::mapping {

bool TakeChar(absl::string_view& rest, char c) {
  if (rest.empty() || rest[0] != c) return false;
  rest.remove_prefix(1);
  return true;
}

std::optional<int> TakeDigits(absl::string_view& rest, size_t least, size_t most) {
  size_t digits = 0;
  int value = 0;
  for (; digits < most && digits < rest.size() && absl::ascii_isdigit(rest[digits]); ++digits) {
    value = value * 10 + (rest[digits] - '0');
  }
  if (digits < least) return std::nullopt;
  rest.remove_prefix(digits);
  return value;
}

std::optional<int64_t> TakeFraction(absl::string_view& rest, int places) {
  int64_t value = 0;
  int digits = 0;
  for (; !rest.empty() && absl::ascii_isdigit(rest[0]); rest.remove_prefix(1), ++digits) {
    if (digits < places) value = value * 10 + (rest[0] - '0');
  }
  if (digits == 0) return std::nullopt;
  for (; digits < places; ++digits) value *= 10;
  return value;
}

std::optional<absl::Duration> TakeOffset(absl::string_view& rest, OffsetForm form) {
  if (form != OffsetForm::kCompact && TakeChar(rest, 'Z')) return absl::ZeroDuration();
  if (form == OffsetForm::kColon && TakeChar(rest, 'z')) return absl::ZeroDuration();
  const bool west = TakeChar(rest, '-');
  if (!west && !TakeChar(rest, '+')) return std::nullopt;
  const std::optional<int> hours = TakeDigits(rest, 2, 2);
  const bool colon = form != OffsetForm::kCompact && TakeChar(rest, ':');
  if (form == OffsetForm::kColon && !colon) return std::nullopt;
  std::optional<int> minutes = TakeDigits(rest, 2, 2);
  if (!minutes.has_value() && form == OffsetForm::kAny && !colon) minutes = 0;
  if (hours.value_or(24) > 23 || minutes.value_or(60) > 59) return std::nullopt;
  const absl::Duration offset = absl::Hours(*hours) + absl::Minutes(*minutes);
  return west ? -offset : offset;
}

}  // namespace palier::mapping
