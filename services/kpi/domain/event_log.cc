// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/event_log.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"
#include "common/stats/rank_tests.h"
#include "common/status/macros.h"

namespace palier::kpi {
namespace {

using Step = std::pair<absl::string_view, absl::string_view>;

// Rows are compared where they lie: a log is large.
struct ByContent {
  size_t operator()(const LogEvent* event) const { return absl::Hash<LogEvent>()(*event); }
  bool operator()(const LogEvent* a, const LogEvent* b) const { return *a == *b; }
};

struct OpenCase {
  CaseRecord record;
  absl::flat_hash_set<Step> steps;
};

void AddEvent(const LogEvent& event, OpenCase& open) {
  CaseRecord& record = open.record;
  const bool first = record.events++ == 0;
  if (first || event.time < record.begin) {
    record.begin = event.time;
    record.first_team = event.team;
  }
  if (first || event.time > record.end) record.end = event.time;
  const bool new_step = open.steps.insert({event.activity, event.lifecycle}).second;
  record.rework |= !new_step;
}

std::vector<double> CycleDays(absl::Span<const CaseRecord> cases) {
  std::vector<double> days;
  days.reserve(cases.size());
  for (const CaseRecord& record : cases) days.push_back(record.CycleDays());
  return days;
}

absl::StatusOr<CycleSummary> SummariseDays(absl::Span<const double> days) {
  CycleSummary summary;
  summary.cases = static_cast<int64_t>(days.size());
  ASSIGN_OR_RETURN(summary.median_days, stats::Median(days));
  ASSIGN_OR_RETURN(summary.mean_days, stats::Mean(days));
  ASSIGN_OR_RETURN(summary.p90_days, stats::NearestRank(days, 90));
  ASSIGN_OR_RETURN(summary.max_days, stats::NearestRank(days, 100));
  return summary;
}

}  // namespace

CleanLog RemoveExactDuplicates(std::vector<LogEvent> events) {
  std::vector<bool> kept(events.size());
  absl::flat_hash_set<const LogEvent*, ByContent, ByContent> seen;
  for (size_t i = 0; i < events.size(); ++i) kept[i] = seen.insert(&events[i]).second;
  CleanLog log;
  log.exact_duplicates = static_cast<int64_t>(events.size() - seen.size());
  log.events.reserve(seen.size());
  for (size_t i = 0; i < events.size(); ++i) {
    if (kept[i]) log.events.push_back(std::move(events[i]));
  }
  return log;
}

std::vector<CaseRecord> CasesOf(absl::Span<const LogEvent> events) {
  std::map<absl::string_view, OpenCase> open;
  for (const LogEvent& event : events) AddEvent(event, open[event.case_id]);
  std::vector<CaseRecord> cases;
  cases.reserve(open.size());
  for (auto& [case_id, each] : open) {
    each.record.case_id = std::string(case_id);
    cases.push_back(std::move(each.record));
  }
  return cases;
}

std::vector<Penetration> PenetrationOf(absl::Span<const CaseRecord> cases,
                                       absl::Span<const LogEvent> events, const AiStep& step) {
  absl::flat_hash_set<absl::string_view> through, eligible;
  for (const LogEvent& event : events) {
    if (step.activities.contains(event.activity)) through.insert(event.case_id);
    if (step.eligible.contains(event.activity)) eligible.insert(event.case_id);
  }
  std::vector<Penetration> of_cases;
  of_cases.reserve(cases.size());
  for (const CaseRecord& record : cases) {
    if (through.contains(record.case_id)) {
      of_cases.push_back(Penetration::kThrough);
    } else if (step.eligible.empty() || eligible.contains(record.case_id)) {
      of_cases.push_back(Penetration::kWithout);
    } else {
      of_cases.push_back(Penetration::kNotEligible);
    }
  }
  return of_cases;
}

absl::StatusOr<CycleSummary> Summarise(absl::Span<const CaseRecord> cases) {
  return SummariseDays(CycleDays(cases));
}

std::vector<double> CycleDaysEndingIn(absl::Span<const CaseRecord> cases, absl::Time begin,
                                      absl::Time end) {
  std::vector<double> days;
  for (const CaseRecord& record : cases) {
    if (record.end >= begin && record.end < end) days.push_back(record.CycleDays());
  }
  return days;
}

std::map<std::string, CycleSummary> SummariseByEnd(absl::Span<const CaseRecord> cases,
                                                   PeriodUnit unit, absl::TimeZone zone) {
  std::map<std::string, std::vector<double>> days;
  for (const CaseRecord& record : cases) {
    days[PeriodLabel(unit, absl::ToCivilDay(record.end, zone))].push_back(record.CycleDays());
  }
  std::map<std::string, CycleSummary> summaries;
  for (const auto& [label, values] : days) {
    const absl::StatusOr<CycleSummary> summary = SummariseDays(values);
    if (summary.ok()) summaries[label] = *summary;
  }
  return summaries;
}

std::map<std::string, int64_t> DistinctResources(absl::Span<const LogEvent> events, PeriodUnit unit,
                                                 absl::TimeZone zone) {
  std::map<absl::CivilDay, absl::flat_hash_set<absl::string_view>> people;
  for (const LogEvent& event : events) {
    if (event.resource.empty()) continue;
    people[FirstDayOf(unit, absl::ToCivilDay(event.time, zone))].insert(event.resource);
  }
  std::map<std::string, int64_t> counts;
  for (const auto& [day, names] : people) {
    counts[PeriodLabel(unit, day)] = static_cast<int64_t>(names.size());
  }
  return counts;
}

}  // namespace palier::kpi
