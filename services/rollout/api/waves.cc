// SPDX-License-Identifier: Apache-2.0
// The life of waves: started, paused, resumed, completed through their gate, stopped.
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "rollout/api/explanations.h"
#include "rollout/api/gate_evaluation.h"
#include "rollout/api/guardrail_pause.h"
#include "rollout/api/wave_change.h"
#include "rollout/storage/state_reason.h"

namespace palier::rollout {
namespace {

using resource::Session;

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

// What a wave that goes on is not paused by again; asked only where a guardrail had paused it.
absl::StatusOr<v1::GuardrailPause> AskWhatIsAccepted(Context& context, const rpc::Call& call,
                                                     const std::string& name) {
  v1::Wave wave;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) {
    return session.Get(context.types.wave, name, &wave);
  }));
  if (!IsPausedByGuardrail(wave)) return v1::GuardrailPause();
  ASSIGN_OR_RETURN(const JudgedWave judged, JudgeWave(context, call, name));
  return GuardrailPauseOf(judged);
}

absl::Status Resume(const rpc::Call& call, absl::Time now, const std::string& reason,
                    const v1::GuardrailPause& known, const WaveRecord& record, v1::Wave& after) {
  ASSIGN_OR_RETURN(const Wave resumed, ResumeWave(record.ToDomain()));
  SetState(resumed, after);
  after.set_state_reason(reason);
  if (!IsPausedByGuardrail(record.wave)) return absl::OkStatus();
  if (reason.empty()) {
    return status::InvalidField("reason", {"a guardrail paused the wave: say why it goes on",
                                           "un garde-fou a suspendu la vague : dites pourquoi "
                                           "elle reprend"});
  }
  v1::GuardrailPause& pause = *after.mutable_guardrail_pause();
  Accept(known, pause);
  pause.set_resumer(call.caller.subject());
  pause.set_resume_reason(reason);
  resource::SetStandardTime(pause, "resume_time", now);
  return absl::OkStatus();
}

absl::StatusOr<v1::Wave> ResumeWave(Context& context, const rpc::Call& call,
                                    const v1::ResumeWaveRequest& request) {
  v1::Wave earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, context.types.wave, request, earlier));
  if (replayed) return earlier;
  ASSIGN_OR_RETURN(const v1::GuardrailPause known,
                   AskWhatIsAccepted(context, call, request.name()));
  return ChangeWave(context, call, request,
                    [&](Session& session, const WaveRecord& record, v1::Wave& after) {
                      return Resume(call, session.now(), request.reason(), known, record, after);
                    });
}

void ShowWave(const rpc::Call& call, google::protobuf::Message& message) {
  WriteSentences(call.language, message);
  auto& wave = static_cast<v1::Wave&>(message);
  wave.set_state_reason(rpc::In(call.language, StateReasonOf(wave)));
}

template <typename Request>
void AddVerb(rpc::ServiceTable& table, Context& context, absl::string_view method,
             absl::StatusOr<v1::Wave> (*verb)(Context&, const rpc::Call&, const Request&)) {
  table.Unary<Request, v1::Wave>(method,
                                 [&context, verb](const rpc::Call& call, const Request& request) {
                                   absl::StatusOr<v1::Wave> wave = verb(context, call, request);
                                   if (wave.ok()) ShowWave(call, *wave);
                                   return wave;
                                 });
}

}  // namespace

void AddWaves(rpc::ServiceTable& table, Context& context) {
  resource::AddStandardMethods(table, context.store, context.cache, context.types.wave, "Waves",
                               resource::MethodSet{.get = true, .list = true},
                               {.on_read = ShowWave});
  AddVerb<v1::StartWaveRequest>(table, context, "StartWave", &StartWave);
  AddVerb<v1::PauseWaveRequest>(table, context, "PauseWave", &PauseWave);
  AddVerb<v1::ResumeWaveRequest>(table, context, "ResumeWave", &ResumeWave);
  AddVerb<v1::CompleteWaveRequest>(table, context, "CompleteWave", &CompleteWave);
  AddVerb<v1::DecideGateRequest>(table, context, "DecideGate", &DecideGate);
  AddVerb<v1::StopWaveRequest>(table, context, "StopWave", &StopWave);
}

}  // namespace palier::rollout
