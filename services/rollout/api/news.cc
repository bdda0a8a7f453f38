// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/news.h"

#include <set>
#include <string>
#include <vector>

#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/champion.pb.h"
#include "rollout/api/certificates.h"
#include "rollout/api/clusters.h"
#include "rollout/api/wave_records.h"
#include "rollout/storage/dates.h"
#include "rollout/storage/fact_outbox.h"

namespace palier::rollout {
namespace {

using resource::Session;

bool HasTheTool(const v1::Wave& wave) {
  return wave.state() == v1::Wave::ACTIVE || wave.state() == v1::Wave::COMPLETED;
}

absl::CivilDay DayWhere(const std::string& time_zone, absl::Time now) {
  return absl::ToCivilDay(now, ZoneNamed(time_zone));
}

struct Subject {
  std::string name;
  FactKind kind;
};

// Each project that comes with the roll-out hears of it.
absl::Status AnnounceToAll(Session& session, const Types& types, const v1::Rollout& rollout,
                           const Subject& subject, const google::protobuf::Message& fact) {
  ASSIGN_OR_RETURN(const std::vector<std::string> projects, ProjectsOf(session, types, rollout));
  const std::string bytes = fact.SerializeAsString();
  for (const std::string& project : projects) {
    RETURN_IF_ERROR(
        Announce(session.sql(), {resource::OrganizationOf(rollout.name()), project, subject.name,
                                 subject.kind, session.now(), bytes}));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AnnounceWave(Session& session, const Types& types, const v1::Rollout& rollout,
                          const v1::Wave& wave) {
  registry::v1::WaveFact fact;
  fact.set_number(wave.number());
  fact.set_headcount(wave.headcount());
  fact.set_state(v1::Wave::State_Name(wave.state()));
  fact.set_coverage(wave.coverage_permille() / 1000.0);
  return AnnounceToAll(session, types, rollout, {wave.name(), FactKind::kWave}, fact);
}

absl::StatusOr<registry::v1::RolloutFact> RolloutFactOf(Session& session, const Types& types,
                                                        const v1::Rollout& rollout) {
  registry::v1::RolloutFact fact;
  fact.set_state(v1::Rollout::State_Name(rollout.state()));
  ASSIGN_OR_RETURN(const std::vector<v1::Wave> waves, ReadWaves(session, types, rollout.name()));
  std::string time_zone;
  for (const v1::Wave& wave : waves) {
    fact.set_headcount(fact.headcount() + wave.headcount());
    if (!wave.time_zone().empty()) time_zone = wave.time_zone();
    if (!HasTheTool(wave)) continue;
    for (const v1::WaveTeam& team : wave.teams()) {
      if (ToDay(team.go_live_date()) > DayWhere(wave.time_zone(), session.now())) continue;
      fact.set_live_headcount(fact.live_headcount() + team.people());
    }
  }
  const int population = rollout.plan().population();
  if (population > 0) fact.set_coverage(static_cast<double>(fact.live_headcount()) / population);
  std::set<std::string> teams;
  for (const v1::TeamDeployment& team : rollout.teams()) teams.insert(team.team());
  std::vector<v1::Champion> champions;
  RETURN_IF_ERROR(
      resource::ReadAll(session, types.champion, resource::ParentOf(rollout.name()), champions));
  for (const v1::Champion& champion : champions) {
    if (!teams.contains(champion.team())) continue;
    fact.set_champion_count(fact.champion_count() + 1);
    if (!IsCertified(champion, DayWhere(time_zone, session.now()))) continue;
    fact.set_certified_champion_count(fact.certified_champion_count() + 1);
  }
  if (fact.certified_champion_count() > 0) {
    fact.set_people_per_champion(static_cast<double>(fact.headcount()) /
                                 fact.certified_champion_count());
  }
  return fact;
}

absl::Status AnnounceRollout(Session& session, const Types& types, const v1::Rollout& rollout,
                             const registry::v1::RolloutFact& fact) {
  return AnnounceToAll(session, types, rollout, {rollout.name(), FactKind::kRollout}, fact);
}

}  // namespace palier::rollout
