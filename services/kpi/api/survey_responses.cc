// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "kpi/api/context.h"
#include "kpi/api/survey_names.h"
#include "kpi/domain/survey_question.h"
#include "kpi/storage/survey_table.h"
#include "palier/kpi/v1/survey_service.pb.h"

namespace palier::kpi {
namespace {

absl::Status NotOpen(const v1::Survey& survey, const char* state) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"The survey {resource} takes answers from its opening to its close only.",
                        "L'enquête {resource} ne prend des réponses que de son ouverture à sa "
                        "fermeture."})
      .With("resource", survey.name())
      .With("state", state);
}

absl::Status CheckOpen(const v1::Survey& survey, absl::Time now) {
  if (now < time::TimeOf(survey.open_time())) return NotOpen(survey, "PLANNED");
  if (now >= time::TimeOf(survey.close_time())) return NotOpen(survey, "CLOSED");
  return absl::OkStatus();
}

// Checks one response against its survey.
class ResponseCheck {
 public:
  ResponseCheck(const v1::Survey& survey, status::FieldErrors& errors)
      : survey_(survey), errors_(errors) {
    for (const v1::SurveyQuestion& question : survey.questions()) {
      scales_[question.question_id()] = static_cast<Scale>(question.scale());
    }
  }

  CheckedResponse Check(const v1::SurveyResponse& response, const std::string& path) {
    CheckedResponse checked;
    checked.id = response.response_id();
    checked.team = response.team();
    checked.comment = response.comment();
    checked.answer_time_us = TimeOf(response, path);
    for (int i = 0; i < response.answers_size(); ++i) {
      Take(response.answers(i), absl::StrCat(path, ".answers[", i, "]"), checked);
    }
    for (int i = 0; i < response.tags_size(); ++i) {
      if (!IsSurveyId(response.tags(i)))
        errors_.Add(absl::StrCat(path, ".tags[", i, "]"), SurveyIdRule());
      checked.tags.push_back(response.tags(i));
    }
    return checked;
  }

 private:
  int64_t TimeOf(const v1::SurveyResponse& response, const std::string& path) {
    const absl::Time answered = time::TimeOf(response.answer_time());
    if (answered < time::TimeOf(survey_.open_time()) ||
        answered >= time::TimeOf(survey_.close_time())) {
      errors_.Add(absl::StrCat(path, ".answer_time"),
                  {"The survey was not open then.", "L'enquête n'était pas ouverte alors."});
    }
    return absl::ToUnixMicros(answered);
  }

  void Take(const v1::SurveyAnswer& answer, const std::string& path, CheckedResponse& checked) {
    const auto scale = scales_.find(answer.question_id());
    if (scale == scales_.end()) {
      return errors_.Add(
          absl::StrCat(path, ".question_id"),
          {"The survey has no such question.", "L'enquête n'a pas cette question."});
    }
    for (const auto& [question, score] : checked.scores) {
      if (question != answer.question_id()) continue;
      return errors_.Add(absl::StrCat(path, ".question_id"),
                         {"Answered twice.", "Deux réponses à cette question."});
    }
    if (answer.score() < LowestOf(scale->second) || answer.score() > HighestOf(scale->second)) {
      const std::string range =
          absl::StrCat(LowestOf(scale->second), "-", HighestOf(scale->second));
      return errors_.Add(absl::StrCat(path, ".score"),
                         {absl::StrCat("Not on the scale ", range, "."),
                          absl::StrCat("Hors de l'échelle ", range, ".")});
    }
    checked.scores.emplace_back(answer.question_id(), answer.score());
  }

  const v1::Survey& survey_;
  status::FieldErrors& errors_;
  std::map<std::string, Scale> scales_;
};

absl::StatusOr<std::vector<CheckedResponse>> Checked(
    const v1::Survey& survey, const v1::SubmitSurveyResponsesRequest& request,
    const UserHasher& hasher) {
  status::FieldErrors errors;
  ResponseCheck check(survey, errors);
  std::vector<CheckedResponse> responses;
  for (int i = 0; i < request.responses_size(); ++i) {
    responses.push_back(check.Check(request.responses(i), absl::StrCat("responses[", i, "]")));
    responses.back().respondent =
        RespondentHash(hasher, survey.name(), request.responses(i).respondent());
  }
  RETURN_IF_ERROR(errors.ToStatus());
  return responses;
}

absl::StatusOr<v1::SubmitSurveyResponsesResponse> Submit(
    Context& context, const rpc::Call& call, const v1::SubmitSurveyResponsesRequest& request) {
  ASSIGN_OR_RETURN(const SurveyKey key, ParseSurvey(request.name()));
  ASSIGN_OR_RETURN(const UserHasher hasher,
                   context.secrets.Of(key.project.organization, call.deadline));
  std::vector<v1::Fate> fates;
  RETURN_IF_ERROR(context.store.Write(
      call.deadline, resource::Actor::Of(call), [&](resource::Session& session) -> absl::Status {
        v1::Survey survey;
        RETURN_IF_ERROR(session.Get(context.types.survey, request.name(), &survey));
        RETURN_IF_ERROR(CheckOpen(survey, session.now()));
        ASSIGN_OR_RETURN(const auto responses, Checked(survey, request, hasher));
        ASSIGN_OR_RETURN(fates, SurveyTable(session.sql(), key).Take(responses));
        return absl::OkStatus();
      }));
  v1::SubmitSurveyResponsesResponse response;
  response.mutable_fates()->Add(fates.begin(), fates.end());
  return response;
}

}  // namespace

void AddSurveyResponses(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::SubmitSurveyResponsesRequest, v1::SubmitSurveyResponsesResponse>(
      "SubmitSurveyResponses", [&context](const rpc::Call& call, const auto& request) {
        return Submit(context, call, request);
      });
}

}  // namespace palier::kpi
