// SPDX-License-Identifier: Apache-2.0
// The gate after a wave over gRPC, with registry and kpi: 4, 12 and 8 people of a firm of 140.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rollout/testing/gate_fixture.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kOnce[] = "22222222-2222-4222-8222-222222222222";
using GateServiceTest = GateFixture;

TEST_F(GateServiceTest, CriteriaAreSetBeforeAndNeverChange) {
  RecordProperty("requirement", "S1-34");
  MakeReady();
  for (const char* principal : {"users/carl", "users/vic", "users/abe"}) {
    EXPECT_EQ(ReasonOf(SetCriteria({Use(300, 600)}, "", principal).status()),
              error::v1::PERMISSION_DENIED)
        << principal;
  }
  const auto first = SetCriteria({Use(300, 600)}, "", "users/mia", kOnce);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->name(), absl::StrCat(kRollout, "/criteriaVersions/version-1"));
  EXPECT_EQ(first->number(), 1);
  EXPECT_FALSE(first->after_start());
  EXPECT_EQ(first->author(), "users/mia");
  EXPECT_THAT(first->fingerprint(), SizeIs(64));
  EXPECT_EQ(SetCriteria({Use(300, 600)}, "", "users/mia", kOnce)->name(), first->name());
  EXPECT_EQ(ReasonOf(Evaluate().status()), error::v1::ILLEGAL_TRANSITION) << "not started";

  StartFirstWave();
  EXPECT_EQ(ReasonOf(SetCriteria({Use(100, 600)}).status()), error::v1::INVALID_FIELDS)
      << "without a reason";
  const auto second = SetCriteria({Use(100, 600)}, "Four people can prove no more.");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->number(), 2);
  EXPECT_TRUE(second->after_start());
  EXPECT_NE(second->fingerprint(), first->fingerprint());
  ASSERT_THAT(second->changes(), SizeIs(1));
  EXPECT_EQ(second->changes(0).english_text(), "use was changed: minimum 0.3 -> 0.1.");

  const auto evaluation = Evaluate(1, "fr");
  ASSERT_TRUE(evaluation.ok()) << evaluation.status();
  EXPECT_EQ(evaluation->criteria_version(), second->name());
  EXPECT_EQ(evaluation->fingerprint(), second->fingerprint());
  ASSERT_THAT(evaluation->late_criteria(), SizeIs(1));
  EXPECT_EQ(evaluation->late_criteria(0).author(), "users/mia");
  EXPECT_EQ(evaluation->late_criteria(0).reason(), "Four people can prove no more.");
  EXPECT_THAT(evaluation->late_criteria(0).changes(),
              ElementsAre("use a été modifié : minimum 0.3 -> 0.1."));

  v1::ListCriteriaVersionsRequest list;
  list.set_parent(kRollout);
  const auto versions =
      Call<v1::ListCriteriaVersionsResponse>("users/vic", "ListCriteriaVersions", list);
  ASSERT_TRUE(versions.ok()) << versions.status();
  EXPECT_THAT(versions->criteria_versions(), SizeIs(2));
}

