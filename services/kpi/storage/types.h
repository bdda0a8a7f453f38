// SPDX-License-Identifier: Apache-2.0
// The resource types of this service.
#ifndef PALIER_KPI_STORAGE_TYPES_H_
#define PALIER_KPI_STORAGE_TYPES_H_

#include "common/resource/type.h"
#include "palier/kpi/v1/alert.pb.h"
#include "palier/kpi/v1/kpi.pb.h"
#include "palier/kpi/v1/saved_time.pb.h"
#include "palier/kpi/v1/source.pb.h"
#include "palier/kpi/v1/survey.pb.h"

namespace palier::kpi {

struct Types {
  resource::Type kpi{v1::Kpi::descriptor(),
                     "organizations/{organization}/projects/{project}/kpis/{kpi}"};
  resource::Type alert_rule{
      v1::AlertRule::descriptor(),
      "organizations/{organization}/projects/{project}/kpis/{kpi}/alertRules/{alert_rule}"};
  resource::Type alert_notice{
      v1::AlertNotice::descriptor(),
      "organizations/{organization}/projects/{project}/kpis/{kpi}/alertNotices/{alert_notice}"};
  resource::Type source{v1::Source::descriptor(), "organizations/{organization}/sources/{source}"};
  resource::Type survey{v1::Survey::descriptor(),
                        "organizations/{organization}/projects/{project}/surveys/{survey}"};
  resource::Type saved_time{
      v1::SavedTime::descriptor(),
      "organizations/{organization}/projects/{project}/savedTimes/{saved_time}"};
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_TYPES_H_
