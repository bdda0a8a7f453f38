// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

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

// A name in a project that must be that of a resource.
struct Reference {
  std::string field;  // as in errors, without an index
  int index;          // -1: not of a list
  std::string name;
  const resource::Type* type;
};

std::vector<Reference> ReferencesOf(const v1::Project& project, const Types& types) {
  std::vector<Reference> references;
  const auto add = [&](const char* field, const std::string& name, const resource::Type& type) {
    references.push_back({absl::StrCat("project.", field), -1, name, &type});
  };
  const auto add_all = [&](const char* field, const auto& names, const resource::Type& type) {
    for (int i = 0; i < names.size(); ++i)
      references.push_back({absl::StrCat("project.", field), i, names.Get(i), &type});
  };
  add("department", project.department(), types.department);
  add("owner", project.owner(), types.person);
  add("sponsor", project.sponsor(), types.person);
  add("technical_sponsor", project.technical_sponsor(), types.person);
  for (int i = 0; i < project.team_members_size(); ++i)
    references.push_back(
        {"project.team_members", i, project.team_members(i).person(), &types.person});
  add_all("population.teams", project.population().teams(), types.team);
  add_all("objectives", project.objectives(), types.objective);
  add_all("frictions", project.frictions(), types.friction);
  add_all("applications", project.applications(), types.application);
  const v1::RunPack& pack = project.run_pack();
  add("run_pack.owner", pack.owner(), types.person);
  add("run_pack.accountable", pack.accountable(), types.person);
  add("run_pack.evolution_decider", pack.evolution_decider(), types.person);
  return references;
}

std::string PathOf(const Reference& reference) {
  const bool member = reference.field == "project.team_members";
  if (reference.index < 0) return reference.field;
  return absl::StrCat(reference.field, "[", reference.index, "]", member ? ".person" : "");
}

// What was there before stays: whom it names may be gone since, and a sealed field cannot be
// mended.
absl::Status CheckReferences(Session& session, const Types& types, const v1::Project* before,
                             const v1::Project& after) {
  absl::flat_hash_set<std::pair<std::string, std::string>> known;
  if (before != nullptr) {
    for (const Reference& one : ReferencesOf(*before, types)) known.emplace(one.field, one.name);
  }
  for (const Reference& one : ReferencesOf(after, types)) {
    if (known.contains({one.field, one.name})) continue;
    RETURN_IF_ERROR(CheckReference(session, {one.type}, PathOf(one), one.name, after.name()));
  }
  return absl::OkStatus();
}

// When one was first named: who follows another one, or nobody, changes nothing.
void KeepSponsorTime(const v1::Project* before, absl::Time now, v1::Project& after) {
  const bool had_one = before != nullptr && !before->technical_sponsor().empty();
  if (!had_one && !after.technical_sponsor().empty() && !after.has_technical_sponsor_time())
    resource::SetStandardTime(after, "technical_sponsor_time", now);
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
    const auto* old = static_cast<const v1::Project*>(before);
    RETURN_IF_ERROR(CheckFacets(old, project));
    if (old != nullptr) RETURN_IF_ERROR(CheckSealed(*old, project));
    KeepSponsorTime(old, session.now(), project);
    project.set_promise_hash(PromiseHash(PromiseOf(project, {})));
    return CheckReferences(session, types, old, project);
  };
  return hooks;
}

void AddProjects(rpc::ServiceTable& table, Context& context) {
  resource::AddStandardMethods(table, context.store, context.cache, context.types.project,
                               "Projects", resource::MethodSet::All(), ProjectHooks(context));
}

}  // namespace palier::registry