TEST_F(GateServiceTest, CriteriaThatCannotBeJudgedByAreRefused) {
  MakeReady();
  MakeSurvey();
  const auto paths = [&](const v1::GateCriterion& criterion) {
    const auto set = SetCriteria({criterion});
    std::vector<std::string> subjects;
    const error::v1::ErrorDetail detail = status::DetailOf(set.status());
    for (const auto& violation : detail.field_violations()) subjects.push_back(violation.subject());
    return subjects;
  };
  v1::GateCriterion criterion = Use(600, 300);
  EXPECT_THAT(paths(criterion), ElementsAre("criteria_version.criteria[0].target_permille"));
  criterion = Use(300, 600);
  criterion.clear_adoption();
  EXPECT_THAT(paths(criterion), ElementsAre("criteria_version.criteria[0]"));
  criterion = Promoters();
  criterion.mutable_survey()->set_survey("organizations/firm/projects/other/surveys/spring");
  EXPECT_THAT(paths(criterion), ElementsAre("criteria_version.criteria[0].survey.survey"));
  criterion = Promoters();
  criterion.mutable_survey()->set_question_id("trust");
  EXPECT_THAT(paths(criterion), ElementsAre("criteria_version.criteria[0].survey.question_id"));
  criterion = Promoters();
  criterion.mutable_survey()->set_survey(absl::StrCat(kProject, "/surveys/none"));
  EXPECT_EQ(ReasonOf(SetCriteria({criterion}).status()), error::v1::RESOURCE_NOT_FOUND);
  EXPECT_THAT(paths(Watched(v1::GateCriterion::SIGNAL, 300)),
              ElementsAre("criteria_version.criteria"));
  EXPECT_TRUE(SetCriteria({Promoters()}).ok());
}

TEST_F(GateServiceTest, TheAdoptionGateIsThePreset) {
  RecordProperty("requirement", "S4-08");
  MakeReady();
  const auto set = SetCriteria({});
  ASSERT_TRUE(set.ok()) << set.status();
  ASSERT_THAT(set->criteria(), SizeIs(1));
  EXPECT_TRUE(set->criteria(0).has_adoption());
  EXPECT_EQ(set->criteria(0).minimum_permille(), 400);
  EXPECT_EQ(set->criteria(0).target_permille(), 600);
  EXPECT_FALSE(set->preset()) << "somebody chose it";
  StartFirstWave();
  EXPECT_EQ(Evaluate(1, "fr")->results(0).label(), "Usage en quatrième semaine");
}

TEST_F(GateServiceTest, NothingHeardIsNotEnoughAndNeverShips) {
  RecordProperty("requirement", "S4-08");
  UnderWay({Use(300, 600)});
  const auto evaluation = Evaluate(1, "fr");
  ASSERT_TRUE(evaluation.ok()) << evaluation.status();
  EXPECT_EQ(evaluation->verdict(), v1::WaveGateEvaluation::NOT_ENOUGH_DATA);
  EXPECT_THAT(Holds(*evaluation), ElementsAre(v1::GateHold::MISSING_FEED, v1::GateHold::APPROVAL));
  const v1::CriterionResult& result = evaluation->results(0);
  EXPECT_EQ(result.lack(), v1::CriterionResult::FEED);
  EXPECT_EQ(result.expected_count(), 4);
  EXPECT_EQ(result.counted_count(), 0);
  EXPECT_FALSE(result.has_estimate());
  EXPECT_EQ(result.explanation(),
            "Usage en quatrième semaine : aucune donnée sur les 4 attendus ; ce n'est pas zéro.");
  const auto refused = CompleteWith(v1::Wave::CONTINUE);
  EXPECT_EQ(ReasonOf(refused.status()), error::v1::GATE_NOT_MET);
  EXPECT_THAT(Violations(refused.status()), ElementsAre("MISSING_FEED"));
  EXPECT_EQ(GetWave(1)->state(), v1::Wave::ACTIVE) << "nothing was written";
  const auto adjusted = CompleteWith(v1::Wave::ADJUST);
  ASSERT_TRUE(adjusted.ok()) << adjusted.status();
  EXPECT_THAT(Violations(Start("users/abe", 2).status()), ElementsAre("GATE_DECISION_MISSING"));
  EXPECT_EQ(ReasonOf(Decide(v1::Wave::CONTINUE, "We go on.").status()), error::v1::GATE_NOT_MET);
}

