// SPDX-License-Identifier: Apache-2.0
// Planning: the waves of a roll-out and the revision that keeps how they came about.
#include <utility>

#include "common/aip/etag.h"
#include "common/resource/mutation.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/explanations.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/api/plan_messages.h"
#include "rollout/api/plan_store.h"
#include "rollout/api/time_left.h"

namespace palier::rollout {
namespace {

using resource::Session;

absl::StatusOr<v1::PlanRevision> PlanWaves(Context& context, const rpc::Call& call,
                                           const v1::PlanWavesRequest& request) {
  v1::PlanRevision earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, context.types.revision, request, earlier));
  if (replayed) return earlier;
  ASSIGN_OR_RETURN(const PlanInputs inputs, GatherInputs(context, call, request.name()));
  RETURN_IF_ERROR(aip::CheckEtag(request.etag(), inputs.rollout.etag(), request.name()));
  ASSIGN_OR_RETURN(const PlanningModel model, ModelOf(inputs));
  ASSIGN_OR_RETURN(const Plan plan, context.planner.Make(model, {.check = TimeLeft(call)}));
  v1::PlanRevision made =
      NextRevision(inputs, model, plan, call.caller.subject(), context.store.Now());
  for (v1::Wave& wave : WavesOf(plan, request.name(), made.name())) {
    *made.add_waves() = std::move(wave);
  }
  return resource::MutateTo<v1::PlanRevision>(context.store, call, context.types.revision, request,
                                              [&](Session& session, v1::PlanRevision& result) {
                                                result = made;
                                                return StorePlan(session, context.types, inputs, {},
                                                                 /*frozen=*/0, result);
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
