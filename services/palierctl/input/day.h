// SPDX-License-Identifier: Apache-2.0
// Days as people write them: `2026-07-01`, `today`, `today-180d`, `today+2w`, `today-6m`.
#ifndef PALIER_PALIERCTL_INPUT_DAY_H_
#define PALIER_PALIERCTL_INPUT_DAY_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace palier::ctl {

// Units are d (days), w (weeks) and m (months; the last day of a shorter month). Returns a usage
// error if `text` is no such day, or further than 100,000 units away.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text, absl::CivilDay today);

// `A..B`: two days in order.
struct DaySpan {
  absl::CivilDay first;
  absl::CivilDay last;
};
absl::StatusOr<DaySpan> ParseDaySpan(absl::string_view text, absl::CivilDay today);

// `365d`, `52w`, `12m` (30 days each) or a plain number of days.
absl::StatusOr<int> ParseDayCount(absl::string_view text);

std::string FormatDay(absl::CivilDay day);

// Today where this machine is.
absl::CivilDay Today();

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_INPUT_DAY_H_