// Three of four use it: of so few people nothing is proven, and nothing is told.
TEST_F(GateServiceTest, FourPeopleProveLittleAndTheirFirmMaySayBeforehandWhatIsEnough) {
  const absl::CivilDay week = UnderWay({Use(300, 600)});
  UseOn(week, "innovation", 3);
  UseOn(week, "commerce", 7);
  const auto strict = Evaluate();
  ASSERT_TRUE(strict.ok()) << strict.status();
  EXPECT_EQ(strict->verdict(), v1::WaveGateEvaluation::NOT_ENOUGH_DATA);
  EXPECT_EQ(strict->results(0).lack(), v1::CriterionResult::PROOF);
  EXPECT_EQ(strict->results(0).counted_count(), 4);
  EXPECT_TRUE(strict->results(0).hidden());
  EXPECT_FALSE(strict->results(0).has_estimate());
  EXPECT_THAT(strict->results(0).explanation(), Not(HasSubstr("%")));
  EXPECT_EQ(ReasonOf(CompleteWith(v1::Wave::CONTINUE).status()), error::v1::GATE_NOT_MET);

  v1::GateCriterion estimated = Use(0, 600);
  estimated.set_target_rule(v1::GateCriterion::ESTIMATED);
  ASSERT_TRUE(SetCriteria({estimated}, "A pilot of four can prove no more.").ok());
  const auto soft = Evaluate();
  EXPECT_EQ(soft->verdict(), v1::WaveGateEvaluation::CONTINUE) << soft->ShortDebugString();
  EXPECT_TRUE(soft->results(0).by_estimate());
  const auto completed = CompleteWith(v1::Wave::CONTINUE, kOnce);
  ASSERT_TRUE(completed.ok()) << completed.status();
  EXPECT_EQ(completed->gate().verdict(), v1::WaveGateEvaluation::CONTINUE);
  EXPECT_EQ(completed->gate().criteria_version(),
            absl::StrCat(kRollout, "/criteriaVersions/version-2"));
  EXPECT_FALSE(completed->gate().override());
  EXPECT_THAT(Holds(*Evaluate()), SizeIs(0)) << "approved";
  ASSERT_TRUE(SetCriteria({Use(990, 1000)}, "Stricter from now on.").ok());
  EXPECT_EQ(CompleteWith(v1::Wave::CONTINUE, kOnce)->gate().criteria_version(),
            completed->gate().criteria_version())
      << "a repeated request is not judged again";
  const auto second = Start("users/abe", 2);
  EXPECT_TRUE(second.ok()) << second.status();
}

TEST_F(GateServiceTest, AgainstAdjustAPersonDecidesAndItIsMarked) {
  const absl::CivilDay week = UnderWay({Use(0, 0), Watched(v1::GateCriterion::SIGNAL, 990)});
  UseOn(week, "commerce", 6);
  const auto evaluation = Evaluate();
  ASSERT_TRUE(evaluation.ok()) << evaluation.status();
  EXPECT_EQ(evaluation->verdict(), v1::WaveGateEvaluation::ADJUST);
  EXPECT_FALSE(evaluation->pause_wave()) << "a signal only holds";
  EXPECT_THAT(Holds(*evaluation), ElementsAre(v1::GateHold::SIGNAL, v1::GateHold::APPROVAL));
  const auto completed = CompleteWith(v1::Wave::CONTINUE);
  ASSERT_TRUE(completed.ok()) << completed.status();
  EXPECT_EQ(completed->gate().verdict(), v1::WaveGateEvaluation::ADJUST);
  EXPECT_TRUE(completed->gate().override());
  EXPECT_EQ(completed->gate().reason(), "The four weeks are over.");
  const auto adjusted = Decide(v1::Wave::ADJUST, "On second thoughts.");
  ASSERT_TRUE(adjusted.ok()) << adjusted.status();
  EXPECT_FALSE(adjusted->gate().override());
  EXPECT_EQ(adjusted->gate().verdict(), v1::WaveGateEvaluation::VERDICT_UNSPECIFIED);
}

