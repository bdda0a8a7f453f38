// SPDX-License-Identifier: Apache-2.0
#include "reporting/figures/spending.h"

#include <algorithm>

#include "common/money/money.h"
#include "common/time/proto_time.h"

namespace palier::reporting {
namespace {

constexpr int kMonths = 12;
constexpr int kDaysPerYear = 365;

absl::CivilDay DayOf(const registry::v1::Entry& entry, const absl::TimeZone& zone) {
  const auto day = time::DayOf(entry.event_date());
  return day.has_value() ? *day : absl::ToCivilDay(time::TimeOf(entry.create_time()), zone);
}

}  // namespace

money::Sums SumsOf(const google::type::Money& amount) {
  money::Sums sums;
  sums.Add(amount);
  return sums;
}

money::Sums YearlyCost(const registry::v1::Entry& entry, absl::CivilDay today,
                       const absl::TimeZone& zone) {
  if (!entry.has_cost_line()) return {};
  if (entry.cost_line().monthly())
    return SumsOf(money::Scaled(entry.cost_line().amount(), kMonths, 1));
  const absl::CivilDay day = DayOf(entry, zone);
  return day > today - kDaysPerYear && day <= today ? SumsOf(entry.cost_line().amount())
                                                    : money::Sums();
}

money::Sums YearlyCost(const Dossier& dossier, absl::CivilDay today, const absl::TimeZone& zone) {
  money::Sums sums;
  for (const auto& [name, entry] : dossier.entries) sums.Add(YearlyCost(entry, today, zone));
  return sums;
}

money::Sums SpentOnceBetween(const Dossier& dossier, const absl::TimeZone& zone,
                             absl::CivilDay from, absl::CivilDay to) {
  money::Sums sums;
  for (const auto& [name, entry] : dossier.entries) {
    if (!entry.has_cost_line() || entry.cost_line().monthly()) continue;
    const absl::CivilDay day = DayOf(entry, zone);
    if (day >= from && day < to) sums.Add(entry.cost_line().amount());
  }
  return sums;
}

money::Sums SpentBetween(const Dossier& dossier, const absl::TimeZone& zone, absl::CivilDay from,
                         absl::CivilDay to) {
  money::Sums sums = SpentOnceBetween(dossier, zone, from, to);
  for (const auto& [name, entry] : dossier.entries) {
    if (!entry.has_cost_line() || !entry.cost_line().monthly()) continue;
    const int64_t days = std::max<int64_t>(0, to - std::max(from, DayOf(entry, zone)));
    sums.Add(money::Scaled(entry.cost_line().amount(), kMonths * days, kDaysPerYear));
  }
  return sums;
}

}  // namespace palier::reporting
