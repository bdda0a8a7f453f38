// SPDX-License-Identifier: Apache-2.0
// How far the worth of a business case may lie from what is expected: by one line after the other
// (tornado), and by all of them at once (Monte-Carlo). Pure functions; the same inputs give the
// same answer on every machine.
#ifndef PALIER_REPORTING_FINANCE_CASE_RISK_H_
#define PALIER_REPORTING_FINANCE_CASE_RISK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"

namespace palier::reporting {

// One cost or gain with what it may come to: its amounts of all years move together.
struct UncertainLine {
  // Distinct; the draws of a line depend on it, so that two scenarios that share the line share
  // its draws too (common random numbers).
  std::string name;
  // Amount of each year, the first year first, in units of one currency: a gain is positive, a
  // cost negative.
  std::vector<double> years;
  // What the amounts are multiplied by: at least, most likely, at most; 0 <= low <= likely <= high.
  double low = 1, likely = 1, high = 1;
};

// The present value when everything is as likely; amounts of a year count at its end.
double LikelyValue(absl::Span<const UncertainLine> lines, double rate);

// The present value when one thing moves and the rest stays likely.
struct TornadoBar {
  // Of the line; empty for the discount rate.
  std::string name;
  // With the amounts, or the rate, smaller and larger by `share`.
  double with_less = 0, with_more = 0;
};
// The widest first, by name among equals; the rate always among them. `share` in (0, 1), `rate`
// >= 0.
std::vector<TornadoBar> TornadoOf(absl::Span<const UncertainLine> lines, double rate, double share);

struct CaseRange {
  // Nearest-rank percentiles of the present value.
  double p10 = 0, p50 = 0, p90 = 0;
  // Share of the draws in which the case loses money, in thousandths.
  int loss_permille = 0;
};

// The factor of each line is drawn from the triangular distribution of its three values. `draws` is
// 1 to 1,000,000.
CaseRange SimulateCase(absl::Span<const UncertainLine> lines, double rate, uint64_t seed,
                       int draws);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FINANCE_CASE_RISK_H_