TEST_F(GateServiceTest, WhatTurnsOutBadAfterTheDecisionStillHoldsTheNextWave) {
  const absl::CivilDay week = UnderWay({Use(0, 0)});
  UseOn(week, "commerce", 6);
  const auto completed = CompleteWith(v1::Wave::CONTINUE);
  ASSERT_TRUE(completed.ok()) << completed.status();
  ASSERT_TRUE(SetCriteria({Use(0, 0), Watched(v1::GateCriterion::GUARDRAIL, 990)},
                          "Nobody thought of those who do not use it.")
                  .ok());
  EXPECT_THAT(Violations(Start("users/abe", 2).status()), ElementsAre("GUARDRAIL"));
  EXPECT_EQ(GetWave(2)->state(), v1::Wave::PLANNED);
  ASSERT_TRUE(SetCriteria({Use(0, 0)}, "They have none of the cases.").ok());
  const auto started = Start("users/abe", 2);
  EXPECT_TRUE(started.ok()) << started.status();
}

// Delight 6: 3 answers out of 12.
TEST_F(GateServiceTest, ThreeRespondentsOfTwelve) {
  RecordProperty("requirement", "S1-34");
  MakeSurvey();
  TwelveUnderWay({Promoters()});
  SetTime(Noon(absl::CivilDay(2026, 4, 1)));
  Answer("commerce", {9, 10, 7});
  const auto open = Evaluate();
  ASSERT_TRUE(open.ok()) << open.status();
  EXPECT_EQ(open->verdict(), v1::WaveGateEvaluation::NOT_ENOUGH_DATA);
  EXPECT_EQ(open->results(0).counted_count(), 0) << "answers are not told one by one";
  EXPECT_EQ(open->results(0).needed_count(), 8);
  EXPECT_EQ(ToDay(open->results(0).needed_date()), absl::CivilDay(2026, 4, 21));
  EXPECT_EQ(open->results(0).explanation(),
            "Promoters: nobody is to be counted yet. 8 are needed, on 2026-04-21 at the earliest.");
  SetTime(Noon(absl::CivilDay(2026, 4, 21)));
  const auto closed = Evaluate(1, "fr");
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->verdict(), v1::WaveGateEvaluation::NOT_ENOUGH_DATA);
  const v1::CriterionResult& result = closed->results(0);
  EXPECT_EQ(result.lack(), v1::CriterionResult::SAMPLE);
  EXPECT_EQ(result.counted_count(), 3);
  EXPECT_EQ(result.expected_count(), 12);
  EXPECT_EQ(result.missing_count(), 9);
  EXPECT_EQ(result.needed_count(), 8);
  EXPECT_TRUE(result.hidden());
  EXPECT_EQ(result.explanation(),
            "Promoteurs : 3 sur 12 comptés. Il en faut 8, plus qu'il n'en viendra.");
  EXPECT_THAT(Violations(CompleteWith(v1::Wave::CONTINUE).status()), ElementsAre("MINIMUM_SAMPLE"));
}

TEST_F(GateServiceTest, FiguresThatKpiPublishesAreTold) {
  TwelveUnderWay({Use(100, 400)});
  MakeUsageKpi();
  const absl::CivilDay week = ToDay(Evaluate()->results(0).needed_date()) - 7;
  SetTime(Noon(absl::CivilDay(2026, 4, 27)));
  UseOn(week, "commerce", 11);
  UseOn(week, "compta", 6);
  const auto evaluation = Evaluate();
  ASSERT_TRUE(evaluation.ok()) << evaluation.status();
  const v1::CriterionResult& result = evaluation->results(0);
  EXPECT_FALSE(result.hidden());
  EXPECT_EQ(result.counted_count(), 12);
  EXPECT_DOUBLE_EQ(result.estimate(), 11.0 / 12);
  EXPECT_DOUBLE_EQ(result.design_effect(), 1 + 11 * 0.1);
  EXPECT_LT(result.lower(), 11.0 / 12);
  EXPECT_GT(result.upper(), 11.0 / 12);
  EXPECT_THAT(result.explanation(), HasSubstr("91.7% of 12, between "));
}

