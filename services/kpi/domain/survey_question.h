// SPDX-License-Identifier: Apache-2.0
// The questions that every survey can ask in the same words, so that answers compare from survey to
// survey. Pure functions, safe from any thread.
#ifndef PALIER_KPI_DOMAIN_SURVEY_QUESTION_H_
#define PALIER_KPI_DOMAIN_SURVEY_QUESTION_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/status/error.h"

namespace palier::kpi {

// How one answers. The numbers are those of the API.
enum class Scale {
  kRecommendation = 1,  // 0 (not at all) to 10 (surely)
  kAgreement = 2,       // 1 (not at all) to 5 (entirely)
};
int LowestOf(Scale scale);
int HighestOf(Scale scale);

struct StandardQuestion {
  // Its id in a survey, and what it is for: `recommend`.
  std::string id;
  Scale scale = Scale::kAgreement;
  status::Text text;
};

// All of them: recommend (S1-50), our-tool (S0-36), clear-objectives and enough-training (S4-09),
// trust (S3-14), helps-me (S4-13).
absl::Span<const StandardQuestion> StandardQuestions();
// Returns null if there is none of that id.
const StandardQuestion* FindStandardQuestion(absl::string_view id);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_SURVEY_QUESTION_H_
