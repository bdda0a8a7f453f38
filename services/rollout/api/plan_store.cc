// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/plan_store.h"

#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/aip/etag.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "rollout/api/big_bang.h"
#include "rollout/api/plan_messages.h"
#include "rollout/api/wave_records.h"

namespace palier::rollout {
namespace {

using resource::Session;

absl::Status RefuseRunning(const v1::Wave& wave, const std::string& rollout) {
  return status::Error(
             absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
             {"{wave} has started: {resource} keeps its plan. What has not started can be "
              "planned anew (ReplanWaves).",
              "{wave} a commencé : {resource} garde son plan. Ce qui n'a pas commencé peut "
              "être replanifié (ReplanWaves)."})
      .With("resource", rollout)
      .With("wave", wave.name())
      .With("state", v1::Wave::State_Name(wave.state()));
}

// The waves that are replaced, by name.
absl::StatusOr<std::map<std::string, v1::Wave>> ReplaceableWaves(Session& session,
                                                                 const Types& types,
                                                                 const std::string& rollout,
                                                                 int frozen) {
  ASSIGN_OR_RETURN(std::vector<v1::Wave> waves, ReadWaves(session, types, rollout));
  std::map<std::string, v1::Wave> replaceable;
  for (v1::Wave& wave : waves) {
    if (wave.number() <= frozen) continue;
    if (wave.state() != v1::Wave::PLANNED) return RefuseRunning(wave, rollout);
    replaceable[wave.name()] = std::move(wave);
  }
  return replaceable;
}

absl::Status StoreWaves(Session& session, const Types& types, const std::string& rollout,
                        int frozen, google::protobuf::RepeatedPtrField<v1::Wave>& waves) {
  ASSIGN_OR_RETURN(auto old, ReplaceableWaves(session, types, rollout, frozen));
  for (v1::Wave& wave : waves) {
    if (wave.number() <= frozen) continue;
    const auto before = old.find(wave.name());
    if (before == old.end()) {
      RETURN_IF_ERROR(session.Insert(types.wave, wave));
      continue;
    }
    RETURN_IF_ERROR(session.Replace(types.wave, before->second, wave).status());
    old.erase(before);
  }
  for (const auto& [name, wave] : old) RETURN_IF_ERROR(session.Remove(types.wave, wave));
  return absl::OkStatus();
}

int NumberAfter(const v1::Rollout& rollout) {
  const std::string id = IdOf(rollout.plan().revision());
  int number = 0;
  if (!absl::SimpleAtoi(absl::StripPrefix(id, "revision-"), &number)) return 1;
  return number + 1;
}

}  // namespace

absl::Status CheckReplaceable(Session& session, const Types& types, const std::string& rollout,
                              int frozen) {
  return ReplaceableWaves(session, types, rollout, frozen).status();
}

v1::PlanRevision NextRevision(const PlanInputs& inputs, const PlanningModel& model,
                              const Plan& plan, const std::string& planner, absl::Time now) {
  v1::PlanRevision revision;
  revision.set_number(NumberAfter(inputs.rollout));
  revision.set_name(absl::StrCat(inputs.rollout.name(), "/revisions/revision-", revision.number()));
  *revision.mutable_rollout() = inputs.rollout;
  revision.mutable_rollout()->clear_plan();
  *revision.mutable_summary() = SummaryOf(plan, model.population, revision.name());
  revision.mutable_summary()->set_planner(planner);
  resource::SetStandardTime(*revision.mutable_summary(), "plan_time", now);
  for (v1::Explanation& warning : WarningsOf(inputs, model))
    *revision.add_warnings() = std::move(warning);
  return revision;
}

absl::Status StorePlan(Session& session, const Types& types, const PlanInputs& inputs,
                       const std::vector<v1::Wave>& read, int frozen, v1::PlanRevision& revision) {
  v1::Rollout before;
  RETURN_IF_ERROR(session.Get(types.rollout, inputs.rollout.name(), &before));
  // Planned from what is no longer there.
  RETURN_IF_ERROR(aip::CheckEtag(inputs.rollout.etag(), before.etag(), before.name()));
  for (const v1::Wave& wave : read) {
    v1::Wave now;
    RETURN_IF_ERROR(session.Get(types.wave, wave.name(), &now));
    RETURN_IF_ERROR(aip::CheckEtag(wave.etag(), now.etag(), now.name()));
  }
  RETURN_IF_ERROR(CheckStillFree(session, types, inputs, revision, frozen));
  ExplainBigBang(inputs, revision.summary().population(), frozen, revision);
  RETURN_IF_ERROR(StoreWaves(session, types, before.name(), frozen, *revision.mutable_waves()));
  RETURN_IF_ERROR(session.Insert(types.revision, revision));
  v1::Rollout after = before;
  *after.mutable_plan() = revision.summary();
  if (after.state() == v1::Rollout::DRAFT) after.set_state(v1::Rollout::PLANNED);
  return session.Replace(types.rollout, before, after).status();
}

}  // namespace palier::rollout
