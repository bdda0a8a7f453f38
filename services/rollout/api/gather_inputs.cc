// SPDX-License-Identifier: Apache-2.0
// What a plan is made from, out of the service's own store and the registry.
#include <set>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/status/macros.h"
#include "rollout/api/context.h"
#include "rollout/api/plan_inputs.h"

namespace palier::rollout {
namespace {

using resource::Session;

absl::Status ReadOwn(Context& context, const rpc::Call& call, const std::string& name,
                     PlanInputs& inputs) {
  return context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    inputs.champions.clear();
    RETURN_IF_ERROR(session.Get(context.types.rollout, name, &inputs.rollout));
    return resource::ReadAll(session, context.types.champion,
                             absl::StrCat("organizations/", call.organization), inputs.champions);
  });
}

}  // namespace

absl::StatusOr<PlanInputs> GatherInputs(Context& context, const rpc::Call& call,
                                        const std::string& name) {
  PlanInputs inputs;
  RETURN_IF_ERROR(ReadOwn(context, call, name, inputs));
  ASSIGN_OR_RETURN(inputs.organization, context.registry.Organization(call));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(inputs.organization));
  inputs.today = DayOf(context.store.Now(), zone);
  ASSIGN_OR_RETURN(inputs.project, context.registry.Project(call, inputs.rollout.project()));
  std::set<std::string> teams;
  for (const v1::TeamDeployment& team : inputs.rollout.teams()) teams.insert(team.team());
  for (const v1::Champion& champion : inputs.champions) teams.insert(champion.team());
  ASSIGN_OR_RETURN(inputs.teams, context.registry.Teams(call, teams));
  return inputs;
}

}  // namespace palier::rollout
