// SPDX-License-Identifier: Apache-2.0
// Guardrails that pause a wave by themselves, over gRPC with figures of kpi.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "palier/rollout/v1/access_service.pb.h"
#include "rollout/testing/gate_fixture.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kTeam[] = "organizations/firm/teams/innovation";

class GuardrailServiceTest : public GateFixture {
 protected:
  // Until somebody, or the service, has brought the first wave there.
  v1::Wave Await(v1::Wave::State state) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    auto wave = GetWave(1);
    while (wave.ok() && wave->state() != state && absl::Now() < deadline) {
      absl::SleepFor(absl::Milliseconds(50));
      wave = GetWave(1);
    }
    EXPECT_TRUE(wave.ok()) << wave.status();
    EXPECT_EQ(wave->state(), state);
    return wave.ok() ? *wave : v1::Wave();
  }
  // The wave of four has a guardrail that is broken once figures come: nobody of it uses the tool.
  void Break() {
    const absl::CivilDay week = UnderWay({Use(0, 0), Watched(v1::GateCriterion::GUARDRAIL, 990)});
    UseOn(week, "commerce", 6);
    SetTime(Noon(absl::CivilDay(2026, 4, 27)) + absl::Minutes(6));
  }
  absl::StatusOr<v1::Wave> Resume(const std::string& reason) {
    v1::ResumeWaveRequest request;
    request.set_name(WaveName(1));
    request.set_reason(reason);
    return Call<v1::Wave>("users/abe", "ResumeWave", request);
  }
  absl::StatusOr<v1::AccessAnswer> Access(const std::string& language = "en") {
    v1::EvaluateAccessRequest request;
    request.set_parent(kFirm);
    request.mutable_question()->set_application(kRollout);
    request.mutable_question()->set_team(kTeam);
    return Call<v1::AccessAnswer>("users/vic", "EvaluateAccess", request, language);
  }
  // Who changed the state of the first wave, in order.
  std::vector<std::string> Movers() {
    v1::ListChangesRequest request;
    request.set_parent(kFirm);
    request.set_resource(WaveName(1));
    request.set_page_size(1000);
    const auto response = Call<v1::ListChangesResponse>("services/audit", "ListChanges", request);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return {};
    std::vector<std::string> movers;
    for (const api::v1::Change& change : response->changes()) {
      v1::Wave before, after;
      if (!change.before().UnpackTo(&before) || !change.after().UnpackTo(&after)) continue;
      if (before.state() == after.state()) continue;
      movers.push_back(absl::StrCat(change.actor(), " ", v1::Wave::State_Name(after.state())));
    }
    return movers;
  }
};

TEST_F(GuardrailServiceTest, ABrokenGuardrailPausesTheWave) {
  RecordProperty("requirement", "S1-34");
  Break();
  const v1::Wave paused = Await(v1::Wave::PAUSED);
  EXPECT_THAT(paused.state_reason(),
              StartsWith("GUARDRAIL: Use in the fourth week: 0% of 4, between 0% and "));
  EXPECT_THAT(GetWave(1, "fr")->state_reason(),
              StartsWith("GUARDRAIL : Usage en quatrième semaine : 0 % de 4, entre 0 % et "));
  const v1::GuardrailPause& pause = paused.guardrail_pause();
  EXPECT_EQ(pause.criteria_version(), absl::StrCat(kRollout, "/criteriaVersions/version-1"));
  EXPECT_TRUE(pause.has_pause_time());
  ASSERT_EQ(pause.guardrails_size(), 1);
  EXPECT_EQ(pause.guardrails(0).criterion_id(), "watched");
  EXPECT_EQ(pause.guardrails(0).counted_count(), 4);
  EXPECT_FALSE(pause.guardrails(0).hidden()) << "kpi tells that nobody of a team of 40 uses it";
  EXPECT_EQ(pause.guardrails(0).estimate(), 0);
  EXPECT_LT(pause.guardrails(0).strict_upper(), 0.99);
  EXPECT_THAT(Movers(), ElementsAre("users/abe ACTIVE", "services/rollout PAUSED"));

  const auto answer = Access("fr");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->reason(), v1::AccessAnswer::WAVE_PAUSED);
  EXPECT_THAT(answer->explanation(), HasSubstr("Usage en quatrième semaine"));

  const auto evaluation = Evaluate();
  ASSERT_TRUE(evaluation.ok()) << evaluation.status();
  EXPECT_TRUE(evaluation->pause_wave());
  EXPECT_THAT(Violations(CompleteWith(v1::Wave::CONTINUE).status()), ElementsAre("GUARDRAIL"));
  EXPECT_EQ(ReasonOf(CompleteWith(v1::Wave::STOP).status()), error::v1::ILLEGAL_TRANSITION)
      << "a wave that stands still is not completed";
}