// Delight 6: what StartWave would say of the next wave, said before by the same code.
TEST_F(GateServiceTest, NobodyIsSurprisedByWhatHoldsTheNextWave) {
  RecordProperty("requirement", "S1-34");
  const absl::CivilDay week = UnderWay({Use(0, 0)});
  UseOn(week, "commerce", 6);
  const auto running = Evaluate();
  ASSERT_TRUE(running.ok()) << running.status();
  EXPECT_THAT(Holds(*running), ElementsAre(v1::GateHold::APPROVAL));
  EXPECT_THAT(Waits(*running),
              ElementsAre("PREVIOUS_WAVE_OPEN", "CHECK_IN_MISSING", "CHECK_IN_MISSING",
                          "CHECK_IN_MISSING", "CHECK_IN_MISSING"));
  ASSERT_TRUE(CompleteWith(v1::Wave::CONTINUE).ok());
  // A month later the drill of 1 March is too old, and reviews were not held.
  SetTime(Noon(absl::CivilDay(2026, 6, 8)));
  const auto late = Evaluate(1, "fr");
  ASSERT_TRUE(late.ok()) << late.status();
  const auto refused = Start("users/abe", 2);
  EXPECT_THAT(Waits(*late), ElementsAreArray(Violations(refused.status())));
  EXPECT_THAT(Waits(*late), Contains("FALLBACK_DRILL_STALE"));
  EXPECT_THAT(Waits(*late), Contains("REVIEW_OVERDUE"));
  const v1::GateHold& first = late->holds(0);
  EXPECT_EQ(first.condition(), "FALLBACK_DRILL_STALE");
  EXPECT_EQ(first.subject(), "Quotation assistant");
  EXPECT_EQ(first.explanation(),
            "La procédure manuelle a été testée il y a 99 jours, 90 au plus sont permis.");
  RecordDrill(absl::CivilDay(2026, 6, 1));
  CloseReviews();
  const auto free = Evaluate();
  ASSERT_TRUE(free.ok()) << free.status();
  EXPECT_THAT(free->holds(), SizeIs(0)) << free->ShortDebugString();
  const auto started = Start("users/abe", 2);
  EXPECT_TRUE(started.ok()) << started.status();
  EXPECT_THAT(Evaluate()->holds(), SizeIs(0)) << "it has started";
}

TEST_F(GateServiceTest, WhatWasStoppedIsBroughtToNobodyElse) {
  const absl::CivilDay week = UnderWay({Use(0, 0)});
  UseOn(week, "commerce", 6);
  ASSERT_TRUE(CompleteWith(v1::Wave::CONTINUE).ok());
  registry::v1::CreateEntryRequest lesson;
  lesson.set_parent(kProject);
  lesson.mutable_entry()->set_display_name("Ask earlier");
  lesson.mutable_entry()->mutable_lesson()->set_text("Nobody had asked the users.");
  ASSERT_EQ(Registry<registry::v1::Entry>("users/mia", "CreateEntry", lesson).status(),
            absl::OkStatus());
  registry::v1::RequestAdvanceRequest ask;
  ask.set_name(kProject);
  ask.set_target_stage(registry::v1::Project::STOPPED);
  ASSERT_EQ(Registry<registry::v1::Project>("users/mia", "RequestAdvance", ask).status(),
            absl::OkStatus());
  registry::v1::AdvanceProjectRequest stop;
  stop.set_name(kProject);
  stop.set_target_stage(registry::v1::Project::STOPPED);
  ASSERT_EQ(Registry<registry::v1::Project>("users/abe", "AdvanceProject", stop).status(),
            absl::OkStatus());
  const auto told = Evaluate();
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_THAT(Waits(*told), Contains("PROJECT_ENDED"));
  EXPECT_THAT(Violations(Start("users/abe", 2).status()), ElementsAreArray(Waits(*told)));
}

