// SPDX-License-Identifier: Apache-2.0
// What a plan is made from, out of the service's own store and the registry.
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/status/macros.h"
#include "rollout/api/big_bang.h"
#include "rollout/api/capacity_inputs.h"
#include "rollout/api/clusters.h"
#include "rollout/api/context.h"
#include "rollout/api/plan_inputs.h"

namespace palier::rollout {
namespace {

using resource::Session;

absl::Status ReadOwn(Context& context, const rpc::Call& call, const std::string& name,
                     PlanInputs& inputs, std::vector<std::string>& projects) {
  return context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    inputs.champions.clear();
    RETURN_IF_ERROR(session.Get(context.types.rollout, name, &inputs.rollout));
    ASSIGN_OR_RETURN(projects, ProjectsOf(session, context.types, inputs.rollout));
    ASSIGN_OR_RETURN(inputs.left, LeftTo(session, context.types, name));
    ASSIGN_OR_RETURN(inputs.booked, BookedElsewhere(session, context.types, name));
    return resource::ReadAll(session, context.types.champion,
                             absl::StrCat("organizations/", call.organization), inputs.champions);
  });
}

// The project, the others of its cluster, and what is known of its sponsor and its waivers.
absl::Status AskProjects(Context& context, const rpc::Call& call,
                         const std::vector<std::string>& projects, PlanInputs& inputs) {
  ASSIGN_OR_RETURN(inputs.project, context.registry.Project(call, projects.front()));
  for (size_t i = 1; i < projects.size(); ++i) {
    ASSIGN_OR_RETURN(inputs.members.emplace_back(), context.registry.Project(call, projects[i]));
  }
  const std::string& sponsor = inputs.project.sponsor();
  if (!sponsor.empty()) {
    ASSIGN_OR_RETURN(inputs.sponsored, context.registry.SponsoredProjects(call, sponsor));
    ASSIGN_OR_RETURN(inputs.sponsor_capacity, context.registry.SponsorCapacity(call));
  }
  ASSIGN_OR_RETURN(inputs.big_bang_waiver,
                   context.registry.WaiverInForce(call, projects.front(), kBigBang));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PlanInputs> GatherInputs(Context& context, const rpc::Call& call,
                                        const std::string& name) {
  PlanInputs inputs;
  std::vector<std::string> projects;
  RETURN_IF_ERROR(ReadOwn(context, call, name, inputs, projects));
  ASSIGN_OR_RETURN(inputs.organization, context.registry.Organization(call));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(inputs.organization));
  inputs.today = DayOf(context.store.Now(), zone);
  RETURN_IF_ERROR(AskProjects(context, call, projects, inputs));
  ASSIGN_OR_RETURN(inputs.dependencies,
                   AskDependencies(context, call, inputs.rollout, inputs.today));
  std::set<std::string> teams;
  for (const v1::TeamDeployment& team : inputs.rollout.teams()) teams.insert(team.team());
  for (const v1::Champion& champion : inputs.champions) teams.insert(champion.team());
  ASSIGN_OR_RETURN(inputs.teams, context.registry.Teams(call, teams));
  return inputs;
}

}  // namespace palier::rollout
