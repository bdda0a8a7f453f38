// SPDX-License-Identifier: Apache-2.0
// Who may use the tool now, asked over gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/resource/type.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/rollout/v1/access_service.pb.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;
using Answer = v1::AccessAnswer;

constexpr char kPolicy[] = "organizations/firm/rollouts/quotation/accessPolicy";
constexpr char kApplication[] = "organizations/firm/applications/quotation-assistant";
constexpr char kInnovation[] = "organizations/firm/teams/innovation";
constexpr char kCommerce[] = "organizations/firm/teams/commerce";

class AccessServiceTest : public RolloutFixture {
 protected:
  static v1::AccessQuestion Of(const std::string& team, const std::string& application = kRollout) {
    v1::AccessQuestion question;
    question.set_application(application);
    question.set_team(team);
    return question;
  }
  absl::StatusOr<Answer> Ask(const v1::AccessQuestion& question,
                             const std::string& language = "en") {
    v1::EvaluateAccessRequest request;
    request.set_parent(kFirm);
    *request.mutable_question() = question;
    return Call<Answer>("users/vic", "EvaluateAccess", request, language);
  }
  Answer::Reason Why(const v1::AccessQuestion& question) {
    const auto answer = Ask(question);
    EXPECT_EQ(answer.status(), absl::OkStatus());
    if (!answer.ok()) return Answer::REASON_UNSPECIFIED;
    EXPECT_EQ(answer->access() == Answer::ENABLED, answer->reason() == Answer::LIVE);
    EXPECT_FALSE(answer->explanation().empty());
    return answer->reason();
  }

  // The day after the go-live of the first wave, which has started.
  void GoLive() {
    MakeReady();
    const auto started = Start("users/abe", 1);
    ASSERT_EQ(started.status(), absl::OkStatus());
    const google::type::Date live = started->teams(0).go_live_date();
    SetTime(absl::FromCivil(absl::CivilDay(live.year(), live.month(), live.day()) + 1,
                            absl::UTCTimeZone()));
  }
  template <typename Request>
  absl::StatusOr<v1::Wave> Move(const std::string& method) {
    Request request;
    request.set_name(WaveName(1));
    request.set_reason("answers are late");
    return Call<v1::Wave>("users/abe", method, request);
  }
  absl::StatusOr<v1::AccessPolicy> SwitchOff(const std::string& who = "users/mia") {
    v1::SwitchAccessOffRequest request;
    request.set_name(kPolicy);
    request.set_reason("wrong prices");
    return Call<v1::AccessPolicy>(who, "SwitchAccessOff", request);
  }
  absl::StatusOr<v1::AccessPolicy> SwitchOn(const std::string& who = "users/abe") {
    v1::SwitchAccessOnRequest request;
    request.set_name(kPolicy);
    return Call<v1::AccessPolicy>(who, "SwitchAccessOn", request);
  }
  v1::AccessUser CreateUser(const std::string& id, const std::string& team) {
    v1::CreateAccessUserRequest request;
    request.set_parent(kFirm);
    request.set_access_user_id(id);
    request.mutable_access_user()->set_team(team);
    const auto made = Call<v1::AccessUser>("users/mia", "CreateAccessUser", request);
    EXPECT_EQ(made.status(), absl::OkStatus());
    return made.ok() ? *made : v1::AccessUser();
  }
  // The application of the registry, under which portals ask.
  void NameApplication() {
    registry::v1::CreateApplicationRequest application;
    application.set_parent(kFirm);
    application.set_application_id("quotation-assistant");
    application.mutable_application()->set_display_name("Quotation assistant");
    application.mutable_application()->set_state(registry::v1::Application::DEPLOYED);
    application.mutable_application()->set_hosting(registry::v1::Application::ON_PREMISE);
    ASSERT_EQ(
        Registry<registry::v1::Application>("users/mia", "CreateApplication", application).status(),
        absl::OkStatus());
    v1::UpdateAccessPolicyRequest update;
    update.mutable_access_policy()->set_name(kPolicy);
    update.mutable_access_policy()->set_application(kApplication);
    ASSERT_EQ(Call<v1::AccessPolicy>("users/mia", "UpdateAccessPolicy", update).status(),
              absl::OkStatus());
  }
};

