// SPDX-License-Identifier: Apache-2.0
// Names and ids of surveys. Pure functions, safe from any thread.
#ifndef PALIER_KPI_API_SURVEY_NAMES_H_
#define PALIER_KPI_API_SURVEY_NAMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/status/error.h"
#include "kpi/storage/survey_table.h"

namespace palier::kpi {

// `organizations/{organization}/projects/{project}/surveys/{survey}`. INVALID_ARGUMENT
// (INVALID_NAME).
absl::StatusOr<SurveyKey> ParseSurvey(absl::string_view name);
std::string NameOf(const SurveyKey& survey);

// Whether it may be the id of a question, or a tag: 1 to 40 lower-case letters, digits and hyphens.
bool IsSurveyId(absl::string_view id);
status::Text SurveyIdRule();

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_SURVEY_NAMES_H_
