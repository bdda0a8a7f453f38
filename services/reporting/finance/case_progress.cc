// SPDX-License-Identifier: Apache-2.0
#include "reporting/finance/case_progress.h"

#include <algorithm>
#include <cstddef>

namespace palier::reporting {
namespace {

using absl::int128;

constexpr int kMonthsOfQuarter = 3;
constexpr size_t kRecentQuarters = 4;

absl::CivilDay YearsOn(absl::CivilDay day, int years) {
  return absl::CivilDay(day.year() + years, day.month(), day.day());
}

absl::CivilDay NextQuarter(absl::CivilDay first) {
  return absl::CivilDay(absl::CivilMonth(first) + kMonthsOfQuarter);
}

// Days of [from, to) in year `index` of the case, counted from 0.
int64_t DaysIn(absl::CivilDay start, int index, absl::CivilDay from, absl::CivilDay to) {
  const absl::CivilDay first = std::max(from, YearsOn(start, index));
  const absl::CivilDay last = std::min(to, YearsOn(start, index + 1));
  return std::max<int64_t>(0, last - first);
}

// What the plan has for the days [from, to), by year.
Years PlannedBetween(const Years& years, absl::CivilDay start, absl::CivilDay from,
                     absl::CivilDay to) {
  Years planned;
  for (size_t i = 0; i < years.size(); ++i) {
    const int index = static_cast<int>(i);
    const int64_t all = YearsOn(start, index + 1) - YearsOn(start, index);
    planned.push_back(years[i] * DaysIn(start, index, from, to) / all);
  }
  return planned;
}

// Thousandths are too coarse for money: factors are doubles, their products are estimates.
int128 Times(int128 nanos, double factor) {
  return static_cast<int128>(static_cast<double>(nanos) * factor);
}

struct Factors {
  double low = 1, likely = 1, high = 1;
};

// One side of a case as its quarters went.
class Side {
 public:
  Side(const CaseSoFar& so_far, const Years& plan, int128 ActualQuarter::*amount, CaseActuals basis)
      : so_far_(so_far), plan_(plan), amount_(amount) {
    progress.basis = basis;
    progress.planned = TotalOf(plan);
    const absl::CivilDay next = so_far.today + 1;
    progress.planned_to_date = TotalOf(PlannedBetween(plan, so_far.start, so_far.start, next));
    if (basis == CaseActuals::kNotMeasured) return;
    for (const ActualQuarter& quarter : so_far.quarters) progress.actual_to_date += quarter.*amount;
    if (!FindFactors()) return;
    progress.forecast = {TotalOf(ByYear(factors.low)), TotalOf(ByYear(factors.likely)),
                         TotalOf(ByYear(factors.high))};
  }

  // What is known of each year, and the rest of its plan times `factor`.
  Years ByYear(double factor) const {
    const absl::CivilDay end = YearsOn(so_far_.start, static_cast<int>(plan_.size()));
    Years years = PlannedBetween(plan_, so_far_.start, so_far_.today + 1, end);
    for (int128& amount : years) amount = Times(amount, factor);
    for (const ActualQuarter& quarter : so_far_.quarters) Spread(quarter, years);
    return years;
  }

  SideProgress progress;
  Factors factors;

 private:
  // False before a quarter is over.
  bool FindFactors() {
    std::vector<std::pair<int128, int128>> recent;  // planned, actual
    bool any = false;
    for (const ActualQuarter& quarter : so_far_.quarters) {
      const absl::CivilDay next = NextQuarter(quarter.first);
      if (next > so_far_.today) break;
      any = true;
      const int128 planned = TotalOf(PlannedBetween(plan_, so_far_.start, quarter.first, next));
      if (planned > 0) recent.emplace_back(planned, quarter.*amount_ - Once(quarter));
    }
    progress.as_planned = any && recent.empty();
    if (recent.empty()) return any;
    if (recent.size() > kRecentQuarters)
      recent.erase(recent.begin(), recent.end() - kRecentQuarters);
    int128 planned = 0, actual = 0;
    const auto factor = [](int128 part, int128 whole) {
      return static_cast<double>(part) / static_cast<double>(whole);
    };
    factors.low = factors.high = factor(recent[0].second, recent[0].first);
    for (const auto& [of_plan, of_fact] : recent) {
      planned += of_plan;
      actual += of_fact;
      factors.low = std::min(factors.low, factor(of_fact, of_plan));
      factors.high = std::max(factors.high, factor(of_fact, of_plan));
    }
    factors.likely = factor(actual, planned);
    // Single costs alone say nothing of those that come again.
    if (actual == 0 && progress.actual_to_date > 0) {
      progress.as_planned = true;
      factors = {};
    }
    return true;
  }