TEST_F(AccessServiceTest, ATeamHasItFromItsGoLiveOnAndByHandBefore) {
  CreateFirmRollout();
  EXPECT_EQ(Why(Of(kInnovation)), Answer::NOT_IN_ROLLOUT) << "there is no plan";
  ASSERT_TRUE(Plan().ok());
  EXPECT_EQ(Why(Of(kInnovation)), Answer::WAVE_NOT_STARTED);
  RecordDrill(absl::CivilDay(2026, 3, 1));
  const auto started = Start("users/abe", 1);
  ASSERT_EQ(started.status(), absl::OkStatus());
  EXPECT_EQ(started->time_zone(), "Europe/Paris");
  const auto training = Ask(Of(kInnovation));
  ASSERT_EQ(training.status(), absl::OkStatus());
  EXPECT_EQ(training->reason(), Answer::NOT_YET_LIVE);
  absl::TimeZone paris;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Paris", &paris));
  const google::type::Date day = started->teams(0).go_live_date();
  const absl::Time live =
      absl::FromCivil(absl::CivilDay(day.year(), day.month(), day.day()), paris);
  EXPECT_EQ(resource::StandardTime(*training, "expire_time"), live);
  SetTime(live - absl::Seconds(1));
  EXPECT_EQ(Why(Of(kInnovation)), Answer::NOT_YET_LIVE);
  SetTime(live);
  const auto answer = Ask(Of(kInnovation));
  ASSERT_EQ(answer.status(), absl::OkStatus());
  EXPECT_EQ(answer->access(), Answer::ENABLED);
  EXPECT_EQ(answer->wave(), WaveName(1));
  EXPECT_FALSE(answer->has_expire_time());
  EXPECT_EQ(Why(Of(kCommerce)), Answer::WAVE_NOT_STARTED);
}

TEST_F(AccessServiceTest, APauseAndAStopHoldAtOnce) {
  GoLive();
  EXPECT_EQ(Why(Of(kInnovation)), Answer::LIVE);
  ASSERT_EQ(Move<v1::PauseWaveRequest>("PauseWave").status(), absl::OkStatus());
  const auto paused = Ask(Of(kInnovation), "fr");
  ASSERT_EQ(paused.status(), absl::OkStatus());
  EXPECT_EQ(paused->reason(), Answer::WAVE_PAUSED);
  EXPECT_EQ(paused->explanation(), "La vague de l'équipe est suspendue : answers are late");
  v1::ResumeWaveRequest resume;
  resume.set_name(WaveName(1));
  ASSERT_EQ(Call<v1::Wave>("users/abe", "ResumeWave", resume).status(), absl::OkStatus());
  EXPECT_EQ(Why(Of(kInnovation)), Answer::LIVE);
  ASSERT_EQ(Move<v1::StopWaveRequest>("StopWave").status(), absl::OkStatus());
  EXPECT_EQ(Why(Of(kInnovation)), Answer::WAVE_STOPPED);
}

TEST_F(AccessServiceTest, TheSwitchIsForEverybodyAndAnotherOneTakesItBack) {
  GoLive();
  for (const char* who : {"users/vic", "users/carl"})
    EXPECT_EQ(ReasonOf(SwitchOff(who).status()), error::v1::PERMISSION_DENIED) << who;
  const auto off = SwitchOff();
  ASSERT_EQ(off.status(), absl::OkStatus());
  EXPECT_EQ(off->switched_off().principal(), "users/mia");
  EXPECT_EQ(Why(Of(kInnovation)), Answer::SWITCHED_OFF);
  EXPECT_EQ(Why(Of(kCommerce)), Answer::SWITCHED_OFF);
  EXPECT_EQ(ReasonOf(SwitchOff().status()), error::v1::ILLEGAL_TRANSITION);
  EXPECT_EQ(GetWave(1)->state(), v1::Wave::ACTIVE) << "waves stay what they are";
  ASSERT_EQ(SwitchOn().status(), absl::OkStatus());
  EXPECT_EQ(Why(Of(kInnovation)), Answer::LIVE);
  EXPECT_EQ(ReasonOf(SwitchOn().status()), error::v1::ILLEGAL_TRANSITION);
}

TEST_F(AccessServiceTest, APortalMayAskForAUser) {
  GoLive();
  v1::AccessQuestion question;
  question.set_application(kRollout);
  question.set_user("u1");
  EXPECT_EQ(Why(question), Answer::UNKNOWN_USER);
  v1::AccessUser user = CreateUser("u1", kInnovation);
  EXPECT_EQ(Why(question), Answer::LIVE);
  question.set_user("organizations/firm/accessUsers/u1");
  EXPECT_EQ(Why(question), Answer::LIVE);
  v1::UpdateAccessUserRequest update;
  *update.mutable_access_user() = user;
  update.mutable_access_user()->set_team(kCommerce);
  ASSERT_EQ(Call<v1::AccessUser>("users/mia", "UpdateAccessUser", update).status(),
            absl::OkStatus());
  EXPECT_EQ(Why(question), Answer::WAVE_NOT_STARTED);
  v1::DeleteAccessUserRequest forget;
  forget.set_name(user.name());
  ASSERT_EQ(Call<google::protobuf::Empty>("users/mia", "DeleteAccessUser", forget).status(),
            absl::OkStatus());
  EXPECT_EQ(Why(question), Answer::UNKNOWN_USER);
}

