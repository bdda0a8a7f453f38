// SPDX-License-Identifier: Apache-2.0
// A wave ends through its gate.
#include <optional>
#include <utility>

#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "rollout/api/gate_evaluation.h"
#include "rollout/api/gate_messages.h"
#include "rollout/api/wave_change.h"

namespace palier::rollout {
namespace {

using resource::Session;

// `judged` is unset where the figures were not asked.
void Decide(const rpc::Call& call, absl::Time now, v1::Wave::GateDecision decision,
            const std::string& reason, const std::string& evidence_waiver,
            const std::optional<JudgedWave>& judged, v1::Wave& after) {
  v1::Gate& gate = *after.mutable_gate();
  gate.set_decision(decision);
  gate.set_reason(reason);
  gate.set_decider(call.caller.subject());
  resource::SetStandardTime(gate, "decide_time", now);
  gate.clear_verdict();
  gate.clear_criteria_version();
  gate.clear_override();
  gate.clear_evidence_waiver();
  if (!judged) return;
  const GateVerdict verdict = judged->finding.verdict;
  gate.set_verdict(VerdictOf(verdict));
  gate.set_criteria_version(judged->version().name());
  gate.set_override(verdict != GateVerdict::kContinue);
  if (verdict == GateVerdict::kNotEnoughData) gate.set_evidence_waiver(evidence_waiver);
}

// What the figures say where the decision would open the next wave; refused where they do not let
// it.
template <typename Request>
absl::StatusOr<std::optional<JudgedWave>> JudgeDecision(Context& context, const rpc::Call& call,
                                                        const Request& request) {
  if (request.gate_decision() != v1::Wave::CONTINUE) return std::nullopt;
  ASSIGN_OR_RETURN(JudgedWave judged, JudgeWave(context, call, request.name()));
  RETURN_IF_ERROR(CheckMayContinue(request.name(), judged, request.evidence_waiver()));
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
  Decide(call, session.now(), request.gate_decision(), request.reason(), request.evidence_waiver(),
         judged, after);
  return absl::OkStatus();
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

}  // namespace

absl::StatusOr<v1::Wave> CompleteWave(Context& context, const rpc::Call& call,
                                      const v1::CompleteWaveRequest& request) {
  v1::Wave earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, context.types.wave, request, earlier));
  if (replayed) return earlier;
  ASSIGN_OR_RETURN(const std::optional<JudgedWave> judged, JudgeDecision(context, call, request));
  return ChangeWave(context, call, request,
                    [&](Session& session, const WaveRecord& record, v1::Wave& after) {
                      return Complete(session, call, request, judged, record, after);
                    });
}

absl::StatusOr<v1::Wave> DecideGate(Context& context, const rpc::Call& call,
                                    const v1::DecideGateRequest& request) {
  v1::Wave earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, context.types.wave, request, earlier));
  if (replayed) return earlier;
  ASSIGN_OR_RETURN(const std::optional<JudgedWave> judged, JudgeDecision(context, call, request));
  return ChangeWave(
      context, call, request,
      [&](Session& session, const WaveRecord& record, v1::Wave& after) -> absl::Status {
        RETURN_IF_ERROR(
            DecideGate(record.ToDomain(), DomainDecision(request.gate_decision())).status());
        RETURN_IF_ERROR(CheckNextNotStarted(session, context.types, record));
        Decide(call, session.now(), request.gate_decision(), request.reason(),
               request.evidence_waiver(), judged, after);
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
        Decide(call, session.now(), v1::Wave::STOP, request.reason(), "", std::nullopt, after);
        return absl::OkStatus();
      });
}

}  // namespace palier::rollout
