// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/survey_names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"

namespace palier::kpi {

absl::StatusOr<SurveyKey> ParseSurvey(absl::string_view name) {
  static const auto* pattern = new aip::NamePattern(*aip::NamePattern::Compile(
      "organizations/{organization}/projects/{project}/surveys/{survey}"));
  ASSIGN_OR_RETURN(const auto ids, pattern->Parse(name));
  return SurveyKey{{ids[0], ids[1]}, ids[2]};
}

std::string NameOf(const SurveyKey& survey) {
  return absl::StrCat(NameOf(survey.project), "/surveys/", survey.survey);
}

bool IsSurveyId(absl::string_view id) {
  return !id.empty() && id.size() <= 40 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

status::Text SurveyIdRule() {
  return {"1 to 40 lower-case letters, digits and hyphens.",
          "1 à 40 lettres minuscules, chiffres et traits d'union."};
}

}  // namespace palier::kpi
