// SPDX-License-Identifier: Apache-2.0
// Answers to a survey, added up. A value type, not thread-safe.
#ifndef PALIER_KPI_DOMAIN_SURVEY_TALLY_H_
#define PALIER_KPI_DOMAIN_SURVEY_TALLY_H_

#include <cstdint>
#include <vector>

#include "kpi/domain/nps.h"
#include "kpi/domain/small_groups.h"
#include "kpi/domain/survey_question.h"

namespace palier::kpi {

// The answers to one question.
class QuestionTally {
 public:
  explicit QuestionTally(Scale scale) : scale_(scale) {}

  // `score` on the scale.
  void Add(int score);
  QuestionTally& operator+=(const QuestionTally& other);

  Scale scale() const { return scale_; }
  // Answers by score, from the lowest score on.
  const std::vector<int64_t>& counts() const { return counts_; }
  int64_t n() const;
  // Returns 0 without answers.
  double Mean() const;
  // Of a recommendation.
  NpsCounts Kinds() const;
  // Bit k for each kind of answer that a result tells apart: scores of an agreement, kinds of a
  // recommendation.
  uint32_t Told() const;

 private:
  Scale scale_;
  std::vector<int64_t> counts_ = std::vector<int64_t>(HighestOf(scale_) - LowestOf(scale_) + 1);
};

// The people of one unit, with their answers in the survey's order of questions.
struct SurveyTally {
  int64_t people = 0;
  std::vector<QuestionTally> questions;

  SurveyTally& operator+=(const SurveyTally& other);
};

// What it takes to tell of them.
Crowd CrowdOf(const SurveyTally& tally);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_SURVEY_TALLY_H_
