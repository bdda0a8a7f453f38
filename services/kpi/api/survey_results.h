// SPDX-License-Identifier: Apache-2.0
// What a survey says, as it is told to people.
#ifndef PALIER_KPI_API_SURVEY_RESULTS_H_
#define PALIER_KPI_API_SURVEY_RESULTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "kpi/api/context.h"
#include "palier/kpi/v1/survey.pb.h"

namespace palier::kpi {

// The published results of the survey of that name, which are made now if it has closed and nobody
// has asked yet. While it is open: results without `publish_time` and units. NOT_FOUND. Blocks.
absl::StatusOr<v1::SurveyResults> PublishedResults(Context& context, const rpc::Call& call,
                                                   const std::string& name);

// What its answers say now, small groups too, open or closed. NOT_FOUND. Blocks.
absl::StatusOr<v1::SurveyResults> FullResults(Context& context, const rpc::Call& call,
                                              const std::string& name);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_SURVEY_RESULTS_H_
