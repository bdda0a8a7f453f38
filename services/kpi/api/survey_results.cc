// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/survey_results.h"

#include <algorithm>
#include <map>
#include <optional>

#include "common/resource/type.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "kpi/api/small_groups_units.h"
#include "kpi/api/survey_names.h"
#include "kpi/domain/survey_tally.h"
#include "kpi/storage/small_groups_publication.h"
#include "kpi/storage/survey_table.h"
#include "palier/kpi/v1/survey_service.pb.h"

namespace palier::kpi {
namespace {

using resource::Session;

// Whom results are made of, and how much of it they tell.
enum class Reach { kPublished, kFull };

bool IsComplete(const Respondent& respondent, const v1::Survey& survey) {
  return std::all_of(survey.questions().begin(), survey.questions().end(), [&](const auto& asked) {
    return respondent.scores.count(asked.question_id()) > 0;
  });
}

// The answers to a survey, by unit.
class Count {
 public:
  Count(const v1::Survey& survey, const Units& units, Reach reach)
      : survey_(survey), units_(units), reach_(reach) {
    SurveyTally nobody;
    for (const v1::SurveyQuestion& question : survey.questions()) {
      nobody.questions.emplace_back(static_cast<Scale>(question.scale()));
    }
    own_.assign(units.all().size(), nobody);
  }

  void Add(const Respondent& respondent) {
    const bool complete = IsComplete(respondent, survey_);
    if (!complete && reach_ == Reach::kPublished) return;
    incomplete_ += !complete;
    SurveyTally& tally = own_[units_.IndexOf(respondent.team)];
    ++tally.people;
    for (int i = 0; i < survey_.questions_size(); ++i) {
      const auto score = respondent.scores.find(survey_.questions(i).question_id());
      if (score != respondent.scores.end()) tally.questions[i].Add(score->second);
    }
    for (const std::string& tag : respondent.tags) ++tags_[tag];
  }

  v1::SurveyResults Results() const {
    v1::SurveyResults results;
    results.set_survey(survey_.name());
    results.set_incomplete_count(incomplete_);
    const std::vector<bool> shown = Shown();
    const std::vector<SurveyTally> totals = units_.Totals(own_);
    for (size_t i = 0; i < totals.size(); ++i) {
      v1::SurveyUnitResult& result = *results.add_units();
      result.set_unit(units_.all()[i].name);
      result.set_department(units_.all()[i].department);
      result.set_hidden(!shown[i]);
      if (shown[i]) FillUnit(totals[i], result);
    }
    if (shown[0]) FillTags(results);
    return results;
  }

 private:
  std::vector<bool> Shown() const {
    if (reach_ == Reach::kFull) return std::vector<bool>(own_.size(), true);
    std::vector<Crowd> crowds;
    for (const SurveyTally& tally : own_) crowds.push_back(CrowdOf(tally));
    return units_.Shown(crowds);
  }

  void FillUnit(const SurveyTally& tally, v1::SurveyUnitResult& to) const {
    to.set_respondent_count(tally.people);
    for (int i = 0; i < survey_.questions_size(); ++i) {
      to.add_results()->set_question_id(survey_.questions(i).question_id());
      FillQuestion(tally.questions[i], *to.mutable_results(i));
    }
  }

  void FillQuestion(const QuestionTally& tally, v1::SurveyQuestionResult& to) const {
    to.set_answer_count(tally.n());
    if (reach_ == Reach::kFull) {
      to.mutable_score_counts()->Add(tally.counts().begin(), tally.counts().end());
    }
    if (tally.n() == 0) return;
    if (tally.scale() == Scale::kAgreement) return to.set_mean(tally.Mean());
    const NetPromoterScore nps = ScoreOf(tally.Kinds());
    to.set_net_promoter_score(nps.score);
    to.set_lower_score(nps.lower);
    to.set_upper_score(nps.upper);
  }

  void FillTags(v1::SurveyResults& results) const {
    std::vector<std::pair<int64_t, std::string>> sorted;
    for (const auto& [tag, people] : tags_) {
      if (reach_ == Reach::kFull || people >= kSmallestGroup) sorted.emplace_back(-people, tag);
    }
    std::sort(sorted.begin(), sorted.end());
    for (const auto& [people, tag] : sorted) {
      v1::SurveyTagCount& count = *results.add_tags();
      count.set_tag(tag);
      count.set_respondent_count(-people);
    }
  }