TEST_F(AccessServiceTest, NamesOfAnotherShapeAreMistakesAndUnknownOnesAreAnswers) {
  CreateFirmRollout();
  EXPECT_EQ(Why(Of(kInnovation, "organizations/firm/rollouts/none")), Answer::UNKNOWN_APPLICATION);
  EXPECT_EQ(Why(Of(kInnovation, kApplication)), Answer::UNKNOWN_APPLICATION);
  const std::pair<v1::AccessQuestion, const char*> cases[] = {
      {Of("innovation"), "question.team"},
      {Of("organizations/other/teams/innovation"), "question.team"},
      {Of("organizations/firm/teams/a/b"), "question.team"},
      {Of("organizations/firm/teams/"), "question.team"},
      {Of(kInnovation, "organizations/other/rollouts/quotation"), "question.application"},
      {Of(kInnovation, "organizations/firm/projects/quotation"), "question.application"},
  };
  for (const auto& [question, path] : cases) {
    const absl::Status refused = Ask(question).status();
    EXPECT_EQ(ReasonOf(refused), error::v1::INVALID_FIELDS) << question.ShortDebugString();
    const auto detail = status::DetailOf(refused);
    ASSERT_EQ(detail.field_violations_size(), 1);
    EXPECT_EQ(detail.field_violations(0).subject(), path);
  }
  v1::AccessQuestion nobody;
  nobody.set_application(kRollout);
  EXPECT_EQ(ReasonOf(Ask(nobody).status()), error::v1::INVALID_FIELDS);
}

TEST_F(AccessServiceTest, AClassOfDataIsAskedOfTheRulesOfAuthorisationToo) {
  GoLive();
  v1::AccessQuestion question = Of(kInnovation);
  question.set_data_class("customer");
  EXPECT_EQ(Why(question), Answer::DATA_CLASS_DENIED) << "no application: nobody can say";
  NameApplication();
  question.set_application(kApplication);
  EXPECT_EQ(Why(question), Answer::DATA_CLASS_DENIED) << "no rule allows it";
  registry::v1::CreateAuthorisationRuleRequest rule;
  rule.set_parent(kFirm);
  rule.set_authorisation_rule_id("customer");
  rule.mutable_authorisation_rule()->set_display_name("Customers");
  rule.mutable_authorisation_rule()->set_application(kApplication);
  rule.mutable_authorisation_rule()->add_data_classes("customer");
  rule.mutable_authorisation_rule()->set_effect(registry::v1::AuthorisationRule::CONDITIONAL);
  rule.mutable_authorisation_rule()->set_condition("names left out");
  ASSERT_EQ(Registry<registry::v1::AuthorisationRule>("users/dev", "CreateAuthorisationRule", rule)
                .status(),
            absl::OkStatus());
  const auto allowed = Ask(question);
  ASSERT_EQ(allowed.status(), absl::OkStatus());
  EXPECT_EQ(allowed->access(), Answer::ENABLED);
  EXPECT_EQ(allowed->condition(), "names left out");
  EXPECT_EQ(Why(Of(kInnovation, kApplication)), Answer::LIVE);
}

TEST_F(AccessServiceTest, ABatchAnswersInOrder) {
  GoLive();
  v1::BatchEvaluateAccessRequest request;
  request.set_parent(kFirm);
  *request.add_questions() = Of(kCommerce);
  *request.add_questions() = Of(kInnovation);
  const auto answers =
      Call<v1::BatchEvaluateAccessResponse>("users/vic", "BatchEvaluateAccess", request);
  ASSERT_EQ(answers.status(), absl::OkStatus());
  ASSERT_EQ(answers->answers_size(), 2);
  EXPECT_EQ(answers->answers(0).reason(), Answer::WAVE_NOT_STARTED);
  EXPECT_EQ(answers->answers(1).reason(), Answer::LIVE);
  *request.add_questions() = Of("elsewhere");
  EXPECT_EQ(
      ReasonOf(Call<v1::BatchEvaluateAccessResponse>("users/vic", "BatchEvaluateAccess", request)
                   .status()),
      error::v1::INVALID_FIELDS);
}