// S4-08: the gate is there although nobody set one.
TEST_F(GateServiceTest, TheAdoptionGateIsOnByDefault) {
  RecordProperty("requirement", "S4-08");
  MakeReady();
  StartFirstWave();
  MakeUsageKpi();
  SetTime(Noon(absl::CivilDay(2026, 4, 27)));
  CloseReviews();
  const auto evaluation = Evaluate();
  ASSERT_TRUE(evaluation.ok()) << evaluation.status();
  EXPECT_TRUE(evaluation->preset());
  EXPECT_EQ(evaluation->verdict(), v1::WaveGateEvaluation::NOT_ENOUGH_DATA);
  EXPECT_THAT(evaluation->late_criteria(), SizeIs(0)) << "they came before the first wave";
  v1::GetCriteriaVersionRequest get;
  get.set_name(evaluation->criteria_version());
  const auto preset = Call<v1::CriteriaVersion>("users/vic", "GetCriteriaVersion", get);
  ASSERT_TRUE(preset.ok()) << preset.status();
  EXPECT_TRUE(preset->preset());
  EXPECT_EQ(preset->author(), "services/rollout");
  EXPECT_EQ(preset->criteria(0).target_permille(), 600);

  const auto refused = CompleteWith(v1::Wave::CONTINUE);
  EXPECT_THAT(Violations(refused.status()), ElementsAre("MISSING_FEED"));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("evidence_waiver"));
  const auto waived = CompleteWith(v1::Wave::CONTINUE, "", "The tool counts nobody yet.");
  ASSERT_TRUE(waived.ok()) << waived.status();
  EXPECT_EQ(waived->gate().verdict(), v1::WaveGateEvaluation::NOT_ENOUGH_DATA);
  EXPECT_TRUE(waived->gate().override());
  EXPECT_EQ(waived->gate().evidence_waiver(), "The tool counts nobody yet.");
  EXPECT_EQ(waived->gate().criteria_version(), preset->name());
  const auto started = Start("users/abe", 2);
  EXPECT_TRUE(started.ok()) << started.status();
}

TEST_F(GateServiceTest, WhoChoseCriteriaIsHeldByThem) {
  RecordProperty("requirement", "S4-08");
  UnderWay({Use(300, 600)});
  EXPECT_FALSE(Evaluate()->preset());
  const auto refused = CompleteWith(v1::Wave::CONTINUE, "", "We are in a hurry.");
  EXPECT_THAT(Violations(refused.status()), ElementsAre("MISSING_FEED"));
  EXPECT_THAT(std::string(refused.status().message()), Not(HasSubstr("evidence_waiver")));
}

TEST_F(GateServiceTest, APresetIsReplacedByAVersionOfOnesOwn) {
  MakeReady();
  StartFirstWave();
  EXPECT_EQ(ReasonOf(SetCriteria({Use(300, 600)}).status()), error::v1::INVALID_FIELDS)
      << "without a reason";
  const auto own = SetCriteria({Use(300, 600)}, "We know our own measure.");
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->number(), 2);
  EXPECT_FALSE(own->preset());
  ASSERT_THAT(own->changes(), SizeIs(1));
  EXPECT_EQ(own->changes(0).english_text(),
            "use was changed: minimum 0.4 -> 0.3, minimum_sample 8 -> 4.");
  const auto evaluation = Evaluate();
  ASSERT_TRUE(evaluation.ok()) << evaluation.status();
  EXPECT_FALSE(evaluation->preset());
  EXPECT_THAT(evaluation->late_criteria(), SizeIs(1));
}