  int128 Once(const ActualQuarter& quarter) const {
    return amount_ == &ActualQuarter::costs ? quarter.single_costs : int128(0);
  }

  // To the years of the case by the days that the quarter has in them, up to today; what was before
  // the first is in the first.
  void Spread(const ActualQuarter& quarter, Years& years) const {
    const absl::CivilDay from = std::max(quarter.first, so_far_.start);
    const absl::CivilDay to = std::min(NextQuarter(quarter.first), so_far_.today + 1);
    const absl::CivilDay end = YearsOn(so_far_.start, static_cast<int>(years.size()));
    const int64_t all = std::min(to, end) - from;
    int128 rest = quarter.*amount_;
    for (size_t i = 0; i + 1 < years.size(); ++i) {
      const int64_t days = DaysIn(so_far_.start, static_cast<int>(i), from, to);
      if (days == all) {
        years[i] += rest;
        return;
      }
      const int128 part = quarter.*amount_ * days / all;
      years[i] += part;
      rest -= part;
    }
    years.back() += rest;
  }

  const CaseSoFar& so_far_;
  const Years& plan_;
  int128 ActualQuarter::*const amount_;
};

double Worth(const Years& gains, const Years& costs, double rate) {
  CaseTable table;
  for (size_t i = 0; i < gains.size(); ++i) table.net.push_back(gains[i] - costs[i]);
  return WorthOf(table, rate).net_present_value;
}

}  // namespace

std::vector<absl::CivilDay> QuartersOf(absl::CivilDay start, int horizon, absl::CivilDay today) {
  const absl::CivilDay last = std::min(today, YearsOn(start, horizon) - 1);
  const absl::CivilMonth month(start);
  std::vector<absl::CivilDay> quarters;
  if (last < start) return quarters;
  for (absl::CivilDay first(month - (month.month() - 1) % kMonthsOfQuarter); first <= last;
       first = NextQuarter(first))
    quarters.push_back(first);
  return quarters;
}

CaseProgress ProgressOf(const CaseSoFar& so_far, double rate) {
  CaseProgress progress;
  const int horizon = static_cast<int>(so_far.plan.net.size());
  const int64_t all = YearsOn(so_far.start, horizon) - so_far.start;
  const int64_t gone = std::clamp<int64_t>(so_far.today + 1 - so_far.start, 0, all);
  progress.elapsed_permille = static_cast<int>(1000 * gone / all);
  for (const ActualQuarter& quarter : so_far.quarters)
    progress.closed_quarters += NextQuarter(quarter.first) <= so_far.today;
  const Side costs(so_far, so_far.plan.costs, &ActualQuarter::costs, so_far.cost_basis);
  const Side gains(so_far, so_far.plan.gains, &ActualQuarter::gains, so_far.gain_basis);
  progress.costs = costs.progress;
  progress.gains = gains.progress;
  progress.net_present_value = WorthOf(so_far.plan, rate).net_present_value;
  if (!progress.costs.forecast || !progress.gains.forecast) return progress;
  progress.worth = {
      Worth(gains.ByYear(gains.factors.low), costs.ByYear(costs.factors.high), rate),
      Worth(gains.ByYear(gains.factors.likely), costs.ByYear(costs.factors.likely), rate),
      Worth(gains.ByYear(gains.factors.high), costs.ByYear(costs.factors.low), rate)};
  return progress;
}

}  // namespace palier::reporting
