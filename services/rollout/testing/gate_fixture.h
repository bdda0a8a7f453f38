// SPDX-License-Identifier: Apache-2.0
// The firm's roll-out with criteria, a KPI that counts its users, and a survey.
#ifndef PALIER_ROLLOUT_TESTING_GATE_FIXTURE_H_
#define PALIER_ROLLOUT_TESTING_GATE_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource/type.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "palier/rollout/v1/gate_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {

inline constexpr char kSurvey[] = "organizations/firm/projects/quotation/surveys/spring";

inline v1::GateCriterion Use(int minimum_permille, int target_permille) {
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

inline v1::GateCriterion Promoters() {
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
inline v1::GateCriterion Watched(v1::GateCriterion::Kind kind, int minimum_permille) {
  v1::GateCriterion criterion = Use(minimum_permille, minimum_permille);
  criterion.set_criterion_id("watched");
  criterion.set_kind(kind);
  return criterion;
}

class GateFixture : public RolloutFixture {
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
    rollout.mutable_teams(0)->set_pilot(true);
    rollout.mutable_teams(2)->set_pilot(false);
    WavesUnderWay(std::move(rollout), {12, 12}, criteria);
  }
  // All 24 in one wave.
  void EverybodyAtOnce(const std::vector<v1::GateCriterion>& criteria) {
    v1::Rollout rollout = FirmRollout();
    for (v1::TeamDeployment& team : *rollout.mutable_teams()) team.set_pilot(true);
    rollout.mutable_limits()->set_max_wave_permille(1000);
    WavesUnderWay(std::move(rollout), {24}, criteria);
  }

  absl::StatusOr<v1::Wave> Decide(v1::Wave::GateDecision decision, const std::string& reason) {
    v1::DecideGateRequest request;
    request.set_name(WaveName(1));
    request.set_gate_decision(decision);
    request.set_reason(reason);
    return Call<v1::Wave>("users/abe", "DecideGate", request);
  }

  absl::StatusOr<v1::Wave> CompleteWith(v1::Wave::GateDecision decision,
                                        const std::string& request_id = "",
                                        const std::string& evidence_waiver = "") {
    v1::CompleteWaveRequest request;
    request.set_name(WaveName(1));
    request.set_gate_decision(decision);
    request.set_reason("The four weeks are over.");
    request.set_waive_check_ins(true);
    request.set_waiver_reason("The team met every day.");
    request.set_evidence_waiver(evidence_waiver);
    request.set_request_id(request_id);
    return Call<v1::Wave>("users/abe", "CompleteWave", request);
  }

  // Of the gate itself.
  static std::vector<v1::GateHold::Kind> Holds(const v1::WaveGateEvaluation& evaluation) {
    std::vector<v1::GateHold::Kind> kinds;
    for (const v1::GateHold& hold : evaluation.holds()) {
      if (hold.kind() != v1::GateHold::START_CONDITION) kinds.push_back(hold.kind());
    }
    return kinds;
  }
  // What else the next wave waits for.
  static std::vector<std::string> Waits(const v1::WaveGateEvaluation& evaluation) {
    std::vector<std::string> conditions;
    for (const v1::GateHold& hold : evaluation.holds()) {
      if (hold.kind() == v1::GateHold::START_CONDITION) conditions.push_back(hold.condition());
    }
    return conditions;
  }

 private:
  // Planned without champions, criteria set where there are any, the first wave started.
  void WavesUnderWay(v1::Rollout rollout, const std::vector<int>& sizes,
                     const std::vector<v1::GateCriterion>& criteria) {
    v1::Limits& limits = *rollout.mutable_limits();
    limits.clear_wave_sizes();
    for (const int size : sizes) limits.add_wave_sizes(size);
    limits.set_users_per_champion(0);
    CreateRollout(rollout);
    const auto plan = Plan();
    ASSERT_TRUE(plan.ok()) << plan.status();
    RecordDrill(absl::CivilDay(2026, 3, 1));
    if (!criteria.empty()) {
      const auto set = SetCriteria(criteria);
      ASSERT_TRUE(set.ok()) << set.status();
    }
    StartFirstWave();
  }
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_TESTING_GATE_FIXTURE_H_
