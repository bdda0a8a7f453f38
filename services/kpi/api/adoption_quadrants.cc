// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/adoption_quadrants.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "common/resource/read_all.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "kpi/api/survey_results.h"
#include "kpi/domain/segment_of_use.h"

namespace palier::kpi {
namespace {

constexpr char kRecommend[] = "recommend";

bool AsksToRecommend(const v1::Survey& survey) {
  return std::any_of(survey.questions().begin(), survey.questions().end(),
                     [](const auto& question) { return question.question_id() == kRecommend; });
}

// Empty when there is none.
absl::StatusOr<std::string> LastSurvey(Context& context, const rpc::Call& call,
                                       const std::string& project) {
  std::vector<v1::Survey> surveys;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        surveys.clear();
        return resource::ReadAll(session, context.types.survey, project, surveys);
      }));
  std::pair<absl::Time, std::string> last{absl::InfinitePast(), ""};
  for (const v1::Survey& survey : surveys) {
    const absl::Time closed = time::TimeOf(survey.close_time());
    if (closed > context.store.Now() || !AsksToRecommend(survey)) continue;
    last = std::max(last, std::make_pair(closed, survey.name()));
  }
  return last.second;
}

// By unit, of those that are told.
std::map<std::string, double> Scores(const v1::SurveyResults& results) {
  std::map<std::string, double> scores;
  for (const v1::SurveyUnitResult& unit : results.units()) {
    for (const v1::SurveyQuestionResult& result : unit.results()) {
      if (result.question_id() == kRecommend && result.has_net_promoter_score())
        scores[unit.unit()] = result.net_promoter_score();
    }
  }
  return scores;
}

}  // namespace

absl::Status AddQuadrants(Context& context, const rpc::Call& call, bool full,
                          v1::Adoption& adoption) {
  if (adoption.periods().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string survey, LastSurvey(context, call, adoption.project()));
  if (survey.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::SurveyResults results, full ? FullResults(context, call, survey)
                                                         : PublishedResults(context, call, survey));
  adoption.set_survey(survey);
  const std::map<std::string, double> scores = Scores(results);
  for (v1::AdoptionUnit& unit : *adoption.mutable_periods()->rbegin()->mutable_units()) {
    const auto score = scores.find(unit.unit());
    if (unit.segment() == v1::AdoptionUnit::SEGMENT_UNSPECIFIED || score == scores.end()) continue;
    unit.set_net_promoter_score(score->second);
    unit.set_quadrant(static_cast<v1::AdoptionUnit::Quadrant>(
        QuadrantOf(static_cast<SegmentOfUse>(unit.segment()), score->second)));
  }
  return absl::OkStatus();
}

}  // namespace palier::kpi
