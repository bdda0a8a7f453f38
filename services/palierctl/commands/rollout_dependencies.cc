// SPDX-License-Identifier: Apache-2.0
// What a roll-out waits for, and clusters of applications that are brought together.
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/registry/v1/synergy_map_service.pb.h"
#include "palier/rollout/v1/cluster_service.pb.h"
#include "palier/rollout/v1/dependency_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/input/date.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

struct Arguments {
  std::string target, since = "today", evidence, with;
};

absl::Status Dependencies(Session& session, const Arguments& arguments) {
  v1::QueryDependenciesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("rollout", arguments.target));
  ASSIGN_OR_RETURN(const auto answer,
                   session.connection.Call<v1::QueryDependenciesResponse>(
                       "palier.rollout.v1.DependencyService/QueryDependencies", request));
  if (session.json()) {
    session.Print(PlainJson(answer));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"dependency", "dépendance"})},
               {session.Say({"what", "quoi"})},
               {session.Say({"type", "type"})},
               {session.Say({"there", "là"})},
               {session.Say({"expected", "prévue"})},
               {""}},
              {}};
  for (const v1::DependencyStanding& one : answer.standings()) {
    const auto* type = v1::DependencyStanding::descriptor();
    table.rows.push_back(
        {ShortName(one.dependency().name()), one.dependency().display_name(),
         v1::Dependency::Type_Name(one.dependency().type()),
         one.satisfied() ? session.Say({"yes", "oui"}) : session.Say({"no", "non"}),
         CellOf(one, type->FindFieldByName("expected_date")), one.text()});
  }
  session.Print(WithoutEmptyColumns(table));
  return absl::OkStatus();
}

absl::Status Confirm(Session& session, const Arguments& arguments) {
  v1::ConfirmDependencyRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("dependency", arguments.target));
  ASSIGN_OR_RETURN(*request.mutable_satisfied_date(), ParseDate(arguments.since));
  request.set_evidence(arguments.evidence);
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto confirmed,
                   session.connection.Call<v1::Dependency>(
                       "palier.rollout.v1.DependencyService/ConfirmDependency", request));
  if (session.json()) {
    session.Print(PlainJson(confirmed));
  } else {
    session.out << confirmed.display_name() << session.Say({" is there.\n", " : c'est là.\n"});
  }
  return absl::OkStatus();
}

// The projects that the synergy map puts together with this one.
absl::StatusOr<std::vector<std::string>> ProjectsAround(Session& session,
                                                        const std::string& project) {
  registry::v1::FindClustersRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(const auto found,
                   session.connection.Call<registry::v1::FindClustersResponse>(
                       "palier.registry.v1.SynergyMapService/FindClusters", request));
  for (const registry::v1::Cluster& cluster : found.clusters()) {
    const auto& members = cluster.members();
    if (std::find(members.begin(), members.end(), project) == members.end()) continue;
    std::vector<std::string> projects;
    for (const std::string& member : members) {
      if (absl::StrContains(member, "/projects/")) projects.push_back(member);
    }
    if (projects.size() > 1) return projects;
  }
  return Usage({absl::StrCat("The synergy map puts no other project together with ",
                             ShortName(project), "."),
                absl::StrCat("La carte des synergies ne rapproche aucun autre projet de ",
                             ShortName(project), ".")});
}

absl::Status Cluster(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string project, session.Name("project", arguments.with));
  ASSIGN_OR_RETURN(const std::vector<std::string> projects, ProjectsAround(session, project));
  v1::CreateDeploymentClusterRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  request.set_deployment_cluster_id(arguments.target);
  request.mutable_deployment_cluster()->set_display_name(arguments.target);
  request.mutable_deployment_cluster()->mutable_projects()->Assign(projects.begin(),
                                                                   projects.end());
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto made,
                   session.connection.Call<v1::DeploymentCluster>(
                       "palier.rollout.v1.ClusterService/CreateDeploymentCluster", request));
  if (session.json()) {
    session.Print(PlainJson(made));
    return absl::OkStatus();
  }
  session.out << made.name() << session.Say({":", " :"});
  for (const std::string& member : made.projects()) session.out << " " << ShortName(member);
  session.out << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddRolloutDependencies(Command& rollout) {
  auto asked = std::make_shared<Arguments>();
  rollout
      .Sub("dependencies", {"What a roll-out waits for, and what of it is there",
                            "Ce qu'un déploiement attend, et ce qui en est là"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &asked->target, true})
      .Run([asked](Session& session) { return Dependencies(session, *asked); });
  auto said = std::make_shared<Arguments>();
  rollout
      .Sub("confirm", {"Say that something a roll-out waits for is there",
                       "Dire que ce qu'un déploiement attend est là"})
      .With({"DEPENDENCY",
             "",
             {"For example quotation/clean-articles", "Par exemple devis/articles-propres"},
             &said->target,
             true})
      .With({"--since",
             "DAY",
             {"Since when: 2026-07-01, today, today-2d",
              "Depuis quand : 2026-07-01, today, today-2d"},
             &said->since})
      .With({"--evidence",
             "TEXT",
             {"Where that can be read", "Où cela peut se lire"},
             &said->evidence,
             true})
      .Run([said](Session& session) { return Confirm(session, *said); });
  auto cluster = std::make_shared<Arguments>();
  rollout
      .Sub("cluster", {"Make a cluster of the projects that the synergy map puts together",
                       "Faire un groupe des projets que la carte des synergies rapproche"})
      .With({"CLUSTER", "", {"Id of the cluster", "Identifiant du groupe"}, &cluster->target, true})
      .With({"--with",
             "PROJECT",
             {"One of its projects", "L'un de ses projets"},
             &cluster->with,
             true})
      .Run([cluster](Session& session) { return Cluster(session, *cluster); });
}

}  // namespace palier::ctl
