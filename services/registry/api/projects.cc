// SPDX-License-Identifier: Apache-2.0
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/project.pb.h"
#include "registry/api/context.h"
#include "registry/api/hooks.h"
#include "registry/api/references.h"
#include "registry/api/sealing.h"
#include "registry/domain/promise.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using resource::Session;

absl::Status CheckFacets(const v1::Project* before, const v1::Project& after) {
  status::FieldErrors errors;
  absl::flat_hash_set<std::string> ids;
  for (int i = 0; i < after.exit_criteria_size(); ++i) {
    if (!ids.insert(after.exit_criteria(i).id()).second) {
      errors.Add(absl::StrCat("project.exit_criteria[", i, "].id"),
                 {"this id is used twice", "cet identifiant est utilisé deux fois"});
    }
  }
  const bool early = after.stage() == v1::Project::IDEA || after.stage() == v1::Project::SCOPING ||
                     after.stage() == v1::Project::POC;
  const bool dated = after.has_production_target_date() &&
                     (before == nullptr || !before->has_production_target_date() ||
                      before->production_target_date().SerializeAsString() !=
                          after.production_target_date().SerializeAsString());
  if (early && dated) {
    errors.Add("project.production_target_date",
               {"no production date is promised before the end of the PoC (S2-01)",
                "aucune date de production ne se promet avant la fin du PoC (S2-01)"});
  }
  return errors.ToStatus();
}

// Names in repeated fields, and in the run pack.
absl::Status CheckLists(Session& session, const Types& types, const v1::Project& project) {
  const std::string& name = project.name();
  const auto check = [&](const auto& names, const resource::Type& type,
                         const char* field) -> absl::Status {
    for (int i = 0; i < names.size(); ++i) {
      RETURN_IF_ERROR(CheckReference(session, {&type}, absl::StrCat("project.", field, "[", i, "]"),
                                     names.Get(i), name));
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(check(project.objectives(), types.objective, "objectives"));
  RETURN_IF_ERROR(check(project.frictions(), types.friction, "frictions"));
  RETURN_IF_ERROR(check(project.applications(), types.application, "applications"));
  const v1::RunPack& pack = project.run_pack();
  RETURN_IF_ERROR(
      CheckReference(session, {&types.person}, "project.run_pack.owner", pack.owner(), name));
  RETURN_IF_ERROR(CheckReference(session, {&types.person}, "project.run_pack.accountable",
                                 pack.accountable(), name));
  return CheckReference(session, {&types.person}, "project.run_pack.evolution_decider",
                        pack.evolution_decider(), name);
}

absl::Status CheckReferences(Session& session, const Types& types, const v1::Project& project) {
  const std::string& name = project.name();
  RETURN_IF_ERROR(CheckReference(session, {&types.department}, "project.department",
                                 project.department(), name));
  RETURN_IF_ERROR(CheckReference(session, {&types.person}, "project.owner", project.owner(), name));
  RETURN_IF_ERROR(
      CheckReference(session, {&types.person}, "project.sponsor", project.sponsor(), name));
  RETURN_IF_ERROR(CheckReference(session, {&types.person}, "project.technical_sponsor",
                                 project.technical_sponsor(), name));
  for (int i = 0; i < project.team_members_size(); ++i) {
    RETURN_IF_ERROR(CheckReference(session, {&types.person},
                                   absl::StrCat("project.team_members[", i, "].person"),
                                   project.team_members(i).person(), name));
  }
  for (int i = 0; i < project.population().teams_size(); ++i) {
    RETURN_IF_ERROR(CheckReference(session, {&types.team},
                                   absl::StrCat("project.population.teams[", i, "]"),
                                   project.population().teams(i), name));
  }
  return CheckLists(session, types, project);
}

}  // namespace

resource::Hooks ProjectHooks(const Context& context) {
  resource::Hooks hooks;
  hooks.on_write = [&types = context.types](Session& session, const rpc::Call&,
                                            const Message* before, Message& after) -> absl::Status {
    auto& project = static_cast<v1::Project&>(after);
    if (before == nullptr) {
      project.set_stage(v1::Project::IDEA);
      resource::SetStandardTime(project, "stage_time", session.now());
    }
    RETURN_IF_ERROR(CheckFacets(static_cast<const v1::Project*>(before), project));
    if (before != nullptr)
      RETURN_IF_ERROR(CheckSealed(static_cast<const v1::Project&>(*before), project));
    project.set_promise_hash(PromiseHash(PromiseOf(project, {})));
    return CheckReferences(session, types, project);
  };
  return hooks;
}

void AddProjects(rpc::ServiceTable& table, Context& context) {
  resource::AddStandardMethods(table, context.store, context.cache, context.types.project,
                               "Projects", resource::MethodSet::All(), ProjectHooks(context));
}

}  // namespace palier::registry
