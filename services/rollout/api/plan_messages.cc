// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/plan_messages.h"

#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "rollout/api/explanations.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

v1::WaveTeam TeamOf(const PlannedDeployment& deployment, const std::string& organization) {
  const std::string champions = absl::StrCat(organization, "/champions/");
  v1::WaveTeam team;
  team.set_team(absl::StrCat(organization, "/teams/", deployment.team));
  team.set_people(deployment.people);
  *team.mutable_start_date() = ToDate(deployment.start);
  *team.mutable_go_live_date() = ToDate(deployment.go_live);
  for (const TrainingSession& from : deployment.sessions) {
    v1::TrainingSession& session = *team.add_sessions();
    *session.mutable_date() = ToDate(from.day);
    session.set_people(from.people);
    if (!from.champion.empty()) session.set_champion(champions + from.champion);
  }
  for (const ChampionShare& from : deployment.champions) {
    v1::ChampionShare& share = *team.add_champions();
    share.set_champion(champions + from.champion);
    share.set_users(from.users);
  }
  return team;
}

v1::Wave WaveOf(const PlannedWave& from, const Plan& plan, const std::string& rollout) {
  const std::string organization =
      absl::StrCat("organizations/", resource::OrganizationOf(rollout));
  v1::Wave wave;
  wave.set_name(absl::StrCat(rollout, "/waves/wave-", from.number));
  wave.set_number(from.number);
  wave.set_state(v1::Wave::PLANNED);
  *wave.mutable_start_date() = ToDate(from.start);
  *wave.mutable_end_date() = ToDate(from.hypercare_end);
  *wave.mutable_gate_date() = ToDate(from.gate_day);
  wave.set_headcount(from.headcount);
  wave.set_coverage_permille(from.coverage_permille);
  *wave.add_explanations() = ExplanationOf(from.start_reason);
  for (const PlannedDeployment& deployment : from.deployments) {
    *wave.add_teams() = TeamOf(deployment, organization);
    for (const RuleFinding& finding : plan.explanations) {
      if (finding.subject == deployment.deployment)
        *wave.add_explanations() = ExplanationOf(finding);
    }
  }
  return wave;
}

}  // namespace

std::vector<v1::Wave> WavesOf(const Plan& plan, const std::string& rollout,
                              const std::string& revision) {
  std::vector<v1::Wave> waves;
  for (const PlannedWave& wave : plan.waves) {
    waves.push_back(WaveOf(wave, plan, rollout));
    waves.back().set_revision(revision);
  }
  return waves;
}

v1::PlanSummary SummaryOf(const Plan& plan, int population, const std::string& revision) {
  v1::PlanSummary summary;
  summary.set_revision(revision);
  summary.set_population(population);
  summary.set_wave_count(static_cast<int>(plan.waves.size()));
  for (const PlannedWave& wave : plan.waves) {
    summary.set_team_count(summary.team_count() + static_cast<int>(wave.deployments.size()));
    summary.set_headcount(summary.headcount() + wave.headcount);
    summary.set_coverage_permille(wave.coverage_permille);
    for (const PlannedDeployment& deployment : wave.deployments) {
      summary.set_session_count(summary.session_count() +
                                static_cast<int>(deployment.sessions.size()));
    }
  }
  summary.set_schedule_count(plan.search.schedules);
  const absl::int128 gap = absl::int128(plan.search.bound) - plan.search.value;
  if (plan.search.bound > 0) {
    summary.set_gap_permille(
        static_cast<int>((gap * 1000 + plan.search.bound - 1) / plan.search.bound));
  }
  if (!plan.waves.empty()) {
    *summary.mutable_start_date() = ToDate(plan.waves.front().start);
    *summary.mutable_end_date() = ToDate(plan.waves.back().gate_day);
  }
  return summary;
}

}  // namespace palier::rollout
