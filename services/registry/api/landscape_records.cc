// SPDX-License-Identifier: Apache-2.0
// Processes, synergies, objectives and frictions.
#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/resource/read_all.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/landscape_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/landscape_hooks.h"
#include "registry/api/matching.h"
#include "registry/api/references.h"
#include "registry/domain/landscape/landscape.h"
#include "registry/domain/landscape/process_figures.h"
#include "registry/domain/landscape/record_rules.h"
#include "registry/domain/landscape/roadmap.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using resource::Session;
using TypeList = std::vector<const resource::Type*>;

absl::Status Check(Session& session, const Types& types, const v1::Process& process) {
  RETURN_IF_ERROR(landscape::CheckProcess(process));
  RETURN_IF_ERROR(CheckReference(session, {&types.department}, "process.department",
                                 process.department(), process.name()));
  for (int i = 0; i < process.chain_size(); ++i) {
    RETURN_IF_ERROR(CheckReference(session, {&types.application},
                                   absl::StrCat("process.chain[", i, "].application"),
                                   process.chain(i).application(), process.name()));
  }
  return CheckReferences(session, {&types.ai_function}, "process.ai_functions",
                         process.ai_functions(), process.name());
}

// Two nodes are joined once in one direction by edges of one type: a gain is not counted twice.
absl::Status CheckOnlyOne(Session& session, const Types& types, const v1::Synergy& synergy) {
  const std::string filter =
      absl::StrCat("source = \"", synergy.source(), "\" AND target = \"", synergy.target(),
                   "\" AND type = ", v1::Synergy::Type_Name(synergy.type()));
  const std::string parent = resource::ParentOf(synergy.name());
  return ForEachMatching(
      session, types.synergy, parent, filter, [&](absl::string_view bytes) -> absl::Status {
        v1::Synergy other;
        RETURN_IF_ERROR(ReadStored(types.synergy, bytes, other));
        if (other.name() == synergy.name()) return absl::OkStatus();
        return status::InvalidField(
            "synergy.target",
            {absl::StrCat(other.name(), " joins these two already, with the same type"),
             absl::StrCat(other.name(), " joint déjà ces deux-là, avec le même type")});
      });
}

// Kept by kpi, where it may come later.
absl::Status CheckKpiName(const v1::Synergy& synergy) {
  if (synergy.kpi().empty()) return absl::OkStatus();
  const auto name = aip::ParseName(synergy.kpi());
  if (name.ok() && name->collection() == "kpis" && !name->IdIn("projects").empty() &&
      name->pairs().size() == 3 &&
      name->organization() == resource::OrganizationOf(synergy.name())) {
    return absl::OkStatus();
  }
  return status::InvalidField("synergy.kpi", {"expected a KPI of a project in this organisation",
                                              "KPI d'un projet de cette organisation attendu"});
}

absl::Status Check(Session& session, const Types& types, const v1::Synergy& synergy) {
  const TypeList nodes = {&types.project, &types.process, &types.application, &types.data_source};
  RETURN_IF_ERROR(landscape::CheckSynergy(synergy));
  RETURN_IF_ERROR(
      CheckReference(session, nodes, "synergy.source", synergy.source(), synergy.name()));
  RETURN_IF_ERROR(
      CheckReference(session, nodes, "synergy.target", synergy.target(), synergy.name()));
  RETURN_IF_ERROR(CheckKpiName(synergy));
  RETURN_IF_ERROR(CheckOnlyOne(session, types, synergy));
  if (!synergy.dependency()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto others,
                   AllMatching<v1::Synergy>(session, types.synergy,
                                            resource::ParentOf(synergy.name()), "dependency = true",
                                            landscape::kMostEdges, landscape::TooManyEdges));
  return landscape::CheckNoCycle(others, synergy);
}

// A citation may be kept by another service, where it is not looked up.
absl::Status CheckCitation(Session& session, const Types& types, const std::string& field,
                           const std::string& name, const std::string& owner) {
  for (const resource::Type* type : types.all()) {
    if (type->pattern().Matches(name)) return CheckReference(session, {type}, field, name, owner);
  }
  const auto parsed = aip::ParseName(name);
  if (parsed.ok() && parsed->organization() == resource::OrganizationOf(owner))
    return absl::OkStatus();
  return status::InvalidField(field, {"expected a resource name in this organisation",
                                      "nom de ressource de cette organisation attendu"});
}

absl::Status Check(Session& session, const Types& types, const v1::Objective& objective) {
  RETURN_IF_ERROR(landscape::CheckObjective(objective));
  RETURN_IF_ERROR(CheckReference(session, {&types.person}, "objective.owner", objective.owner(),
                                 objective.name()));
  for (int i = 0; i < objective.cites_size(); ++i) {
    RETURN_IF_ERROR(CheckCitation(session, types, absl::StrCat("objective.cites[", i, "]"),
                                  objective.cites(i), objective.name()));
  }
  return absl::OkStatus();
}

absl::Status Check(Session& session, const Types& types, const v1::Friction& friction) {
  RETURN_IF_ERROR(landscape::CheckFriction(friction));
  RETURN_IF_ERROR(CheckReference(session, {&types.department}, "friction.department",
                                 friction.department(), friction.name()));
  RETURN_IF_ERROR(CheckReference(session, {&types.process}, "friction.process", friction.process(),
                                 friction.name()));
  return CheckReference(session, {&types.person}, "friction.reporter", friction.reporter(),
                        friction.name());
}

void ShowFigures(const rpc::Call&, Message& message) {
  auto& process = static_cast<v1::Process&>(message);
  if (auto cost = landscape::YearlyCost(process)) *process.mutable_yearly_cost() = *cost;
  if (auto automation = landscape::Automation(process)) *process.mutable_automation() = *automation;
}

}  // namespace

void AddLandscapeRecords(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  const auto add = [&](const resource::Type& type, const std::string& plural,
                       resource::Hooks hooks) {
    resource::AddStandardMethods(table, context.store, context.cache, type, plural,
                                 resource::MethodSet::All(), std::move(hooks));
  };
  resource::Hooks process = NodeHooks<v1::Process>(types, Check);
  process.on_read = ShowFigures;
  add(types.process, "Processes", std::move(process));
  add(types.synergy, "Synergies", Checked<v1::Synergy>(types, Check));
  add(types.objective, "Objectives", Checked<v1::Objective>(types, Check));
  add(types.friction, "Frictions", Checked<v1::Friction>(types, Check));
}

}  // namespace palier::registry
