// SPDX-License-Identifier: Apache-2.0
// A wave starts when everything is there, by somebody who did not plan it.
#include <optional>
#include <utility>

#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "rollout/api/access_policies.h"
#include "rollout/api/criteria_records.h"
#include "rollout/api/gate_evaluation.h"
#include "rollout/api/review_records.h"
#include "rollout/api/start_facts.h"
#include "rollout/api/wave_change.h"

namespace palier::rollout {
namespace {

using resource::Session;

// Only who did not make the plan may start it.
absl::Status CheckApprover(const rpc::Call& call, const WaveRecord& record) {
  if (record.rollout.plan().planner() != call.caller.subject()) return absl::OkStatus();
  return status::Error(
             absl::StatusCode::kPermissionDenied, error::v1::SELF_APPROVAL,
             {"You planned {resource}; somebody else must start its waves.",
              "Vous avez planifié {resource} ; une autre personne doit en démarrer les vagues."})
      .With("resource", record.rollout.name());
}

// What was decided by the figures of its day holds, unless those of today say STOP.
absl::Status AddBrokenGate(Context& context, const rpc::Call& call, const v1::Wave& previous,
                           Conditions& unmet) {
  if (previous.gate().decision() != v1::Wave::CONTINUE) return absl::OkStatus();
  ASSIGN_OR_RETURN(const JudgedWave judged, JudgeWave(context, call, previous.name()));
  if (judged.finding.verdict != GateVerdict::kStop) return absl::OkStatus();
  for (Condition& condition : ConditionsOf(previous.name(), judged.finding)) {
    unmet.push_back(std::move(condition));
  }
  return absl::OkStatus();
}

absl::StatusOr<StartFacts> AskBeforeStart(Context& context, const rpc::Call& call,
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
  // Refused before others are asked.
  RETURN_IF_ERROR(CheckApprover(call, record));
  RETURN_IF_ERROR(CheckMayStart(record.ToDomain()));
  ASSIGN_OR_RETURN(StartFacts facts, AskStartFacts(context, call, record));
  RETURN_IF_ERROR(AddBrokenGate(context, call, previous, facts.unmet));
  return facts;
}

absl::Status Start(Session& session, const Types& types, const rpc::Call& call,
                   const StartFacts& facts, const WaveRecord& record, v1::Wave& after) {
  RETURN_IF_ERROR(CheckApprover(call, record));
  ASSIGN_OR_RETURN(const StartContext context, ReadStartContext(session, types, record, facts));
  ASSIGN_OR_RETURN(const Wave started, StartWave(record.ToDomain(), context));
  SetState(started, after);
  after.set_starter(call.caller.subject());
  after.set_time_zone(facts.zone.name());
  resource::SetStandardTime(after, "actual_start_time", session.now());
  RETURN_IF_ERROR(WriteStandings(session, types, record.rollout.name(), facts.standings));
  RETURN_IF_ERROR(EnsureCriteria(session, types, record.rollout.name()));
  for (v1::CheckIn& check_in : NewCheckIns(after, facts.today, facts.zone)) {
    RETURN_IF_ERROR(session.Insert(types.check_in, check_in));
  }
  if (record.wave.number() == 1) {
    RETURN_IF_ERROR(MakeFirstReviews(session, types, record.rollout, facts.today, facts.zone));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Wave> StartWave(Context& context, const rpc::Call& call,
                                   const v1::StartWaveRequest& request) {
  v1::Wave earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, context.types.wave, request, earlier));
  if (replayed) return earlier;
  ASSIGN_OR_RETURN(const StartFacts facts, AskBeforeStart(context, call, request.name()));
  return ChangeWave(context, call, request,
                    [&](Session& session, const WaveRecord& record, v1::Wave& after) {
                      return Start(session, context.types, call, facts, record, after);
                    });
}

}  // namespace palier::rollout
