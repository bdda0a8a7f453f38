// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/start_facts.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "rollout/api/clusters.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/api/start_conditions.h"

namespace palier::rollout {

using resource::Session;

namespace {

// What was stopped or retired is brought to nobody any more.
void AddEnded(const std::vector<v1::ProjectStanding>& standings, Conditions& unmet) {
  for (const v1::ProjectStanding& standing : standings) {
    if (!standing.ended()) continue;
    unmet.push_back({"PROJECT_ENDED",
                     standing.project(),
                     {absl::StrCat(standing.project(), " was stopped or retired."),
                      absl::StrCat(standing.project(), " a été arrêté ou retiré.")}});
  }
}

}  // namespace

absl::StatusOr<StartFacts> AskStartFacts(Context& context, const rpc::Call& call,
                                         const WaveRecord& record) {
  StartFacts facts;
  ASSIGN_OR_RETURN(const registry::v1::Organization organization,
                   context.registry.Organization(call));
  ASSIGN_OR_RETURN(facts.zone, ZoneOf(organization));
  facts.today = DayOf(context.store.Now(), facts.zone);
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(facts.projects, ProjectsOf(session, context.types, record.rollout));
    return absl::OkStatus();
  }));
  for (const std::string& project : facts.projects) {
    FallbackDrill& drill = facts.drills.emplace_back();
    drill.application = facts.projects.size() > 1 ? project : record.rollout.application();
    ASSIGN_OR_RETURN(drill.last_test, context.registry.LastManualDrill(call, project, facts.today));
  }
  RETURN_IF_ERROR(
      AskStartConditions(context, call, record, facts.projects, facts.today, facts.unmet));
  ASSIGN_OR_RETURN(facts.standings,
                   context.access.StandingsOf(facts.projects, rpc::CallOptions::Within(call)));
  AddEnded(facts.standings, facts.unmet);
  return facts;
}

absl::StatusOr<StartContext> ReadStartContext(Session& session, const Types& types,
                                              const WaveRecord& record, const StartFacts& facts) {
  StartContext context;
  context.today = facts.today;
  if (record.wave.number() > 1) {
    ASSIGN_OR_RETURN(const std::optional<WaveRecord> previous,
                     ReadSibling(session, types, record, record.wave.number() - 1));
    if (previous) context.previous = previous->ToDomain();
  }
  context.max_drill_age_days = MaxDrillAgeDays(record.rollout.limits());
  if (context.max_drill_age_days > 0) context.drills = facts.drills;
  context.unmet = facts.unmet;
  RETURN_IF_ERROR(ReadStartConditions(session, types, record, facts.today, context.unmet));
  return context;
}

absl::StatusOr<Conditions> ConditionsOfNextWave(Context& context, const rpc::Call& call,
                                                const std::string& wave) {
  std::optional<WaveRecord> next;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(const WaveRecord record, ReadWave(session, context.types, wave));
    ASSIGN_OR_RETURN(next, ReadSibling(session, context.types, record, record.wave.number() + 1));
    return absl::OkStatus();
  }));
  if (!next || next->wave.state() != v1::Wave::PLANNED) return Conditions();
  ASSIGN_OR_RETURN(const StartFacts facts, AskStartFacts(context, call, *next));
  StartContext start;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(start, ReadStartContext(session, context.types, *next, facts));
    return absl::OkStatus();
  }));
  Conditions unmet = UnmetBy(next->ToDomain(), start);
  // That the gate is not decided is told by the gate.
  std::erase_if(unmet, [](const Condition& one) { return one.type == "GATE_DECISION_MISSING"; });
  return unmet;
}

}  // namespace palier::rollout
