// SPDX-License-Identifier: Apache-2.0
// What people said in a survey of kpi and in the registry keeps the next wave from starting,
// whether the services share a process or not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/resource/type.h"
#include "common/status/error.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "palier/rollout/v1/feedback_service.pb.h"
#include "rollout/client/operations.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/wave_firm.h"

namespace palier::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kRolloutName[] = "organizations/acme/rollouts/tool";
constexpr char kSurvey[] = "organizations/acme/projects/tool/surveys/first-week";

absl::Time Noon(int day) {
  return absl::FromCivil(absl::CivilHour(2026, 3, day, 12), absl::UTCTimeZone());
}

class FeedbackScenario : public ScenarioTest {
 protected:
  void Configure(WorldOptions& options) override { options.now = Noon(9); }

  absl::Status Plan() {
    rollout::v1::PlanWavesRequest request;
    request.set_name(kRolloutName);
    return rollout::PlanWavesAndWait(As("rollout", "users/p0"), request).status();
  }
  absl::Status StartWave(int number) {
    rollout::v1::StartWaveRequest request;
    request.set_name(absl::StrCat(kRolloutName, "/waves/wave-", number));
    return Unary<rollout::v1::Wave>(As("rollout", "users/a0"), "StartWave", request).status();
  }
  absl::Status CompleteFirstWave() {
    rollout::v1::CompleteWaveRequest request;
    request.set_name(absl::StrCat(kRolloutName, "/waves/wave-1"));
    request.set_gate_decision(rollout::v1::Wave::CONTINUE);
    request.set_reason("It is used.");
    request.set_waive_check_ins(true);
    request.set_waiver_reason("A short pilot.");
    request.set_evidence_waiver("Nobody measures its use.");
    return Unary<rollout::v1::Wave>(As("rollout", "users/a0"), "CompleteWave", request).status();
  }
  absl::Status MakeSurvey() {
    kpi::v1::CreateSurveyRequest request;
    request.set_parent(WaveFirm::kProject);
    request.set_survey_id("first-week");
    request.mutable_survey()->set_display_name("First week");
    request.mutable_survey()->add_questions()->set_question_id("recommend");
    resource::SetStandardTime(*request.mutable_survey(), "open_time", Noon(10));
    resource::SetStandardTime(*request.mutable_survey(), "close_time", Noon(16));
    return Unary<kpi::v1::Survey>(As("kpi", "users/p0"), "CreateSurvey", request).status();
  }
  // Eight people, of whom one writes a comment.
  absl::Status Answer() {
    kpi::v1::SubmitSurveyResponsesRequest request;
    request.set_name(kSurvey);
    for (int i = 0; i < 8; ++i) {
      kpi::v1::SurveyResponse& response = *request.add_responses();
      response.set_response_id(absl::StrCat("r", i));
      response.set_respondent(absl::StrCat("person-", i));
      resource::SetStandardTime(response, "answer_time", Noon(12));
      response.add_answers()->set_question_id("recommend");
      response.mutable_answers(0)->set_score(3 + i);
      if (i == 0) response.set_comment("Too slow.");
    }
    return Unary<kpi::v1::SubmitSurveyResponsesResponse>(As("kpi", "users/p0"),
                                                         "SubmitSurveyResponses", request)
        .status();
  }
  std::vector<rollout::v1::WaitingFeedback> Waiting() {
    rollout::v1::QueryWaitingFeedbackRequest request;
    request.set_parent(kRolloutName);
    const auto answer = Unary<rollout::v1::QueryWaitingFeedbackResponse>(
        As("rollout", "users/p0"), "QueryWaitingFeedback", request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (!answer.ok()) return {};
    return {answer->feedback().begin(), answer->feedback().end()};
  }
};

std::vector<std::string> UnmetBy(const absl::Status& status) {
  std::vector<std::string> types;
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  for (const auto& violation : detail.precondition_violations()) types.push_back(violation.type());
  return types;
}

TEST_P(FeedbackScenario, TheNextWaveWaitsForAnAnswerToWhatWasSaid) {
  WaveFirm firm(world(), 1);
  ASSERT_FALSE(HasFatalFailure());
  ASSERT_TRUE(WaveFirm::CreateRollout(As("rollout", "users/p0"), "tool", 1).ok());
  ASSERT_TRUE(
      RecordDrill(As("registry", "users/p0"), WaveFirm::kProject, absl::CivilDay(2026, 3, 1)).ok());
  const absl::Status planned = Plan();
  ASSERT_TRUE(planned.ok()) << planned;
  const absl::Status started = StartWave(1);
  ASSERT_TRUE(started.ok()) << started;
  ASSERT_TRUE(MakeSurvey().ok());
  world().SetTime(Noon(12));
  ASSERT_TRUE(Answer().ok());
  world().SetTime(Noon(17));
  const absl::Status completed = CompleteFirstWave();
  ASSERT_TRUE(completed.ok()) << completed;

  EXPECT_THAT(UnmetBy(StartWave(2)), ElementsAre("FEEDBACK_NOT_TRIAGED"));
  const std::vector<rollout::v1::WaitingFeedback> waiting = Waiting();
  ASSERT_THAT(waiting, SizeIs(1));
  EXPECT_EQ(waiting[0].comment(), "Too slow.");
  rollout::v1::CreateFeedbackAnswerRequest request;
  request.set_parent(kRolloutName);
  request.mutable_feedback_answer()->set_feedback(waiting[0].feedback());
  request.mutable_feedback_answer()->set_said("It is slow.");
  request.mutable_feedback_answer()->set_state(rollout::v1::FeedbackAnswer::DONE);
  request.mutable_feedback_answer()->set_answer("Twice as fast.");
  const auto answered = Unary<rollout::v1::FeedbackAnswer>(As("rollout", "users/p0"),
                                                           "CreateFeedbackAnswer", request);
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_THAT(Waiting(), IsEmpty());
  const absl::Status next = StartWave(2);
  EXPECT_TRUE(next.ok()) << next;
}

INSTANTIATE_TEST_SUITE_P(Worlds, FeedbackScenario, ::testing::ValuesIn(AllWorlds()), WorldName);

}  // namespace
}  // namespace palier::scenarios
