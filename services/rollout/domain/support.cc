// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/support.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace palier::rollout {
namespace {

// `7 h 30`, the same in both languages.
std::string HoursOf(int64_t minutes) {
  return absl::StrFormat("%d h %02d", minutes / 60, minutes % 60);
}

}  // namespace

absl::CivilDay MondayOf(absl::CivilDay day) {
  return absl::PrevWeekday(day + 1, absl::Weekday::monday);
}

SupportStanding StandingOf(const std::map<absl::CivilDay, SupportMinutes>& weeks,
                           absl::CivilDay start, absl::CivilDay today) {
  SupportStanding standing;
  for (absl::CivilDay monday = MondayOf(start); monday <= today; monday += 7) {
    const auto week = weeks.find(monday);
    if (week == weeks.end()) {
      if (monday + 7 <= today) standing.unrecorded.push_back(monday);
      continue;
    }
    standing.total.needed += week->second.needed;
    standing.total.given += week->second.given;
    standing.missing += std::max<int64_t>(0, week->second.needed - week->second.given);
  }
  return standing;
}

Conditions WarningsOf(const SupportStanding& standing, const std::string& rollout) {
  Conditions warnings;
  if (standing.missing > 0) {
    warnings.push_back(
        {"SUPPORT_SHORTAGE",
         rollout,
         {absl::StrCat(HoursOf(standing.missing),
                       " of support were missing: ", HoursOf(standing.total.given), " given, ",
                       HoursOf(standing.total.needed), " needed."),
          absl::StrCat("Il a manqué ", HoursOf(standing.missing),
                       " d'accompagnement : ", HoursOf(standing.total.given), " données, ",
                       HoursOf(standing.total.needed), " nécessaires.")}});
  }
  if (!standing.unrecorded.empty()) {
    const size_t count = standing.unrecorded.size();
    warnings.push_back(
        {"SUPPORT_UNKNOWN",
         rollout,
         {absl::StrCat("Nobody recorded the support of ", count, count == 1 ? " week." : " weeks."),
          absl::StrCat("Personne n'a consigné l'accompagnement de ", count,
                       count == 1 ? " semaine." : " semaines.")}});
  }
  return warnings;
}

}  // namespace palier::rollout
