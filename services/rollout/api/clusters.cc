// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/clusters.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/cluster_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/field_checks.h"

namespace palier::rollout {
namespace {

using google::protobuf::Message;
using resource::Session;

constexpr int kMaxClusters = 1000;
constexpr int kFewestMembers = 2;

bool Holds(const v1::DeploymentCluster& cluster, const std::string& project) {
  return std::find(cluster.projects().begin(), cluster.projects().end(), project) !=
         cluster.projects().end();
}

// Roll-outs of the cluster that are not deleted.
absl::StatusOr<std::vector<v1::Rollout>> RolloutsOf(Session& session, const Types& types,
                                                    const std::string& cluster) {
  ASSIGN_OR_RETURN(
      const std::vector<std::string> names,
      session.FindBy(types.rollout, resource::OrganizationOf(cluster), "cluster", cluster));
  std::vector<v1::Rollout> rollouts;
  for (const std::string& name : names) {
    v1::Rollout rollout;
    ASSIGN_OR_RETURN(const bool found, session.Find(types.rollout, name, &rollout));
    if (found && !rollout.has_delete_time()) rollouts.push_back(std::move(rollout));
  }
  return rollouts;
}

absl::Status CheckMembers(Session& session, const Types& types, const v1::DeploymentCluster* before,
                          const v1::DeploymentCluster& after) {
  status::FieldErrors errors;
  const std::string path = "deployment_cluster.projects";
  CheckReferences(path, after.projects(), "projects", after.name(), errors);
  if (after.projects_size() < kFewestMembers) {
    errors.Add(path, {"a cluster has at least two", "un groupe en a au moins deux"});
  }
  if (before != nullptr) {
    ASSIGN_OR_RETURN(const std::vector<v1::Rollout> rollouts,
                     RolloutsOf(session, types, after.name()));
    for (const v1::Rollout& rollout : rollouts) {
      if (Holds(after, rollout.project())) continue;
      errors.Add(path, {absl::StrCat(rollout.project(), " is the project of ", rollout.name(),
                                     ": delete that first"),
                        absl::StrCat(rollout.project(), " est le projet de ", rollout.name(),
                                     " : supprimez-le d'abord")});
    }
  }
  RETURN_IF_ERROR(errors.ToStatus());
  if (before != nullptr) return absl::OkStatus();
  return CheckRoom(session, types.cluster, resource::ParentOf(after.name()), "clusters",
                   kMaxClusters);
}

absl::Status CheckNotTargeted(Session& session, const Types& types, const std::string& cluster) {
  ASSIGN_OR_RETURN(const std::vector<v1::Rollout> rollouts, RolloutsOf(session, types, cluster));
  return rollouts.empty() ? absl::OkStatus() : StillNamed(cluster, rollouts.front().name());
}

absl::Status CheckProjectsExist(const Context& context, const rpc::Call& call,
                                const v1::DeploymentCluster& cluster) {
  for (const std::string& project : cluster.projects()) {
    RETURN_IF_ERROR(context.registry.Project(call, project).status());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ProjectsOf(Session& session, const Types& types,
                                                    const v1::Rollout& rollout) {
  std::vector<std::string> projects = {rollout.project()};
  if (rollout.cluster().empty()) return projects;
  v1::DeploymentCluster cluster;
  RETURN_IF_ERROR(session.Get(types.cluster, rollout.cluster(), &cluster));
  for (const std::string& member : cluster.projects()) {
    if (member != rollout.project()) projects.push_back(member);
  }
  return projects;
}

absl::Status CheckCluster(Session& session, const Types& types, const v1::Rollout& rollout) {
  if (rollout.cluster().empty()) return absl::OkStatus();
  status::FieldErrors errors;
  CheckReference("rollout.cluster", rollout.cluster(), "clusters", rollout.name(), errors);
  RETURN_IF_ERROR(errors.ToStatus());
  v1::DeploymentCluster cluster;
  RETURN_IF_ERROR(session.Get(types.cluster, rollout.cluster(), &cluster));
  if (Holds(cluster, rollout.project())) return absl::OkStatus();
  return status::InvalidField("rollout.project",
                              {absl::StrCat("is no member of ", rollout.cluster()),
                               absl::StrCat("n'est pas membre de ", rollout.cluster())});
}

void AddClusters(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  resource::Hooks hooks;
  hooks.before_create = [&context](const rpc::Call& call, const Message& message) {
    const auto& request = static_cast<const v1::CreateDeploymentClusterRequest&>(message);
    return CheckProjectsExist(context, call, request.deployment_cluster());
  };
  hooks.on_write = [&types](Session& session, const rpc::Call&, const Message* before,
                            Message& after) {
    return CheckMembers(session, types, static_cast<const v1::DeploymentCluster*>(before),
                        static_cast<const v1::DeploymentCluster&>(after));
  };
  hooks.on_delete = [&types](Session& session, const rpc::Call&, const Message& before, bool) {
    return CheckNotTargeted(session, types, resource::NameOf(before));
  };
  resource::AddStandardMethods(table, context.store, context.cache, types.cluster,
                               "DeploymentClusters", resource::MethodSet::All(), hooks);
}

}  // namespace palier::rollout
