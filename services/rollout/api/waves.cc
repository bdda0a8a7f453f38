// SPDX-License-Identifier: Apache-2.0
// The life of waves: started, paused, resumed, completed through their gate, stopped.
#include <functional>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/aip/etag.h"
#include "common/resource/mutation.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/wave_service.pb.h"
#include "rollout/api/access_policies.h"
#include "rollout/api/context.h"
#include "rollout/api/explanations.h"
#include "rollout/api/gate_evaluation.h"
#include "rollout/api/gate_messages.h"
#include "rollout/api/news.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/api/review_records.h"
#include "rollout/api/start_conditions.h"
#include "rollout/api/wave_records.h"

namespace palier::rollout {
namespace {

using resource::Session;

// Changes `after`, a copy of the wave in the record; may write other resources.
using Change = std::function<absl::Status(Session&, const WaveRecord&, v1::Wave& after)>;

v1::Rollout::State StateOf(const v1::Rollout& rollout, const v1::Wave& wave) {
  const bool stopped =
      wave.state() == v1::Wave::STOPPED || wave.gate().decision() == v1::Wave::STOP;
  if (stopped) return v1::Rollout::STOPPED;
  const bool last = wave.number() == rollout.plan().wave_count();
  if (last && wave.state() == v1::Wave::COMPLETED && wave.gate().decision() == v1::Wave::CONTINUE) {
    return v1::Rollout::COMPLETED;
  }
  return v1::Rollout::ACTIVE;
}

absl::Status StoreRolloutState(Session& session, const Types& types, const v1::Rollout& before,
                               const v1::Wave& wave) {
  v1::Rollout after = before;
  after.set_state(StateOf(before, wave));
  return session.Replace(types.rollout, before, after).status();
}

template <typename Request>
absl::StatusOr<v1::Wave> ChangeWave(Context& context, const rpc::Call& call, const Request& request,
                                    const Change& change) {
  const Types& types = context.types;
  return resource::MutateTo<v1::Wave>(
      context.store, call, types.wave, request,
      [&](Session& session, v1::Wave& after) -> absl::Status {
        ASSIGN_OR_RETURN(const WaveRecord record, ReadWave(session, types, request.name()));
        RETURN_IF_ERROR(aip::CheckEtag(request.etag(), record.wave.etag(), record.wave.name()));
        after = record.wave;
        RETURN_IF_ERROR(change(session, record, after));
        RETURN_IF_ERROR(session.Replace(types.wave, record.wave, after).status());
        RETURN_IF_ERROR(StoreRolloutState(session, types, record.rollout, after));
        return AnnounceWave(session, record.rollout, after);
      });
}

void SetState(const Wave& domain, v1::Wave& wave) {
  wave.set_state(static_cast<v1::Wave::State>(static_cast<int>(domain.state) + v1::Wave::PLANNED));
}

// Only who did not make the plan may start it.
absl::Status CheckApprover(const rpc::Call& call, const WaveRecord& record) {
  if (record.rollout.plan().planner() != call.caller.subject()) return absl::OkStatus();
  return status::Error(
             absl::StatusCode::kPermissionDenied, error::v1::SELF_APPROVAL,
             {"You planned {resource}; somebody else must start its waves.",
              "Vous avez planifié {resource} ; une autre personne doit en démarrer les vagues."})
      .With("resource", record.rollout.name());
}

// What is asked before a wave starts.
struct StartFacts {
  absl::TimeZone zone;
  absl::CivilDay today;
  std::optional<absl::CivilDay> last_drill;
  v1::ProjectStanding standing;
  Conditions unmet;
};

// What was decided by the figures of its day holds, unless those of today say STOP.
absl::Status CheckPreviousWave(Context& context, const rpc::Call& call, const v1::Wave& previous) {
  if (previous.gate().decision() != v1::Wave::CONTINUE) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<JudgedWave> judged,
                   JudgeWave(context, call, previous.name()));
  if (!judged || judged->finding.verdict != GateVerdict::kStop) return absl::OkStatus();
  return CheckMayContinue(previous.name(), *judged);
}

absl::StatusOr<StartFacts> GatherStartFacts(Context& context, const rpc::Call& call,
                                            const std::string& name) {
  WaveRecord record;
  v1::Wave previous;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(record, ReadWave(session, context.types, name));
    ASSIGN_OR_RETURN(const std::optional<WaveRecord> before,
                     ReadSibling(session, context.types, record, record.wave.number() - 1));
    previous = before ? before->wave : v1::Wave();
    return absl::OkStatus();
  }));
  StartFacts facts;
  ASSIGN_OR_RETURN(const registry::v1::Organization organization,
                   context.registry.Organization(call));
  ASSIGN_OR_RETURN(facts.zone, ZoneOf(organization));
  facts.today = DayOf(context.store.Now(), facts.zone);
  ASSIGN_OR_RETURN(facts.last_drill,
                   context.registry.LastManualDrill(call, record.rollout.project(), facts.today));
  RETURN_IF_ERROR(CheckPreviousWave(context, call, previous));
  ASSIGN_OR_RETURN(facts.standing,
                   context.access.Standing(record.rollout.project(), rpc::CallOptions::Within(call)));
  RETURN_IF_ERROR(AskStartConditions(context, call, record, facts.today, facts.unmet));
  return facts;
}