  const v1::Survey& survey_;
  const Units& units_;
  const Reach reach_;
  std::vector<SurveyTally> own_;
  std::map<std::string, int64_t> tags_;
  int64_t incomplete_ = 0;
};

absl::StatusOr<v1::SurveyResults> Results(Session& session, const SurveyKey& key,
                                          const v1::Survey& survey, const Units& units,
                                          Reach reach) {
  ASSIGN_OR_RETURN(const auto respondents, SurveyTable(session.sql(), key).Read());
  Count count(survey, units, reach);
  for (const Respondent& respondent : respondents) count.Add(respondent);
  return count.Results();
}

absl::StatusOr<std::optional<v1::SurveyResults>> Told(Session& session, const SurveyKey& key) {
  ASSIGN_OR_RETURN(
      const auto found,
      Publications(session.sql(), key.project).Find(PublicationKind::kSurvey, key.survey));
  if (found.empty()) return std::nullopt;
  v1::SurveyResults results;
  if (!results.ParseFromString(found[0].document))
    return status::Internal("published results of a survey cannot be read");
  return results;
}

absl::Status Publish(Session& session, const SurveyKey& key, v1::SurveyResults& results) {
  resource::SetStandardTime(results, "publish_time", session.now());
  return Publications(session.sql(), key.project)
      .Insert({PublicationKind::kSurvey, key.survey, {0, 0}, results.SerializeAsString()});
}

}  // namespace

absl::StatusOr<v1::SurveyResults> FullResults(Context& context, const rpc::Call& call,
                                              const std::string& name) {
  ASSIGN_OR_RETURN(const SurveyKey key, ParseSurvey(name));
  ASSIGN_OR_RETURN(const auto teams,
                   context.registry.TeamsOf(key.project.organization, call.deadline));
  const Units units(key.project.organization, teams);
  v1::SurveyResults results;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    v1::Survey survey;
    RETURN_IF_ERROR(session.Get(context.types.survey, name, &survey));
    ASSIGN_OR_RETURN(results, Results(session, key, survey, units, Reach::kFull));
    return absl::OkStatus();
  }));
  return results;
}

absl::StatusOr<v1::SurveyResults> PublishedResults(Context& context, const rpc::Call& call,
                                                   const std::string& name) {
  ASSIGN_OR_RETURN(const SurveyKey key, ParseSurvey(name));
  v1::SurveyResults open;
  open.set_survey(name);
  std::optional<v1::SurveyResults> told;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    v1::Survey survey;
    RETURN_IF_ERROR(session.Get(context.types.survey, name, &survey));
    if (session.now() < time::TimeOf(survey.close_time())) {
      told = open;
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(told, Told(session, key));
    return absl::OkStatus();
  }));
  if (told) return *told;
  ASSIGN_OR_RETURN(const auto teams,
                   context.registry.TeamsOf(key.project.organization, call.deadline));
  const Units units(key.project.organization, teams);
  // Counted in a snapshot, so that nobody has to wait with writing: a closed survey takes no
  // answer.
  v1::SurveyResults counted;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    v1::Survey survey;
    RETURN_IF_ERROR(session.Get(context.types.survey, name, &survey));
    ASSIGN_OR_RETURN(counted, Results(session, key, survey, units, Reach::kPublished));
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(context.store.Write(
      call.deadline, resource::Actor::Of(call), [&](Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(told, Told(session, key));
        if (told) return absl::OkStatus();
        v1::Survey survey;
        RETURN_IF_ERROR(session.Get(context.types.survey, name, &survey));
        told = counted;
        return Publish(session, key, *told);
      }));
  return *told;
}

void AddSurveyResults(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::QuerySurveyResultsRequest, v1::SurveyResults>(
      "QuerySurveyResults", [&context](const rpc::Call& call, const auto& request) {
        return PublishedResults(context, call, request.name());
      });
  table.Unary<v1::QueryFullSurveyResultsRequest, v1::SurveyResults>(
      "QueryFullSurveyResults", [&context](const rpc::Call& call, const auto& request) {
        return FullResults(context, call, request.name());
      });
}

}  // namespace palier::kpi
