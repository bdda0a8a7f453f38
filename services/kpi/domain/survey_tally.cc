// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/survey_tally.h"

#include <numeric>

namespace palier::kpi {

void QuestionTally::Add(int score) {
  ++counts_[score - LowestOf(scale_)];
}

QuestionTally& QuestionTally::operator+=(const QuestionTally& other) {
  for (size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  return *this;
}

int64_t QuestionTally::n() const {
  return std::accumulate(counts_.begin(), counts_.end(), int64_t{0});
}

double QuestionTally::Mean() const {
  int64_t sum = 0;
  for (size_t i = 0; i < counts_.size(); ++i) sum += counts_[i] * (LowestOf(scale_) + i);
  return n() == 0 ? 0 : static_cast<double>(sum) / n();
}

NpsCounts QuestionTally::Kinds() const {
  NpsCounts kinds;
  for (size_t score = 0; score < counts_.size(); ++score) kinds.Add(score, counts_[score]);
  return kinds;
}

uint32_t QuestionTally::Told() const {
  if (scale_ == Scale::kRecommendation) {
    const NpsCounts kinds = Kinds();
    return (kinds.promoters > 0) | (kinds.passives > 0) << 1 | (kinds.detractors > 0) << 2;
  }
  uint32_t told = 0;
  for (size_t i = 0; i < counts_.size(); ++i) told |= uint32_t{counts_[i] > 0} << i;
  return told;
}

SurveyTally& SurveyTally::operator+=(const SurveyTally& other) {
  people += other.people;
  for (size_t i = 0; i < other.questions.size(); ++i) questions[i] += other.questions[i];
  return *this;
}

Crowd CrowdOf(const SurveyTally& tally) {
  Crowd crowd;
  crowd.people = tally.people;
  if (tally.people == 0) return crowd;
  for (const QuestionTally& question : tally.questions) crowd.answers.push_back(question.Told());
  return crowd;
}

}  // namespace palier::kpi
