// SPDX-License-Identifier: Apache-2.0
// The gate after a wave over gRPC, with registry and kpi: 4, 12 and 8 people of a firm of 140.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/resource/type.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "palier/rollout/v1/gate_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kOnce[] = "22222222-2222-4222-8222-222222222222";
constexpr char kSurvey[] = "organizations/firm/projects/quotation/surveys/spring";

v1::GateCriterion Use(int minimum_permille, int target_permille) {
  v1::GateCriterion criterion;
  criterion.set_criterion_id("use");
  criterion.set_english_label("Use in the fourth week");
  criterion.set_french_label("Usage en quatrième semaine");
  criterion.set_kind(v1::GateCriterion::CRITERION);
  criterion.mutable_adoption();
  criterion.set_minimum_permille(minimum_permille);
  criterion.set_target_permille(target_permille);
  criterion.set_minimum_sample(4);
  return criterion;
}

v1::GateCriterion Promoters() {
  v1::GateCriterion criterion = Use(300, 500);
  criterion.set_criterion_id("promoters");
  criterion.set_english_label("Promoters");
  criterion.set_french_label("Promoteurs");
  criterion.mutable_survey()->set_survey(kSurvey);
  criterion.mutable_survey()->set_question_id("recommend");
  criterion.mutable_survey()->set_answers(v1::SurveyFigure::FAVOURABLE);
  criterion.clear_minimum_sample();
  return criterion;
}

// Below `minimum_permille` it is broken: so it is when none of four use the tool while others do.
v1::GateCriterion Watched(v1::GateCriterion::Kind kind, int minimum_permille) {
  v1::GateCriterion criterion = Use(minimum_permille, minimum_permille);
  criterion.set_criterion_id("watched");
  criterion.set_kind(kind);
  return criterion;
}

class GateServiceTest : public RolloutFixture {
 protected:
  absl::StatusOr<v1::CriteriaVersion> SetCriteria(const std::vector<v1::GateCriterion>& criteria,
                                                  const std::string& reason = "",
                                                  const std::string& principal = "users/mia",
                                                  const std::string& request_id = "") {
    v1::CreateCriteriaVersionRequest request;
    request.set_parent(kRollout);
    request.mutable_criteria_version()->mutable_criteria()->Add(criteria.begin(), criteria.end());
    request.mutable_criteria_version()->set_reason(reason);
    request.set_request_id(request_id);
    return Call<v1::CriteriaVersion>(principal, "CreateCriteriaVersion", request);
  }

  absl::StatusOr<v1::WaveGateEvaluation> Evaluate(int wave = 1,
                                                  const std::string& language = "en") {
    v1::EvaluateWaveGateRequest request;
    request.set_name(WaveName(wave));
    return Call<v1::WaveGateEvaluation>("users/vic", "EvaluateWaveGate", request, language);
  }