TEST_F(GuardrailServiceTest, WhatSomebodyLetsGoOnIsPausedByNewsOnly) {
  Break();
  Await(v1::Wave::PAUSED);
  EXPECT_EQ(ReasonOf(Resume("").status()), error::v1::INVALID_FIELDS);
  EXPECT_EQ(GetWave(1)->state(), v1::Wave::PAUSED);
  const auto resumed = Resume("They were all at the fair.");
  ASSERT_TRUE(resumed.ok()) << resumed.status();
  EXPECT_EQ(resumed->state(), v1::Wave::ACTIVE);
  EXPECT_EQ(resumed->state_reason(), "They were all at the fair.");
  EXPECT_EQ(resumed->guardrail_pause().resumer(), "users/abe");
  EXPECT_EQ(resumed->guardrail_pause().resume_reason(), "They were all at the fair.");
  EXPECT_TRUE(resumed->guardrail_pause().has_resume_time());

  // A version in which the guardrail is what it was is no news, one with another minimum is.
  ASSERT_TRUE(SetCriteria({Use(0, 500), Watched(v1::GateCriterion::GUARDRAIL, 990)},
                          "Half of them should use it.")
                  .ok());
  SetTime(Noon(absl::CivilDay(2026, 4, 27)) + absl::Minutes(12));
  ASSERT_TRUE(SetCriteria({Use(0, 500), Watched(v1::GateCriterion::GUARDRAIL, 985)},
                          "A little less is enough.")
                  .ok());
  const v1::Wave again = Await(v1::Wave::PAUSED);
  EXPECT_EQ(again.guardrail_pause().criteria_version(),
            absl::StrCat(kRollout, "/criteriaVersions/version-3"));
  EXPECT_FALSE(again.guardrail_pause().has_resume_time());
  EXPECT_THAT(Movers(), ElementsAre("users/abe ACTIVE", "services/rollout PAUSED",
                                    "users/abe ACTIVE", "services/rollout PAUSED"));
}

TEST_F(GuardrailServiceTest, WhatIsNotHeardPausesNothing) {
  const absl::CivilDay week = UnderWay({Use(0, 0), Watched(v1::GateCriterion::GUARDRAIL, 990)});
  SetTime(Noon(absl::CivilDay(2026, 4, 27)) + absl::Minutes(6));
  const auto silent = Evaluate();
  ASSERT_TRUE(silent.ok()) << silent.status();
  EXPECT_FALSE(silent->pause_wave());
  EXPECT_EQ(silent->results(1).lack(), v1::CriterionResult::FEED);
  // Figures that come afterwards break it, in the first round that hears them.
  UseOn(week, "commerce", 6);
  SetTime(Noon(absl::CivilDay(2026, 4, 27)) + absl::Minutes(12));
  Await(v1::Wave::PAUSED);
  EXPECT_THAT(Movers(), ElementsAre("users/abe ACTIVE", "services/rollout PAUSED"));
}

// A person's pause is a person's: nobody is asked for a reason.
TEST_F(GuardrailServiceTest, WhatAPersonPausedGoesOnWithoutAReason) {
  UnderWay({Use(0, 0), Watched(v1::GateCriterion::GUARDRAIL, 990)});
  v1::PauseWaveRequest pause;
  pause.set_name(WaveName(1));
  pause.set_reason("The supplier moves.");
  ASSERT_TRUE(Call<v1::Wave>("users/mia", "PauseWave", pause).ok());
  const auto resumed = Resume("");
  ASSERT_TRUE(resumed.ok()) << resumed.status();
  EXPECT_FALSE(resumed->has_guardrail_pause());
  EXPECT_THAT(resumed->state_reason(), IsEmpty());
}

}  // namespace
}  // namespace palier::rollout
