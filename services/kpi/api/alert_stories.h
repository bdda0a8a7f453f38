// SPDX-License-Identifier: Apache-2.0
// What the alert rules of a KPI say of its measures: the one judgement that is shown and told.
#ifndef PALIER_KPI_API_ALERT_STORIES_H_
#define PALIER_KPI_API_ALERT_STORIES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "kpi/api/assessment.h"
#include "kpi/api/context.h"
#include "kpi/domain/alert_watch.h"
#include "palier/kpi/v1/alert.pb.h"
#include "palier/kpi/v1/kpi.pb.h"

namespace palier::kpi {

// The rules of one KPI share its series.
struct MeasuredKpi {
  v1::Kpi kpi;
  std::vector<Measure> series;
};

// The KPI and its measures up to `as_of`. NOT_FOUND. A measure of a few people counts as
// none, for alerts are told to everybody.
absl::StatusOr<MeasuredKpi> ReadMeasured(resource::Session& session, const Types& types,
                                         const KpiKey& key, AsOf as_of);

// The changes of a rule's alert up to the end of `as_of`. NO_DATA for a rule that no longer fits
// its KPI.
AlertStory StoryOf(const v1::AlertRule& rule, const MeasuredKpi& measured, absl::TimeZone zone,
                   absl::CivilDay as_of);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_ALERT_STORIES_H_
