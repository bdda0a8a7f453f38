// SPDX-License-Identifier: Apache-2.0
// Planning: the waves of a roll-out and the revision that keeps how they came about.
#include <map>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/aip/etag.h"
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/explanations.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/api/plan_messages.h"

namespace palier::rollout {
namespace {

using resource::Session;

absl::Status RefuseRunning(const v1::Wave& wave, const std::string& rollout) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"{wave} has started: {resource} keeps its plan.",
                        "{wave} a commencé : {resource} garde son plan."})
      .With("resource", rollout)
      .With("wave", wave.name())
      .With("state", v1::Wave::State_Name(wave.state()));
}

// The stored waves by name; all of them must still be planned.
absl::StatusOr<std::map<std::string, v1::Wave>> ReplaceableWaves(Session& session,
                                                                 const Types& types,
                                                                 const std::string& rollout) {
  std::map<std::string, v1::Wave> waves;
  RETURN_IF_ERROR(session.ForEach(types.wave, resource::OrganizationOf(rollout), rollout,
                                  [&](absl::string_view bytes) -> absl::Status {
                                    v1::Wave wave;
                                    wave.ParseFromArray(bytes.data(),
                                                        static_cast<int>(bytes.size()));
                                    if (wave.state() != v1::Wave::PLANNED)
                                      return RefuseRunning(wave, rollout);
                                    waves[wave.name()] = std::move(wave);
                                    return absl::OkStatus();
                                  }));
  return waves;
}

absl::Status StoreWaves(Session& session, const Types& types, const std::string& rollout,
                        google::protobuf::RepeatedPtrField<v1::Wave>& waves) {
  ASSIGN_OR_RETURN(auto old, ReplaceableWaves(session, types, rollout));
  for (v1::Wave& wave : waves) {
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

v1::PlanRevision RevisionOf(const PlanInputs& inputs, const PlanningModel& model, const Plan& plan,
                            const std::string& planner, absl::Time now) {
  const std::string& rollout = inputs.rollout.name();
  v1::PlanRevision revision;
  revision.set_number(NumberAfter(inputs.rollout));
  revision.set_name(absl::StrCat(rollout, "/revisions/revision-", revision.number()));
  *revision.mutable_rollout() = inputs.rollout;
  revision.mutable_rollout()->clear_plan();
  *revision.mutable_summary() = SummaryOf(plan, model.population, revision.name());
  revision.mutable_summary()->set_planner(planner);
  resource::SetStandardTime(*revision.mutable_summary(), "plan_time", now);
  for (v1::Wave& wave : WavesOf(plan, rollout, revision.name()))
    *revision.add_waves() = std::move(wave);
  for (v1::Explanation& warning : WarningsOf(inputs, model))
    *revision.add_warnings() = std::move(warning);
  return revision;
}

absl::Status Store(Session& session, const Types& types, const PlanInputs& inputs,
                   v1::PlanRevision& revision) {
  v1::Rollout before;
  RETURN_IF_ERROR(session.Get(types.rollout, inputs.rollout.name(), &before));
  // Planned from what is no longer there.
  RETURN_IF_ERROR(aip::CheckEtag(inputs.rollout.etag(), before.etag(), before.name()));
  RETURN_IF_ERROR(StoreWaves(session, types, before.name(), *revision.mutable_waves()));
  RETURN_IF_ERROR(session.Insert(types.revision, revision));
  v1::Rollout after = before;
  *after.mutable_plan() = revision.summary();
  after.set_state(v1::Rollout::PLANNED);
  return session.Replace(types.rollout, before, after).status();
}

absl::StatusOr<v1::PlanRevision> PlanWaves(Context& context, const rpc::Call& call,
                                           const v1::PlanWavesRequest& request) {
  v1::PlanRevision earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, context.types.revision, request, earlier));
  if (replayed) return earlier;
  ASSIGN_OR_RETURN(const PlanInputs inputs, GatherInputs(context, call, request.name()));
  RETURN_IF_ERROR(aip::CheckEtag(request.etag(), inputs.rollout.etag(), request.name()));
  ASSIGN_OR_RETURN(const PlanningModel model, ModelOf(inputs));
  ASSIGN_OR_RETURN(const Plan plan, context.planner.Make(model, PlanOptions{}));
  const v1::PlanRevision made =
      RevisionOf(inputs, model, plan, call.caller.subject(), context.store.Now());
  return resource::MutateTo<v1::PlanRevision>(context.store, call, context.types.revision, request,
                                              [&](Session& session, v1::PlanRevision& result) {
                                                result = made;
                                                return Store(session, context.types, inputs,
                                                             result);
                                              });
}

}  // namespace

void AddPlans(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::PlanWavesRequest, v1::PlanRevision>(
      "PlanWaves", [&context](const rpc::Call& call, const auto& request) {
        absl::StatusOr<v1::PlanRevision> made = PlanWaves(context, call, request);
        if (made.ok()) WriteSentences(call.language, *made);
        return made;
      });
  resource::AddStandardMethods(table, context.store, context.cache, context.types.revision,
                               "PlanRevisions", resource::MethodSet{.get = true, .list = true},
                               {.on_read = ShowSentences});
}

}  // namespace palier::rollout
