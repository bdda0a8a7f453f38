// SPDX-License-Identifier: Apache-2.0
// What the cost lines of a dossier come to over a time.
#ifndef PALIER_REPORTING_FIGURES_SPENDING_H_
#define PALIER_REPORTING_FIGURES_SPENDING_H_

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/money/sums.h"
#include "reporting/model/portfolio_model.h"

namespace palier::reporting {

money::Sums SumsOf(const google::type::Money& amount);

// Of one cost line: twelve months of a monthly one; a single one when its day is among the last
// 365. The day is that of the entry, else that on which it was written. Nothing for another entry.
money::Sums YearlyCost(const registry::v1::Entry& entry, absl::CivilDay today,
                       const absl::TimeZone& zone);
money::Sums YearlyCost(const Dossier& dossier, absl::CivilDay today, const absl::TimeZone& zone);

// What was spent from `from` to the day before `to`: single cost lines of these days, and the
// monthly ones that were there, by the day (twelve months are 365).
money::Sums SpentBetween(const Dossier& dossier, const absl::TimeZone& zone, absl::CivilDay from,
                         absl::CivilDay to);
// The single ones of it.
money::Sums SpentOnceBetween(const Dossier& dossier, const absl::TimeZone& zone,
                             absl::CivilDay from, absl::CivilDay to);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FIGURES_SPENDING_H_
