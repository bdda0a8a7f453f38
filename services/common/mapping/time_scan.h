// SPDX-License-Identifier: Apache-2.0
// Pieces of times. Used by time_pattern and time_text only. Each function takes what it reads off
// the front of `rest`; what `rest` is after a failure does not matter. Pure; thread-safe.
#ifndef PALIER_COMMON_MAPPING_TIME_SCAN_H_
#define PALIER_COMMON_MAPPING_TIME_SCAN_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace palier::mapping {

bool TakeChar(absl::string_view& rest, char c);

// A number of `least` to `most` digits, as many as there are; `most` is at most 9.
std::optional<int> TakeDigits(absl::string_view& rest, size_t least, size_t most);

// All digits that follow, at least one, as a fraction: "25" is 0.25. In units of 10^-places, cut
// off behind them; `places` is at most 9.
std::optional<int64_t> TakeFraction(absl::string_view& rest, int places);

enum class OffsetForm {
  kColon,    // Z, z, +01:00
  kCompact,  // +0100
  kAny,      // Z, +01:00, +0100, +01
};
// An offset from UTC of less than a day.
std::optional<absl::Duration> TakeOffset(absl::string_view& rest, OffsetForm form);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_TIME_SCAN_H_
