// SPDX-License-Identifier: Apache-2.0
// What an event log of a process (tickets, permits, orders, claims) says about KPIs: cycle times
// for efficiency, rework, and distinct people at work for adoption. Pure functions, safe from any
// thread; the answers do not depend on the order of the events, except where said.
#ifndef PALIER_KPI_DOMAIN_EVENT_LOG_H_
#define PALIER_KPI_DOMAIN_EVENT_LOG_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "kpi/domain/rollup.h"

namespace palier::kpi {

// One row of a log.
struct LogEvent {
  std::string case_id;
  std::string activity;
  std::string lifecycle;  // "start", "complete"
  absl::Time time;
  std::string resource;  // who did it; may be empty
  std::string team;      // may be empty
  std::string rest;      // every other column as it was read, so that equal rows are whole rows

  friend bool operator==(const LogEvent&, const LogEvent&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const LogEvent& e) {
    return H::combine(std::move(h), e.case_id, e.activity, e.lifecycle, e.time, e.resource, e.team,
                      e.rest);
  }
};

struct CleanLog {
  std::vector<LogEvent> events;  // in the order given
  int64_t exact_duplicates = 0;
};

// Keeps one of each group of wholly equal rows.
CleanLog RemoveExactDuplicates(std::vector<LogEvent> events);

struct CaseRecord {
  std::string case_id;
  absl::Time begin;  // the first event
  absl::Time end;    // the last event; the case counts in the period that holds it
  int64_t events = 0;
  bool rework = false;     // some (activity, lifecycle) happened twice or more
  std::string first_team;  // of the first event; of several at that instant, the earliest row

  double CycleDays() const { return absl::FDivDuration(end - begin, absl::Hours(24)); }
};

// The cases of the log by case id.
std::vector<CaseRecord> CasesOf(absl::Span<const LogEvent> events);

// How a log tells of the AI step (S0-37).
struct AiStep {
  // A case with any of them was done through it.
  std::set<std::string> activities;
  // A case with any of these, or of the ones above, is eligible; empty: every case is.
  std::set<std::string> eligible;
};

enum class Penetration { kNotEligible = 0, kWithout = 1, kThrough = 2 };

// Of each case, in the order of `cases`, which are those of `events`.
std::vector<Penetration> PenetrationOf(absl::Span<const CaseRecord> cases,
                                       absl::Span<const LogEvent> events, const AiStep& step);

struct CycleSummary {
  int64_t cases = 0;
  double median_days = 0;
  double mean_days = 0;
  double p90_days = 0;  // nearest rank
  double max_days = 0;
};

// Returns INVALID_ARGUMENT if there are no cases.
absl::StatusOr<CycleSummary> Summarise(absl::Span<const CaseRecord> cases);

// The cycle times, in days, of the cases that ended in [begin, end).
std::vector<double> CycleDaysEndingIn(absl::Span<const CaseRecord> cases, absl::Time begin,
                                      absl::Time end);

// The summary of the cases that ended in each period, by its label; periods without cases are
// absent.
std::map<std::string, CycleSummary> SummariseByEnd(absl::Span<const CaseRecord> cases,
                                                   PeriodUnit unit, absl::TimeZone zone);

// How many distinct non-empty resources have an event in each period, by its label. Not additive: a
// month is not the sum of its weeks.
std::map<std::string, int64_t> DistinctResources(absl::Span<const LogEvent> events, PeriodUnit unit,
                                                 absl::TimeZone zone);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_EVENT_LOG_H_
