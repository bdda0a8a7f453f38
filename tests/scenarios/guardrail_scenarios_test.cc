// SPDX-License-Identifier: Apache-2.0
// A guardrail pauses a wave by itself, once, whatever shares a process and whoever is killed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "common/resource/type.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "palier/rollout/v1/access_service.pb.h"
#include "palier/rollout/v1/gate_service.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "rollout/client/operations.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/wave_firm.h"

namespace palier::scenarios {
namespace {

using rollout::v1::Wave;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kRolloutName[] = "organizations/acme/rollouts/tool";
constexpr char kWave[] = "organizations/acme/rollouts/tool/waves/wave-1";
constexpr char kSurvey[] = "organizations/acme/projects/tool/surveys/first-week";

absl::Time Noon(int day) {
  return absl::FromCivil(absl::CivilHour(2026, 3, day, 12), absl::UTCTimeZone());
}

class GuardrailScenario : public ScenarioTest {
 protected:
  void Configure(WorldOptions& options) override { options.now = Noon(9); }

  // Seven people of one team, the way by hand tried out, planned.
  void MakeRollout() {
    WaveFirm firm(world(), 1);
    ASSERT_FALSE(HasFatalFailure());
    ASSERT_TRUE(WaveFirm::CreateRollout(As("rollout", "users/p0"), "tool", 1).ok());
    ASSERT_TRUE(
        RecordDrill(As("registry", "users/p0"), WaveFirm::kProject, absl::CivilDay(2026, 3, 1))
            .ok());
    rollout::v1::PlanWavesRequest plan;
    plan.set_name(kRolloutName);
    const auto planned = rollout::PlanWavesAndWait(As("rollout", "users/p0"), plan);
    ASSERT_TRUE(planned.ok()) << planned.status();
    team_ = planned->waves(0).teams(0).team();
    people_ = planned->waves(0).teams(0).people();
  }
  void MakeSurvey() {
    kpi::v1::CreateSurveyRequest request;
    request.set_parent(WaveFirm::kProject);
    request.set_survey_id("first-week");
    request.mutable_survey()->set_display_name("First week");
    request.mutable_survey()->add_questions()->set_question_id("recommend");
    resource::SetStandardTime(*request.mutable_survey(), "open_time", Noon(10));
    resource::SetStandardTime(*request.mutable_survey(), "close_time", Noon(16));
    const auto made = Unary<kpi::v1::Survey>(As("kpi", "users/p0"), "CreateSurvey", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  // Nobody of the wave would recommend it.
  void Complain() {
    kpi::v1::SubmitSurveyResponsesRequest request;
    request.set_name(kSurvey);
    for (int i = 0; i < people_; ++i) {
      kpi::v1::SurveyResponse& response = *request.add_responses();
      response.set_response_id(absl::StrCat("r", i));
      response.set_respondent(absl::StrCat("person-", i));
      response.set_team(resource::IdOf(team_));
      resource::SetStandardTime(response, "answer_time", Noon(12));
      response.add_answers()->set_question_id("recommend");
      response.mutable_answers(0)->set_score(i % 4);
    }
    const auto taken = Unary<kpi::v1::SubmitSurveyResponsesResponse>(
        As("kpi", "users/p0"), "SubmitSurveyResponses", request);
    ASSERT_TRUE(taken.ok()) << taken.status();
  }
  // Use of any extent, and at most that share of people who would advise against it.
  absl::Status SetCriteria(int most_permille, const std::string& reason) {
    rollout::v1::CreateCriteriaVersionRequest request;
    request.set_parent(kRolloutName);
    request.mutable_criteria_version()->set_reason(reason);
    rollout::v1::GateCriterion& use = *request.mutable_criteria_version()->add_criteria();
    use.set_criterion_id("use");
    use.set_english_label("Use");
    use.set_french_label("Usage");
    use.set_kind(rollout::v1::GateCriterion::CRITERION);
    use.mutable_adoption();
    rollout::v1::GateCriterion& against = *request.mutable_criteria_version()->add_criteria();
    against = use;
    against.set_criterion_id("against");
    against.set_kind(rollout::v1::GateCriterion::GUARDRAIL);
    against.mutable_survey()->set_survey(kSurvey);
    against.mutable_survey()->set_question_id("recommend");
    against.mutable_survey()->set_answers(rollout::v1::SurveyFigure::UNFAVOURABLE);
    against.set_minimum_permille(most_permille);
    return Unary<rollout::v1::CriteriaVersion>(As("rollout", "users/p0"), "CreateCriteriaVersion",
                                               request)
        .status();
  }
  absl::StatusOr<Wave> GetWave() {
    rollout::v1::GetWaveRequest request;
    request.set_name(kWave);
    return Unary<Wave>(As("rollout", "users/p0"), "GetWave", request);
  }
  absl::Status StartWave() {
    rollout::v1::StartWaveRequest request;
    request.set_name(kWave);
    return Unary<Wave>(As("rollout", "users/a0"), "StartWave", request).status();
  }
  absl::Status Resume() {
    rollout::v1::ResumeWaveRequest request;
    request.set_name(kWave);
    request.set_reason("The server was slow that week.");
    return Unary<Wave>(As("rollout", "users/a0"), "ResumeWave", request).status();
  }
  void AwaitPause() {
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    auto wave = GetWave();
    while ((!wave.ok() || wave->state() != Wave::PAUSED) && absl::Now() < deadline) {
      absl::SleepFor(absl::Milliseconds(50));
      wave = GetWave();
    }
    ASSERT_TRUE(wave.ok()) << wave.status();
    ASSERT_EQ(wave->state(), Wave::PAUSED);
    EXPECT_EQ(wave->guardrail_pause().guardrails(0).criterion_id(), "against");
    EXPECT_EQ(wave->guardrail_pause().guardrails(0).counted_count(), people_);
  }
  // Where the services are processes, that of rollout dies and comes back.
  void Kill() {
    if (GetParam().first == Topology::kEmbedded) return;
    const absl::Status back = world().KillAndRestart("rollout");
    ASSERT_TRUE(back.ok()) << back;
    // Until its clients have found it again.
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (!GetWave().ok() && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(50));
  }
  // What the states of the wave became, and by whom.
  std::vector<std::string> Moves() {
    rollout::v1::ListChangesRequest request;
    request.set_parent(WaveFirm::kName);
    request.set_resource(kWave);
    request.set_page_size(1000);
    const auto changes =
        Unary<rollout::v1::ListChangesResponse>(As("rollout", "users/dev"), "ListChanges", request);
    EXPECT_TRUE(changes.ok()) << changes.status();
    if (!changes.ok()) return {};
    std::vector<std::string> moves;
    for (const api::v1::Change& change : changes->changes()) {
      Wave before, after;
      if (!change.before().UnpackTo(&before) || !change.after().UnpackTo(&after)) continue;
      if (before.state() == after.state()) continue;
      moves.push_back(absl::StrCat(change.actor(), " ", Wave::State_Name(after.state())));
    }
    return moves;
  }

  std::string team_;
  int people_ = 0;
};

TEST_P(GuardrailScenario, AWavePausesOnceAndGoesOnAsPeopleSay) {
  MakeRollout();
  ASSERT_FALSE(HasFatalFailure());
  MakeSurvey();
  const absl::Status set = SetCriteria(20, "");
  ASSERT_TRUE(set.ok()) << set;
  const bool replicated =
      GetParam().first == Topology::kDistributed && GetParam().second == StoreKind::kPostgres;
  if (replicated) {
    ASSERT_TRUE(world().StartReplica("rollout").ok());
  }
  const absl::Status started = StartWave();
  ASSERT_TRUE(started.ok()) << started;
  world().SetTime(Noon(12));
  Complain();
  world().SetTime(Noon(17));
  AwaitPause();
  ASSERT_FALSE(HasFatalFailure());
  rollout::v1::EvaluateAccessRequest question;
  question.set_parent(WaveFirm::kName);
  question.mutable_question()->set_application(kRolloutName);
  question.mutable_question()->set_team(team_);
  const auto answer =
      Unary<rollout::v1::AccessAnswer>(As("rollout", "users/p0", "fr"), "EvaluateAccess", question);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->reason(), rollout::v1::AccessAnswer::WAVE_PAUSED);
  EXPECT_THAT(answer->explanation(), HasSubstr("GUARDRAIL : Usage"));

  Kill();
  const absl::Status resumed = Resume();
  ASSERT_TRUE(resumed.ok()) << resumed;
  // It looks at everything when it comes back, and at this roll-out when its criteria change.
  Kill();
  const absl::Status changed = SetCriteria(10, "Half as many would be too many.");
  ASSERT_TRUE(changed.ok()) << changed;
  AwaitPause();
  EXPECT_THAT(Moves(), ElementsAre("users/a0 ACTIVE", "services/rollout PAUSED", "users/a0 ACTIVE",
                                   "services/rollout PAUSED"));
}

INSTANTIATE_TEST_SUITE_P(Worlds, GuardrailScenario, ::testing::ValuesIn(AllWorlds()), WorldName);

}  // namespace
}  // namespace palier::scenarios