absl::StatusOr<StartContext> StartContextOf(Session& session, const Types& types,
                                            const WaveRecord& record, const StartFacts& facts) {
  StartContext context;
  context.today = facts.today;
  if (record.wave.number() > 1) {
    ASSIGN_OR_RETURN(const std::optional<WaveRecord> previous,
                     ReadSibling(session, types, record, record.wave.number() - 1));
    if (previous) context.previous = previous->ToDomain();
  }
  context.max_drill_age_days = MaxDrillAgeDays(record.rollout.limits());
  if (context.max_drill_age_days > 0)
    context.drills = {{record.rollout.application(), facts.last_drill}};
  context.unmet = facts.unmet;
  RETURN_IF_ERROR(ReadStartConditions(session, types, record, facts.today, context.unmet));
  return context;
}

absl::Status Start(Session& session, const Types& types, const rpc::Call& call,
                   const StartFacts& facts, const WaveRecord& record, v1::Wave& after) {
  RETURN_IF_ERROR(CheckApprover(call, record));
  ASSIGN_OR_RETURN(const StartContext context, StartContextOf(session, types, record, facts));
  ASSIGN_OR_RETURN(const Wave started, StartWave(record.ToDomain(), context));
  SetState(started, after);
  after.set_starter(call.caller.subject());
  after.set_time_zone(facts.zone.name());
  resource::SetStandardTime(after, "actual_start_time", session.now());
  RETURN_IF_ERROR(WriteStanding(session, types, record.rollout.name(), facts.standing));
  for (v1::CheckIn& check_in : NewCheckIns(after, facts.today, facts.zone)) {
    RETURN_IF_ERROR(session.Insert(types.check_in, check_in));
  }
  if (record.wave.number() == 1) {
    RETURN_IF_ERROR(MakeFirstReviews(session, types, record.rollout, facts.today, facts.zone));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Wave> StartWave(Context& context, const rpc::Call& call,
                                   const v1::StartWaveRequest& request) {
  v1::Wave earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, context.types.wave, request, earlier));
  if (replayed) return earlier;
  ASSIGN_OR_RETURN(const StartFacts facts, GatherStartFacts(context, call, request.name()));
  return ChangeWave(context, call, request,
                    [&](Session& session, const WaveRecord& record, v1::Wave& after) {
                      return Start(session, context.types, call, facts, record, after);
                    });
}

