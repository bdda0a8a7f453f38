// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/alert_stories.h"

#include "common/status/macros.h"
#include "kpi/api/alert_rules.h"
#include "kpi/api/assessment.h"

namespace palier::kpi {
namespace {

absl::CivilDay FirstDayOf(const v1::AlertRule& rule, const MeasuredKpi& measured,
                          absl::TimeZone zone) {
  if (!measured.series.empty()) return measured.series.front().date;
  return absl::ToCivilDay(absl::FromUnixSeconds(rule.create_time().seconds()), zone);
}

}  // namespace

absl::StatusOr<MeasuredKpi> ReadMeasured(resource::Session& session, const Types& types,
                                         const KpiKey& key, absl::CivilDay as_of) {
  MeasuredKpi measured;
  RETURN_IF_ERROR(session.Get(types.kpi, NameOf(key.project, key.kpi), &measured.kpi));
  DaySpan days;
  days.last = DayNumber(as_of);
  ASSIGN_OR_RETURN(const auto teams,
                   DayTable(session.sql(), key.project).Read(key.kpi, nullptr, days));
  measured.series = MeasuresOf(MergeTeams(teams), measured.kpi, as_of);
  return measured;
}

absl::StatusOr<AlertStory> StoryOf(const v1::AlertRule& rule, const MeasuredKpi& measured,
                                   absl::TimeZone zone, absl::CivilDay as_of) {
  ASSIGN_OR_RETURN(const AlertRule judged,
                   RuleOf(rule, measured.kpi, FirstDayOf(rule, measured, zone)));
  return Evaluate(judged, measured.series, as_of);
}

}  // namespace palier::kpi