// Figures that say STOP are not waived away.
TEST_F(GateServiceTest, NoWaiverGoesAgainstFigures) {
  RecordProperty("requirement", "S4-08");
  CreateTeam("works", "works", 30);
  EverybodyAtOnce({});
  MakeUsageKpi();
  SetTime(Noon(absl::CivilDay(2026, 6, 1)));
  CloseReviews();
  for (int week = 0; week < 12; ++week) UseOn(absl::CivilDay(2026, 3, 11) + 7 * week, "works", 6);
  const auto evaluation = Evaluate();
  ASSERT_TRUE(evaluation.ok()) << evaluation.status();
  ASSERT_EQ(evaluation->verdict(), v1::WaveGateEvaluation::STOP) << evaluation->ShortDebugString();
  EXPECT_TRUE(evaluation->preset());
  EXPECT_FALSE(evaluation->pause_wave()) << "the preset has no guardrail";
  const auto refused = CompleteWith(v1::Wave::CONTINUE, "", "They will come round.");
  EXPECT_THAT(Violations(refused.status()), ElementsAre("BELOW_MINIMUM"));
}

// Ten of twelve used it in their fourth week, and ever fewer do.
TEST_F(GateServiceTest, AFigureThatSlidesIsToBeAdjusted) {
  RecordProperty("requirement", "S1-34");
  v1::GateCriterion use = Use(0, 300);
  use.set_target_rule(v1::GateCriterion::ESTIMATED);
  TwelveUnderWay({use});
  MakeUsageKpi();
  const absl::CivilDay week = ToDay(Evaluate()->results(0).needed_date()) - 7;
  SetTime(Noon(week + 7 * 13));
  CloseReviews();
  RecordDrill(week + 7 * 12);
  const std::vector<int> users = {10, 10, 9, 10, 10, 11, 10, 9, 7, 6, 5, 4};
  for (int i = 0; i < 8; ++i) UseOn(week + 7 * i, "commerce", users[i]);
  const auto steady = Evaluate();
  ASSERT_TRUE(steady.ok()) << steady.status();
  EXPECT_EQ(steady->verdict(), v1::WaveGateEvaluation::CONTINUE) << steady->ShortDebugString();
  EXPECT_FALSE(steady->results(0).has_drift_date());
  for (int i = 8; i < 12; ++i) UseOn(week + 7 * i, "commerce", users[i]);
  const auto sliding = Evaluate(1, "fr");
  ASSERT_TRUE(sliding.ok()) << sliding.status();
  EXPECT_EQ(sliding->verdict(), v1::WaveGateEvaluation::ADJUST);
  EXPECT_EQ(ToDay(sliding->results(0).drift_date()), week + 7 * 7);
  EXPECT_THAT(Holds(*sliding), ElementsAre(v1::GateHold::DRIFT, v1::GateHold::APPROVAL));
  EXPECT_THAT(sliding->results(0).explanation(), HasSubstr("glisse dans le mauvais sens"));
  EXPECT_EQ(sliding->explanation(), "ADJUST : pas au niveau voulu : use.");
  const auto completed = CompleteWith(v1::Wave::CONTINUE);
  ASSERT_TRUE(completed.ok()) << completed.status();
  EXPECT_TRUE(completed->gate().override());
}

class GateWithoutKpiTest : public GateServiceTest {
 protected:
  void Configure(app::Config& config) override { config.peers["kpi"] = "127.0.0.1:1"; }
};

TEST_F(GateWithoutKpiTest, WithoutFiguresNothingGoesOnAndEverythingCanStop) {
  MakeReady();
  ASSERT_TRUE(SetCriteria({Use(300, 600)}).ok());
  StartFirstWave();
  EXPECT_TRUE(absl::IsUnavailable(Evaluate().status())) << Evaluate().status();
  EXPECT_TRUE(absl::IsUnavailable(CompleteWith(v1::Wave::CONTINUE).status()));
  EXPECT_EQ(GetWave(1)->state(), v1::Wave::ACTIVE);
  const auto adjusted = CompleteWith(v1::Wave::ADJUST);
  EXPECT_TRUE(adjusted.ok()) << adjusted.status();
}

}  // namespace
}  // namespace palier::rollout
