// SPDX-License-Identifier: Apache-2.0
// Roll-ups: the measurements of a KPI and a team folded into one cell per day, and days folded into
// weeks, months and quarters in the organisation's time zone. Folding is associative and
// commutative: any order and any batching of the same measurements gives the same cell. Pure, safe
// from any thread.
#ifndef PALIER_KPI_DOMAIN_ROLLUP_H_
#define PALIER_KPI_DOMAIN_ROLLUP_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/stats/quantile_sketch.h"
#include "kpi/domain/fixed.h"

namespace palier::kpi {

// The newest measurement of a cell in a total order: by order key, then event time, then id, then
// value.
struct LastValue {
  int64_t order_key = 0;
  int64_t event_time_us = 0;
  std::string id;
  Fixed value = 0;

  friend bool operator==(const LastValue&, const LastValue&) = default;
};
bool IsNewer(const LastValue& a, const LastValue& b);

// min, max and last mean nothing while count is 0. They cannot be taken back: after a retraction
// the cell is folded again from what remains.
struct DayCell {
  int64_t count = 0;
  FixedSum sum;
  Fixed min = 0;
  Fixed max = 0;
  LastValue last;
  stats::QuantileSketch sketch;

  // Folds one measurement in.
  void Add(const LastValue& measured);
  // Folds another cell in. An empty cell is neutral.
  void Fold(const DayCell& other);

  friend bool operator==(const DayCell&, const DayCell&) = default;
};

// The mean rounded half away from zero at the KPI's scale. Returns 0 for an empty cell.
Fixed MeanOf(const DayCell& cell);

// The value of nearest rank, within 1 % of it, at the KPI's scale; per_mille in [1, 1000]. Returns
// 0 for an empty cell.
Fixed QuantileOf(const DayCell& cell, int per_mille);

enum class PeriodUnit { kDay, kWeek, kMonth, kQuarter };

// A calendar period in a time zone: [begin, end) in instants. Where midnight does not exist that
// day, it begins with the first instant that does; where midnight comes twice, with the first.
// `label` sorts as time does: "2018-08-03", "2018-W31" (ISO 8601), "2018-08", "2018-Q3".
struct Period {
  PeriodUnit unit = PeriodUnit::kDay;
  absl::CivilDay first_day;
  absl::CivilDay next_day;  // the first day after it
  absl::Time begin;
  absl::Time end;
  std::string label;
};

// The first day of the period of `unit` that holds `day`; weeks begin on Monday.
absl::CivilDay FirstDayOf(PeriodUnit unit, absl::CivilDay day);
// The first day after the period of `unit` that holds `day`.
absl::CivilDay NextPeriodDay(PeriodUnit unit, absl::CivilDay day);
std::string PeriodLabel(PeriodUnit unit, absl::CivilDay day);

// The period of `unit` that holds `day`, or the instant `time`.
Period PeriodOfDay(PeriodUnit unit, absl::CivilDay day, absl::TimeZone zone);
Period PeriodOf(PeriodUnit unit, absl::Time time, absl::TimeZone zone);

// Merges days into the periods of `unit`, by their first day.
std::map<absl::CivilDay, DayCell> MergeDays(const std::map<absl::CivilDay, DayCell>& days,
                                            PeriodUnit unit);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_ROLLUP_H_