TEST_F(AccessServiceTest, AWatcherIsToldOfASwitch) {
  GoLive();
  v1::WatchAccessRequest request;
  request.set_parent(kFirm);
  *request.add_questions() = Of(kInnovation);
  *request.add_questions() = Of(kCommerce);
  const auto stream = As("users/vic").Stream(rpc::MethodPath("WatchAccess", request), {});
  ASSERT_TRUE(stream->Write(request));
  stream->WritesDone();
  v1::WatchAccessResponse response;
  ASSERT_TRUE(stream->Read(&response));
  ASSERT_EQ(response.answers_size(), 2);
  EXPECT_EQ(response.answers(0).answer().reason(), Answer::LIVE);
  ASSERT_EQ(SwitchOff().status(), absl::OkStatus());
  ASSERT_TRUE(stream->Read(&response));
  ASSERT_EQ(response.answers_size(), 2);
  EXPECT_EQ(response.answers(0).index(), 0);
  EXPECT_EQ(response.answers(0).answer().reason(), Answer::SWITCHED_OFF);
  ASSERT_EQ(SwitchOn().status(), absl::OkStatus());
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.answers(0).answer().reason(), Answer::LIVE);
  stream->Cancel();
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().code(), absl::StatusCode::kCancelled);
}

TEST_F(AccessServiceTest, AnswersAreCountedByDayAndFallbacksApart) {
  RecordProperty("requirement", "S1-32");
  GoLive();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Why(Of(kInnovation)), Answer::LIVE);
  v1::AccessQuestion peek = Of(kInnovation);
  peek.set_peek(true);
  EXPECT_EQ(Why(peek), Answer::LIVE);
  EXPECT_EQ(Why(Of(kCommerce)), Answer::WAVE_NOT_STARTED);
  ASSERT_EQ(SwitchOff().status(), absl::OkStatus());
  for (int i = 0; i < 2; ++i) EXPECT_EQ(Why(Of(kInnovation)), Answer::SWITCHED_OFF);
  v1::QueryAccessCountsRequest request;
  request.set_name(kRollout);
  std::map<Answer::Reason, int64_t> counts;
  int64_t fallbacks = 0;
  const absl::Time give_up = absl::Now() + absl::Seconds(30);
  while (fallbacks < 2 && absl::Now() < give_up) {
    const auto told =
        Call<v1::QueryAccessCountsResponse>("users/vic", "QueryAccessCounts", request);
    ASSERT_EQ(told.status(), absl::OkStatus());
    fallbacks = told->fallbacks();
    counts.clear();
    for (const v1::AccessCount& count : told->counts()) counts[count.reason()] += count.answers();
  }
  EXPECT_EQ(fallbacks, 2) << "who was never live works by hand as before";
  EXPECT_EQ(counts[Answer::LIVE], 3);
  EXPECT_EQ(counts[Answer::WAVE_NOT_STARTED], 1);
  EXPECT_EQ(counts[Answer::SWITCHED_OFF], 2);
}

TEST_F(AccessServiceTest, APolicyPointsAtWhatIsThere) {
  CreateFirmRollout();
  v1::GetAccessPolicyRequest get;
  get.set_name(kPolicy);
  const auto first = Call<v1::AccessPolicy>("users/vic", "GetAccessPolicy", get);
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_EQ(first->name(), kPolicy);
  v1::UpdateAccessPolicyRequest update;
  update.mutable_access_policy()->set_name(kPolicy);
  update.mutable_access_policy()->set_application(kApplication);
  EXPECT_EQ(Call<v1::AccessPolicy>("users/mia", "UpdateAccessPolicy", update).status().code(),
            absl::StatusCode::kNotFound);
  update.mutable_access_policy()->set_application("organizations/other/applications/x");
  EXPECT_EQ(ReasonOf(Call<v1::AccessPolicy>("users/mia", "UpdateAccessPolicy", update).status()),
            error::v1::INVALID_FIELDS);
  update.mutable_access_policy()->clear_application();
  update.mutable_access_policy()->set_fallback_kpi("organizations/other/projects/p/kpis/k");
  EXPECT_EQ(ReasonOf(Call<v1::AccessPolicy>("users/mia", "UpdateAccessPolicy", update).status()),
            error::v1::INVALID_FIELDS)
      << "the service would write there";
  get.set_name("organizations/firm/rollouts/none/accessPolicy");
  EXPECT_EQ(Call<v1::AccessPolicy>("users/vic", "GetAccessPolicy", get).status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace palier::rollout
