// SPDX-License-Identifier: Apache-2.0
// Where the plans of one programme want the same at the same time (S0-15).
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/programme.pb.h"
#include "palier/rollout/v1/programme_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/wave_records.h"
#include "rollout/domain/plan_conflicts.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using resource::Session;
using Kind = WantedThing::Kind;

constexpr size_t kMaxConflicts = 1000;

// A plan in force: what of it is still to come or under way.
struct StandingWaves {
  v1::Rollout rollout;
  std::vector<v1::Wave> waves;
};

bool IsOpen(const v1::Wave& wave) {
  return wave.state() == v1::Wave::PLANNED || wave.state() == v1::Wave::ACTIVE ||
         wave.state() == v1::Wave::PAUSED;
}

absl::Status ReadPlans(Session& session, const Types& types, const v1::Programme& programme,
                       std::vector<StandingWaves>& plans) {
  for (const std::string& name : programme.rollouts()) {
    StandingWaves plan;
    ASSIGN_OR_RETURN(const bool found, session.Find(types.rollout, name, &plan.rollout));
    if (!found || plan.rollout.has_delete_time()) continue;
    if (plan.rollout.state() == v1::Rollout::STOPPED) continue;
    ASSIGN_OR_RETURN(plan.waves, ReadWaves(session, types, name));
    std::erase_if(plan.waves, [](const v1::Wave& wave) { return !IsOpen(wave); });
    if (!plan.waves.empty()) plans.push_back(std::move(plan));
  }
  return absl::OkStatus();
}

// A team and its champions from the team's first session to the end of its wave's close support.
void AddWave(const v1::Wave& wave, const std::string& rollout, std::vector<PlanClaim>& claims) {
  const absl::CivilDay last = ToDay(wave.end_date());
  for (const v1::WaveTeam& team : wave.teams()) {
    const absl::CivilDay first = ToDay(team.start_date());
    claims.push_back({{Kind::kTeam, team.team()}, rollout, first, last});
    std::set<std::string> champions;
    for (const v1::ChampionShare& share : team.champions()) champions.insert(share.champion());
    for (const v1::TrainingSession& session : team.sessions()) champions.insert(session.champion());
    champions.erase("");
    for (const std::string& champion : champions) {
      claims.push_back({{Kind::kChampion, champion}, rollout, first, last});
    }
  }
}

// What sponsors want, and bear beside what they carry outside the programme.
absl::Status AddSponsors(Context& context, const rpc::Call& call,
                         const std::vector<StandingWaves>& plans, std::vector<PlanClaim>& claims,
                         std::map<WantedThing, int>& bearable) {
  std::set<std::string> projects;
  for (const StandingWaves& plan : plans) projects.insert(plan.rollout.project());
  std::optional<int> capacity;
  for (const StandingWaves& plan : plans) {
    ASSIGN_OR_RETURN(const registry::v1::Project project,
                     context.registry.Project(call, plan.rollout.project()));
    if (project.sponsor().empty()) continue;
    const WantedThing sponsor = {Kind::kSponsor, project.sponsor()};
    claims.push_back({sponsor, plan.rollout.name(), ToDay(plan.waves.front().start_date()),
                      ToDay(plan.waves.back().end_date())});
    if (bearable.contains(sponsor)) continue;
    if (!capacity) {
      ASSIGN_OR_RETURN(capacity, context.registry.SponsorCapacity(call));
    }
    ASSIGN_OR_RETURN(std::set<std::string> active,
                     context.registry.SponsoredProjects(call, project.sponsor()));
    for (const std::string& own : projects) active.erase(own);
    bearable[sponsor] = *capacity - static_cast<int>(active.size());
  }
  return absl::OkStatus();
}

v1::PlanConflict MessageOf(const PlanConflict& conflict, rpc::Language language) {
  v1::PlanConflict to;
  to.set_kind(static_cast<v1::PlanConflict::Kind>(conflict.wanted.kind));
  to.set_subject(conflict.wanted.name);
  to.mutable_rollouts()->Add(conflict.rollouts.begin(), conflict.rollouts.end());
  *to.mutable_start_date() = ToDate(conflict.first);
  *to.mutable_end_date() = ToDate(conflict.last);
  to.set_text(rpc::In(language, TextOf(conflict)));
  return to;
}

absl::StatusOr<v1::QueryConflictsResponse> QueryConflicts(
    Context& context, const rpc::Call& call, const v1::QueryConflictsRequest& request) {
  std::vector<StandingWaves> plans;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    plans.clear();
    v1::Programme programme;
    RETURN_IF_ERROR(session.Get(context.types.programme, request.name(), &programme));
    return ReadPlans(session, context.types, programme, plans);
  }));
  std::vector<PlanClaim> claims;
  for (const StandingWaves& plan : plans) {
    for (const v1::Wave& wave : plan.waves) AddWave(wave, plan.rollout.name(), claims);
  }
  std::map<WantedThing, int> bearable;
  RETURN_IF_ERROR(AddSponsors(context, call, plans, claims, bearable));
  const std::vector<PlanConflict> conflicts = ConflictsOf(claims, bearable);
  v1::QueryConflictsResponse response;
  response.set_total_count(static_cast<int>(conflicts.size()));
  for (size_t i = 0; i < std::min(conflicts.size(), kMaxConflicts); ++i) {
    *response.add_conflicts() = MessageOf(conflicts[i], call.language);
  }
  return response;
}

}  // namespace

void AddProgrammeConflicts(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::QueryConflictsRequest, v1::QueryConflictsResponse>(
      "QueryConflicts", [&context](const rpc::Call& call, const auto& request) {
        return QueryConflicts(context, call, request);
      });
}

}  // namespace palier::rollout
