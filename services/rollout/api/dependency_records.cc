// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/dependency_records.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/aip/resource_name.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "rollout/domain/wait_graph.h"

namespace palier::rollout {
namespace {

using resource::IdOf;
using resource::Session;

std::set<std::string> TeamsOf(const v1::Rollout& rollout) {
  std::set<std::string> teams;
  for (const v1::TeamDeployment& team : rollout.teams()) teams.insert(team.team());
  return teams;
}

// Ids, as people say them.
std::string Node(const v1::Rollout& rollout, const std::string& team) {
  return absl::StrCat(IdOf(rollout.name()), "/", IdOf(team));
}

absl::StatusOr<std::vector<v1::Dependency>> ReadDependencies(Session& session, const Types& types,
                                                             const std::string& rollout,
                                                             const v1::Dependency* written) {
  std::vector<v1::Dependency> dependencies;
  RETURN_IF_ERROR(resource::ReadAll(session, types.dependency, rollout, dependencies));
  if (written == nullptr || resource::ParentOf(written->name()) != rollout) return dependencies;
  std::erase_if(dependencies,
                [&](const v1::Dependency& one) { return one.name() == written->name(); });
  dependencies.push_back(*written);
  return dependencies;
}

// Walks from one roll-out to those that it waits for.
class Walk {
 public:
  Walk(Session& session, const Types& types, const v1::Dependency* written)
      : session_(session), types_(types), written_(written) {}

  absl::Status From(const v1::Rollout& first) {
    known_[first.name()] = first;
    std::vector<std::string> ahead = {first.name()};
    while (!ahead.empty()) {
      const std::string name = ahead.back();
      ahead.pop_back();
      RETURN_IF_ERROR(Add(known_.at(name), ahead));
    }
    return absl::OkStatus();
  }
  std::vector<std::string> FindCycle() const { return graph_.FindCycle(); }

 private:
  absl::Status Add(const v1::Rollout& rollout, std::vector<std::string>& ahead) {
    for (const v1::TeamDeployment& team : rollout.teams()) {
      for (const v1::Prerequisite& need : team.prerequisites()) {
        graph_.Add(Node(rollout, team.team()), Node(rollout, need.team()));
      }
    }
    ASSIGN_OR_RETURN(const std::vector<v1::Dependency> dependencies,
                     ReadDependencies(session_, types_, rollout.name(), written_));
    for (const v1::Dependency& dependency : dependencies) {
      if (SourceOf(dependency.reference()) != DependencySource::kRollout) continue;
      RETURN_IF_ERROR(Reach(dependency.reference(), ahead));
      const v1::Rollout& needed = known_.at(dependency.reference());
      for (const std::string& team : WaitingTeams(dependency, rollout)) {
        for (const std::string& other : NeededTeams(dependency, rollout, needed)) {
          // Of the teams that both name, each waits for itself in the other roll-out alone.
          if (dependency.required_team().empty() && other != team) continue;
          graph_.Add(Node(rollout, team), Node(needed, other));
        }
      }
    }
    return absl::OkStatus();
  }

  // One that is not there, or deleted, names no team.
  absl::Status Reach(const std::string& name, std::vector<std::string>& ahead) {
    if (known_.contains(name)) return absl::OkStatus();
    v1::Rollout rollout;
    ASSIGN_OR_RETURN(const bool found, session_.Find(types_.rollout, name, &rollout));
    if (!found || rollout.has_delete_time()) rollout.Clear();
    rollout.set_name(name);
    known_[name] = std::move(rollout);
    ahead.push_back(name);
    return absl::OkStatus();
  }

  Session& session_;
  const Types& types_;
  const v1::Dependency* const written_;
  std::map<std::string, v1::Rollout> known_;
  WaitGraph graph_;
};

}  // namespace

DependencySource SourceOf(absl::string_view reference) {
  const absl::StatusOr<aip::ResourceName> name = aip::ParseName(reference);
  if (!name.ok() || name->is_singleton()) return DependencySource::kPerson;
  const absl::string_view collection = name->collection();
  const bool of_project = name->pairs().size() == 3 && !name->IdIn("projects").empty();
  if (of_project && collection == "entries") return DependencySource::kEntry;
  if (of_project && collection == "decisions") return DependencySource::kDecision;
  if (name->pairs().size() != 2) return DependencySource::kPerson;
  if (collection == "learningPaths") return DependencySource::kLearningPath;
  if (collection == "rollouts") return DependencySource::kRollout;
  if (collection == "projects") return DependencySource::kProject;
  return DependencySource::kPerson;
}

std::set<std::string> WaitingTeams(const v1::Dependency& dependency, const v1::Rollout& rollout) {
  std::set<std::string> teams = TeamsOf(rollout);
  if (dependency.teams().empty()) return teams;
  const std::set<std::string> named(dependency.teams().begin(), dependency.teams().end());
  std::erase_if(teams, [&](const std::string& team) { return !named.contains(team); });
  return teams;
}

std::set<std::string> NeededTeams(const v1::Dependency& dependency, const v1::Rollout& rollout,
                                  const v1::Rollout& needed) {
  std::set<std::string> teams = TeamsOf(needed);
  const std::set<std::string> wanted = dependency.required_team().empty()
                                           ? WaitingTeams(dependency, rollout)
                                           : std::set<std::string>{dependency.required_team()};
  std::erase_if(teams, [&](const std::string& team) { return !wanted.contains(team); });
  return teams;
}

absl::Status CheckNoCycle(Session& session, const Types& types, const v1::Rollout& rollout,
                          const v1::Dependency* written) {
  Walk walk(session, types, written);
  RETURN_IF_ERROR(walk.From(rollout));
  std::vector<std::string> cycle = walk.FindCycle();
  if (cycle.empty()) return absl::OkStatus();
  cycle.push_back(cycle.front());
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::DEPENDENCY_CYCLE,
                       {"These would wait for each other: {cycle}. Take one of the waits away.",
                        "Ceux-ci s'attendraient mutuellement : {cycle}. Retirez l'une de ces "
                        "attentes."})
      .With("cycle", absl::StrJoin(cycle, " -> "));
}

}  // namespace palier::rollout
