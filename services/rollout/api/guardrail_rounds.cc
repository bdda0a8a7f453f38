// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/guardrail_rounds.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "common/app/log.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "rollout/api/criteria_records.h"
#include "rollout/api/guardrail_pause.h"
#include "rollout/api/wave_records.h"
#include "rollout/storage/state_reason.h"

namespace palier::rollout {
namespace {

using resource::Session;

constexpr absl::Duration kPeriod = absl::Minutes(5);
constexpr absl::Duration kAskTimeout = absl::Seconds(20);

resource::Actor Guard() {
  return {"services/rollout", "", "palier.rollout.GuardrailRounds"};
}

// The service asks for itself.
rpc::Call CallFor(const std::string& rollout, absl::Time deadline) {
  rpc::Call call;
  call.caller.principal = Guard().principal;
  call.organization = resource::OrganizationOf(rollout);
  call.deadline = std::min(deadline, absl::Now() + kAskTimeout);
  call.method = Guard().method;
  return call;
}

bool HasGuardrail(const v1::CriteriaVersion& version) {
  return std::any_of(version.criteria().begin(), version.criteria().end(),
                     [](const v1::GateCriterion& criterion) {
                       return criterion.kind() == v1::GateCriterion::GUARDRAIL;
                     });
}

// The name of the wave under way, if its last criteria have a guardrail.
absl::StatusOr<std::optional<std::string>> WatchedWave(Session& session, const Types& types,
                                                       const std::string& rollout) {
  ASSIGN_OR_RETURN(const std::vector<v1::CriteriaVersion> versions,
                   ReadCriteria(session, types, rollout));
  if (versions.empty() || !HasGuardrail(versions.back())) return std::nullopt;
  ASSIGN_OR_RETURN(const std::vector<v1::Wave> waves, ReadWaves(session, types, rollout));
  for (const v1::Wave& wave : waves) {
    if (wave.state() == v1::Wave::ACTIVE) return wave.name();
  }
  return std::nullopt;
}

// Looked at again where it is written: somebody else may have paused it, or changed the criteria.
absl::StatusOr<bool> Pause(Session& session, const Types& types, const std::string& name,
                           const v1::GuardrailPause& found) {
  ASSIGN_OR_RETURN(const WaveRecord record, ReadWave(session, types, name));
  ASSIGN_OR_RETURN(const std::vector<v1::CriteriaVersion> versions,
                   ReadCriteria(session, types, record.rollout.name()));
  const bool stands = record.wave.state() == v1::Wave::ACTIVE && !versions.empty() &&
                      versions.back().name() == found.criteria_version() &&
                      IsNews(found, record.wave.guardrail_pause());
  if (!stands) return false;
  ASSIGN_OR_RETURN(const Wave paused, PauseWave(record.ToDomain()));
  v1::Wave after = record.wave;
  SetState(paused, after);
  *after.mutable_guardrail_pause() = found;
  resource::SetStandardTime(*after.mutable_guardrail_pause(), "pause_time", session.now());
  after.set_state_reason(StateReasonOf(after).en);
  RETURN_IF_ERROR(StoreWave(session, types, record, after));
  return true;
}

}  // namespace

GuardrailRounds::GuardrailRounds(Context& context)
    : context_(context),
      rounds_("guardrails not judged", kPeriod, context.types, context.store, [this] {
        return [this](const std::string& rollout, absl::Time deadline) {
          return Watch(rollout, deadline);
        };
      }) {}

void GuardrailRounds::Notice(absl::string_view name) {
  const Types& types = context_.types;
  const bool matters =
      types.wave.pattern().Parse(name).ok() || types.criteria_version.pattern().Parse(name).ok();
  if (matters) rounds_.Mark(resource::ParentOf(name));
}

absl::StatusOr<int> GuardrailRounds::Watch(const std::string& rollout, absl::Time deadline) {
  std::optional<std::string> wave;
  RETURN_IF_ERROR(context_.store.Read(deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(wave, WatchedWave(session, context_.types, rollout));
    return absl::OkStatus();
  }));
  if (!wave) return 0;
  ASSIGN_OR_RETURN(const JudgedWave judged, JudgeWave(context_, CallFor(rollout, deadline), *wave));
  const v1::GuardrailPause found = GuardrailPauseOf(judged);
  if (found.guardrails().empty()) return 0;
  bool paused = false;
  RETURN_IF_ERROR(context_.store.Write(deadline, Guard(), [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(paused, Pause(session, context_.types, *wave, found));
    return absl::OkStatus();
  }));
  if (!paused) return 0;
  app::Log(app::Severity::kWarning, "a guardrail paused a wave",
           {{"wave", *wave}, {"criterion", found.guardrails(0).criterion_id()}});
  return 1;
}

}  // namespace palier::rollout