absl::StatusOr<v1::Wave> PauseWave(Context& context, const rpc::Call& call,
                                   const v1::PauseWaveRequest& request) {
  return ChangeWave(context, call, request,
                    [&](Session&, const WaveRecord& record, v1::Wave& after) -> absl::Status {
                      ASSIGN_OR_RETURN(const Wave paused, PauseWave(record.ToDomain()));
                      SetState(paused, after);
                      after.set_state_reason(request.reason());
                      return absl::OkStatus();
                    });
}

absl::StatusOr<v1::Wave> ResumeWave(Context& context, const rpc::Call& call,
                                    const v1::ResumeWaveRequest& request) {
  return ChangeWave(context, call, request,
                    [&](Session&, const WaveRecord& record, v1::Wave& after) -> absl::Status {
                      ASSIGN_OR_RETURN(const Wave resumed, ResumeWave(record.ToDomain()));
                      SetState(resumed, after);
                      after.clear_state_reason();
                      return absl::OkStatus();
                    });
}

// `judged` is unset where the figures were not asked.
void Decide(const rpc::Call& call, absl::Time now, v1::Wave::GateDecision decision,
            const std::string& reason, const std::optional<JudgedWave>& judged, v1::Wave& after) {
  v1::Gate& gate = *after.mutable_gate();
  gate.set_decision(decision);
  gate.set_reason(reason);
  gate.set_decider(call.caller.subject());
  resource::SetStandardTime(gate, "decide_time", now);
  gate.clear_verdict();
  gate.clear_criteria_version();
  gate.clear_override();
  if (!judged) return;
  gate.set_verdict(VerdictOf(judged->finding.verdict));
  gate.set_criteria_version(judged->versions.back().name());
  gate.set_override(judged->finding.verdict != GateVerdict::kContinue);
}

// What the figures say where the roll-out has criteria and the decision would open the next wave;
// refused where they do not let it.
absl::StatusOr<std::optional<JudgedWave>> JudgeDecision(Context& context, const rpc::Call& call,
                                                        const std::string& wave,
                                                        v1::Wave::GateDecision decision) {
  if (decision != v1::Wave::CONTINUE) return std::nullopt;
  ASSIGN_OR_RETURN(std::optional<JudgedWave> judged, JudgeWave(context, call, wave));
  if (judged) RETURN_IF_ERROR(CheckMayContinue(wave, *judged));
  return judged;
}

GateDecision DomainDecision(v1::Wave::GateDecision decision) {
  return static_cast<GateDecision>(decision - v1::Wave::CONTINUE);
}

absl::Status Complete(Session& session, const rpc::Call& call,
                      const v1::CompleteWaveRequest& request,
                      const std::optional<JudgedWave>& judged, WaveRecord record, v1::Wave& after) {
  const std::vector<std::string> open = record.OpenCheckIns();
  if (request.waive_check_ins() && !open.empty()) {
    if (request.waiver_reason().empty()) {
      return status::InvalidField("waiver_reason",
                                  {"say why the check-ins are waived",
                                   "dites pourquoi les points hebdomadaires sont levés"});
    }
    for (v1::Gate* gate : {after.mutable_gate(), record.wave.mutable_gate()}) {
      gate->mutable_waived_check_ins()->Assign(open.begin(), open.end());
      gate->set_waiver_reason(request.waiver_reason());
    }
  }
  ASSIGN_OR_RETURN(Wave completed, CompleteWave(record.ToDomain()));
  ASSIGN_OR_RETURN(completed,
                   DecideGate(std::move(completed), DomainDecision(request.gate_decision())));
  SetState(completed, after);
  resource::SetStandardTime(after, "actual_end_time", session.now());
  Decide(call, session.now(), request.gate_decision(), request.reason(), judged, after);
  return absl::OkStatus();
}

