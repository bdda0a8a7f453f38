// SPDX-License-Identifier: Apache-2.0
// What flows of money are worth: present value, internal rates of return. Formulas as spreadsheets
// have them (OpenDocument 1.3 part 4, section 6.12), so that a CFO finds the same figures there.
// Our own code: no maintained library of this small size is packaged for Debian.
#ifndef PALIER_REPORTING_FINANCE_RETURNS_H_
#define PALIER_REPORTING_FINANCE_RETURNS_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"

namespace palier::reporting {

// Rates are shares for one period: 0.1 is 10 %. Amounts are in any one currency, negative when
// paid. Pure functions.

// The lowest and the highest rate that is looked for.
inline constexpr double kLowestRate = -0.9999;
inline constexpr double kHighestRate = 1e6;

// Each flow at the end of its period, the first one period from now. `rate` > -1.
double NetPresentValue(double rate, absl::Span<const double> flows);

struct DatedFlow {
  absl::CivilDay day;
  double amount = 0;
};
// Discounted to the day of the first, at a rate for 365 days; > -1.
double NetPresentValue(double rate, absl::Span<const DatedFlow> flows);

// The rates at which the present value is zero, ascending, from kLowestRate to kHighestRate: none,
// one, or several when the flows change their sign more than once, and then no one of them is "the"
// rate. At most 200 flows.
std::vector<double> InternalRates(absl::Span<const double> flows);
// For 365 days.
std::vector<double> InternalRates(absl::Span<const DatedFlow> flows);

// What is paid is financed at one rate, what is received is reinvested at another; both > -1. The
// first flow is now. None unless something is paid and something is received.
std::optional<double> ModifiedInternalRate(absl::Span<const double> flows, double finance_rate,
                                           double reinvest_rate);

// Periods until the cumulated flows are no longer negative for the first time, in between by
// straight line. flows[0] is now, flows[t] comes evenly during period t. 0 when they never are
// negative, none when they stay so.
std::optional<double> Payback(absl::Span<const double> flows);
// The same with each flow discounted by `rate` > -1 from the end of its period.
std::optional<double> DiscountedPayback(double rate, absl::Span<const double> flows);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FINANCE_RETURNS_H_
