// SPDX-License-Identifier: Apache-2.0
// Days that come again each year (RRULE of RFC 5545 3.3.10).
#ifndef PALIER_ROLLOUT_DOMAIN_YEARLY_RULE_H_
#define PALIER_ROLLOUT_DOMAIN_YEARLY_RULE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace palier::rollout {

// `20261225`; none for anything else, and for days that do not exist.
std::optional<absl::CivilDay> ParseBasicDate(absl::string_view text);

class YearlyRule {
 public:
  // None for a rule that is not understood.
  static std::optional<YearlyRule> Parse(absl::string_view rule);

  // The days, from `start` on, up to `last`; a day that a year does not have is none of it.
  std::vector<absl::CivilDay> DaysFrom(absl::CivilDay start, absl::CivilDay last) const;

 private:
  bool Take(absl::string_view key, absl::string_view value);
  bool TakeWeekday(absl::string_view value);
  std::optional<absl::CivilDay> DayIn(absl::CivilYear year, absl::CivilDay start) const;

  int interval_ = 1;
  int month_ = 0;      // 0: that of the start
  int month_day_ = 0;  // 0: that of the start
  int nth_ = 0;        // of `weekday_` in the month; below 0 from its end, 0 for none
  absl::Weekday weekday_ = absl::Weekday::monday;
  std::optional<int> count_;
  std::optional<absl::CivilDay> until_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_YEARLY_RULE_H_
