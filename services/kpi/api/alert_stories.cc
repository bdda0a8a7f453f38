// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/alert_stories.h"

#include "common/status/macros.h"
#include "kpi/api/alert_rules.h"
#include "kpi/api/assessment.h"
#include "kpi/api/kpi_days.h"
#include "kpi/api/small_groups_guard.h"

namespace palier::kpi {
namespace {

absl::CivilDay FirstDayOf(const v1::AlertRule& rule, const MeasuredKpi& measured,
                          absl::TimeZone zone) {
  if (!measured.series.empty()) return measured.series.front().date;
  return absl::ToCivilDay(absl::FromUnixSeconds(rule.create_time().seconds()), zone);
}

// Of a rule that was right when it was written, and no longer is since its KPI was changed.
AlertStory Unfit(absl::CivilDay since) {
  AlertStory story;
  story.now.since = since;
  story.now.text = {"The rule does not fit its KPI any more, since the KPI was changed.",
                    "La règle ne convient plus à son KPI, depuis que celui-ci a été modifié."};
  return story;
}

}  // namespace

absl::StatusOr<MeasuredKpi> ReadMeasured(resource::Session& session, const Types& types,
                                         const KpiKey& key, AsOf as_of) {
  MeasuredKpi measured;
  RETURN_IF_ERROR(session.Get(types.kpi, NameOf(key.project, key.kpi), &measured.kpi));
  DaySpan days;
  days.last = DayNumber(as_of.date);
  ASSIGN_OR_RETURN(const KpiDays teams,
                   ReadDays(session.sql(), key.project, key.kpi, measured.kpi, nullptr, days));
  measured.series = MeasuresOf(OneSeries(teams, measured.kpi, nullptr), measured.kpi, as_of);
  std::erase_if(measured.series,
                [&](const Measure& measure) { return CountsFew(measured.kpi, measure); });
  return measured;
}

AlertStory StoryOf(const v1::AlertRule& rule, const MeasuredKpi& measured, absl::TimeZone zone,
                   absl::CivilDay as_of) {
  const absl::CivilDay first_day = FirstDayOf(rule, measured, zone);
  const absl::StatusOr<AlertRule> judged = RuleOf(rule, measured.kpi, first_day);
  return judged.ok() ? Evaluate(*judged, measured.series, as_of) : Unfit(first_day);
}

}  // namespace palier::kpi