  void MakeUsageKpi() {
    kpi::v1::CreateKpiRequest request;
    request.set_parent(kProject);
    request.set_kpi_id("users");
    kpi::v1::Kpi& users = *request.mutable_kpi();
    users.set_display_name("Users");
    users.set_unit("users");
    users.set_direction(kpi::v1::Kpi::INCREASE);
    users.set_category(kpi::v1::Kpi::ADOPTION);
    users.set_aggregation(kpi::v1::Kpi::DISTINCT_USERS);
    users.set_cadence(kpi::v1::Kpi::WEEKLY);
    users.set_close_days(0);
    const auto made = Call<kpi::v1::Kpi>("users/mia", "CreateKpi", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }

  // So many of a team use the tool on that day.
  void UseOn(absl::CivilDay day, const std::string& team, int people) {
    kpi::v1::IngestMeasurementsRequest request;
    request.set_parent(kProject);
    request.set_source("erp");
    for (int person = 0; person < people; ++person) {
      kpi::v1::Measurement& used = *request.add_measurements();
      used.set_kpi("users");
      used.set_event_id(absl::StrCat(team, person, absl::FormatCivilTime(day)));
      used.set_number(1);
      used.set_team(team);
      used.set_user(absl::StrCat(team, "-", person));
      resource::SetStandardTime(used, "event_time", Noon(day));
    }
    const auto taken =
        Call<kpi::v1::IngestMeasurementsResponse>("users/carl", "IngestMeasurements", request);
    ASSERT_TRUE(taken.ok()) << taken.status();
    ASSERT_EQ(taken->counts().accepted_count(), people);
  }

  // Open on 10 March, closed on 20 April.
  void MakeSurvey() {
    kpi::v1::CreateSurveyRequest request;
    request.set_parent(kProject);
    request.set_survey_id("spring");
    kpi::v1::Survey& survey = *request.mutable_survey();
    survey.set_display_name("Spring");
    survey.add_questions()->set_question_id("recommend");
    resource::SetStandardTime(survey, "open_time", Noon(absl::CivilDay(2026, 3, 10)));
    resource::SetStandardTime(survey, "close_time", Noon(absl::CivilDay(2026, 4, 20)));
    const auto made = Call<kpi::v1::Survey>("users/mia", "CreateSurvey", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }

  void Answer(const std::string& team, const std::vector<int>& scores) {
    kpi::v1::SubmitSurveyResponsesRequest request;
    request.set_name(kSurvey);
    for (size_t i = 0; i < scores.size(); ++i) {
      kpi::v1::SurveyResponse& response = *request.add_responses();
      response.set_response_id(absl::StrCat(team, i));
      response.set_respondent(absl::StrCat(team, "-", i));
      response.set_team(team);
      resource::SetStandardTime(response, "answer_time", Noon(absl::CivilDay(2026, 4, 1)));
      response.add_answers()->set_question_id("recommend");
      response.mutable_answers(0)->set_score(scores[i]);
    }
    const auto taken = Call<kpi::v1::SubmitSurveyResponsesResponse>(
        "users/carl", "SubmitSurveyResponses", request);
    ASSERT_TRUE(taken.ok()) << taken.status();
  }

  static absl::Time Noon(absl::CivilDay day) {
    return absl::FromCivil(absl::CivilHour(day) + 12, absl::UTCTimeZone());
  }

  void StartFirstWave() {
    const auto started = Start("users/abe", 1);
    ASSERT_TRUE(started.ok()) << started.status();
  }

  // The wave of four under way since 9 March, the KPI made; moves to 27 April. The first day of the
  // week that counts.
  absl::CivilDay UnderWay(const std::vector<v1::GateCriterion>& criteria) {
    MakeReady();
    EXPECT_TRUE(SetCriteria(criteria).ok());
    StartFirstWave();
    MakeUsageKpi();
    const auto evaluation = Evaluate();
    EXPECT_TRUE(evaluation.ok()) << evaluation.status();
    const absl::CivilDay week = ToDay(evaluation->results(0).needed_date()) - 7;
    SetTime(Noon(absl::CivilDay(2026, 4, 27)));
    CloseReviews();
    return week;
  }

  // Commerce goes first, all twelve.
  void TwelveUnderWay(const std::vector<v1::GateCriterion>& criteria) {
    v1::Rollout rollout = FirmRollout();
    v1::Limits& limits = *rollout.mutable_limits();
    limits.clear_wave_sizes();
    for (const int size : {12, 12}) limits.add_wave_sizes(size);
    limits.set_users_per_champion(0);
    rollout.mutable_teams(0)->set_pilot(true);
    rollout.mutable_teams(2)->set_pilot(false);
    CreateRollout(rollout);
    const auto plan = Plan();
    ASSERT_TRUE(plan.ok()) << plan.status();
    RecordDrill(absl::CivilDay(2026, 3, 1));
    const auto set = SetCriteria(criteria);
    ASSERT_TRUE(set.ok()) << set.status();
    StartFirstWave();
  }

  absl::StatusOr<v1::Wave> Decide(v1::Wave::GateDecision decision, const std::string& reason) {
    v1::DecideGateRequest request;
    request.set_name(WaveName(1));
    request.set_gate_decision(decision);
    request.set_reason(reason);
    return Call<v1::Wave>("users/abe", "DecideGate", request);
  }

  absl::StatusOr<v1::Wave> CompleteWith(v1::Wave::GateDecision decision,
                                        const std::string& request_id = "") {
    v1::CompleteWaveRequest request;
    request.set_name(WaveName(1));
    request.set_gate_decision(decision);
    request.set_reason("The four weeks are over.");
    request.set_waive_check_ins(true);
    request.set_waiver_reason("The team met every day.");
    request.set_request_id(request_id);
    return Call<v1::Wave>("users/abe", "CompleteWave", request);
  }

  static std::vector<v1::GateHold::Kind> Holds(const v1::WaveGateEvaluation& evaluation) {
    std::vector<v1::GateHold::Kind> kinds;
    for (const v1::GateHold& hold : evaluation.holds()) kinds.push_back(hold.kind());
    return kinds;
  }
};

TEST_F(GateServiceTest, CriteriaAreSetBeforeAndNeverChange) {
  RecordProperty("requirement", "S1-34");
  MakeReady();
  EXPECT_EQ(ReasonOf(Evaluate().status()), error::v1::PARENT_NOT_USABLE);
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

TEST_F(GateServiceTest, ABrokenGuardrailStopsAndPauses) {
  const absl::CivilDay week = UnderWay({Use(0, 0), Watched(v1::GateCriterion::GUARDRAIL, 990)});
  UseOn(week, "commerce", 6);
  const auto evaluation = Evaluate();
  ASSERT_TRUE(evaluation.ok()) << evaluation.status();
  EXPECT_EQ(evaluation->verdict(), v1::WaveGateEvaluation::STOP);
  EXPECT_TRUE(evaluation->pause_wave());
  EXPECT_THAT(Violations(CompleteWith(v1::Wave::CONTINUE).status()), ElementsAre("GUARDRAIL"));
  EXPECT_TRUE(CompleteWith(v1::Wave::STOP).ok());
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