absl::StatusOr<v1::Wave> CompleteWave(Context& context, const rpc::Call& call,
                                      const v1::CompleteWaveRequest& request) {
  v1::Wave earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, context.types.wave, request, earlier));
  if (replayed) return earlier;
  ASSIGN_OR_RETURN(const std::optional<JudgedWave> judged,
                   JudgeDecision(context, call, request.name(), request.gate_decision()));
  return ChangeWave(context, call, request,
                    [&](Session& session, const WaveRecord& record, v1::Wave& after) {
                      return Complete(session, call, request, judged, record, after);
                    });
}

// A gate that was walked through stays as it was decided.
absl::Status CheckNextNotStarted(Session& session, const Types& types, const WaveRecord& record) {
  ASSIGN_OR_RETURN(const std::optional<WaveRecord> next,
                   ReadSibling(session, types, record, record.wave.number() + 1));
  if (!next || next->wave.state() == v1::Wave::PLANNED) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"{next} has started: the gate of {resource} stays as it was decided.",
                        "{next} a commencé : le jalon de {resource} reste tel qu'il a été décidé."})
      .With("resource", record.wave.name())
      .With("next", next->wave.name())
      .With("state", v1::Wave::State_Name(next->wave.state()));
}

absl::StatusOr<v1::Wave> DecideGate(Context& context, const rpc::Call& call,
                                    const v1::DecideGateRequest& request) {
  v1::Wave earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, context.types.wave, request, earlier));
  if (replayed) return earlier;
  ASSIGN_OR_RETURN(const std::optional<JudgedWave> judged,
                   JudgeDecision(context, call, request.name(), request.gate_decision()));
  return ChangeWave(
      context, call, request,
      [&](Session& session, const WaveRecord& record, v1::Wave& after) -> absl::Status {
        RETURN_IF_ERROR(
            DecideGate(record.ToDomain(), DomainDecision(request.gate_decision())).status());
        RETURN_IF_ERROR(CheckNextNotStarted(session, context.types, record));
        Decide(call, session.now(), request.gate_decision(), request.reason(), judged, after);
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::Wave> StopWave(Context& context, const rpc::Call& call,
                                  const v1::StopWaveRequest& request) {
  return ChangeWave(
      context, call, request,
      [&](Session& session, const WaveRecord& record, v1::Wave& after) -> absl::Status {
        ASSIGN_OR_RETURN(const Wave stopped, StopWave(record.ToDomain()));
        SetState(stopped, after);
        after.set_state_reason(request.reason());
        resource::SetStandardTime(after, "actual_end_time", session.now());
        Decide(call, session.now(), v1::Wave::STOP, request.reason(), std::nullopt, after);
        return absl::OkStatus();
      });
}

template <typename Request>
void AddVerb(rpc::ServiceTable& table, Context& context, absl::string_view method,
             absl::StatusOr<v1::Wave> (*verb)(Context&, const rpc::Call&, const Request&)) {
  table.Unary<Request, v1::Wave>(method,
                                 [&context, verb](const rpc::Call& call, const Request& request) {
                                   absl::StatusOr<v1::Wave> wave = verb(context, call, request);
                                   if (wave.ok()) WriteSentences(call.language, *wave);
                                   return wave;
                                 });
}

}  // namespace

void AddWaves(rpc::ServiceTable& table, Context& context) {
  resource::AddStandardMethods(table, context.store, context.cache, context.types.wave, "Waves",
                               resource::MethodSet{.get = true, .list = true},
                               {.on_read = ShowSentences});
  AddVerb<v1::StartWaveRequest>(table, context, "StartWave", &StartWave);
  AddVerb<v1::PauseWaveRequest>(table, context, "PauseWave", &PauseWave);
  AddVerb<v1::ResumeWaveRequest>(table, context, "ResumeWave", &ResumeWave);
  AddVerb<v1::CompleteWaveRequest>(table, context, "CompleteWave", &CompleteWave);
  AddVerb<v1::DecideGateRequest>(table, context, "DecideGate", &DecideGate);
  AddVerb<v1::StopWaveRequest>(table, context, "StopWave", &StopWave);
}

}  // namespace palier::rollout
