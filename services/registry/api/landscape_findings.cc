// SPDX-License-Identifier: Apache-2.0
// What is found in the map: islands, silos, showcases, clusters; and the map as a file.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/aip/text.h"
#include "common/status/macros.h"
#include "palier/registry/v1/synergy_map_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/landscape_loading.h"
#include "registry/api/landscape_showcases.h"
#include "registry/domain/landscape/amounts.h"
#include "registry/domain/landscape/clusters.h"
#include "registry/domain/landscape/export.h"
#include "registry/domain/landscape/graph.h"
#include "registry/domain/landscape/islands.h"
#include "registry/domain/landscape/proposals.h"

namespace palier::registry {
namespace {

using google::protobuf::RepeatedPtrField;
using landscape::Graph;
using resource::Session;

// Longest title of a proposal, in bytes.
constexpr size_t kLongestTitle = 400;

void Show(const landscape::Amounts& amounts, RepeatedPtrField<google::type::Money>& out) {
  for (const google::type::Money& amount : amounts.all()) *out.Add() = amount;
}

std::string NameOf(const Graph& graph, int node) {
  return std::string(graph.nodes()[node].name);
}

absl::StatusOr<v1::ReportIslandsResponse> ReportIslands(Context& context, const rpc::Call& call,
                                                        const v1::ReportIslandsRequest& request) {
  ASSIGN_OR_RETURN(const auto map, LoadLandscape(context, request.parent(), call.deadline));
  ASSIGN_OR_RETURN(const Graph graph, Graph::Of(map));
  v1::ReportIslandsResponse response;
  for (const std::string& island : landscape::Islands(graph)) response.add_islands(island);
  for (const v1::DataSource* source : landscape::Silos(map)) {
    v1::Silo& silo = *response.add_silos();
    silo.set_data_source(source->name());
    silo.set_consumer(source->consumers(0));
    *silo.mutable_requesters() = source->requesters();
  }
  int in_use = 0;
  for (const v1::Application& application : map.applications)
    in_use += landscape::IsAiInUse(application);
  response.set_ai_applications(in_use);
  return response;
}

absl::StatusOr<v1::ReportShowcasesResponse> ReportShowcases(
    Context& context, const rpc::Call& call, const v1::ReportShowcasesRequest& request) {
  RETURN_IF_ERROR(context.types.organization.pattern().Parse(request.parent()).status());
  v1::ReportShowcasesResponse response;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(response, ShowcasesOf(session, context.types, request.parent()));
    return absl::OkStatus();
  }));
  return response;
}

v1::ClusterLink LinkOf(const Graph& graph, const landscape::Edge& edge) {
  v1::ClusterLink link;
  link.set_source(NameOf(graph, edge.source));
  link.set_target(NameOf(graph, edge.target));
  switch (edge.kind) {
    case landscape::EdgeKind::kSynergy:
      link.set_reason(v1::ClusterLink::SYNERGY);
      link.set_synergy(edge.synergy->name());
      break;
    case landscape::EdgeKind::kProjectApplication:
      link.set_reason(v1::ClusterLink::PROJECT_APPLICATION);
      break;
    case landscape::EdgeKind::kChainStep:
      link.set_reason(v1::ClusterLink::CHAIN_STEP);
      break;
    case landscape::EdgeKind::kDataRead:
      break;
  }
  return link;
}

v1::Cluster ShownCluster(const Graph& graph, const landscape::Cluster& cluster) {
  v1::Cluster shown;
  for (const int node : cluster.members) shown.add_members(NameOf(graph, node));
  std::vector<std::string> synergies;
  for (const landscape::Edge& edge : cluster.edges) {
    *shown.add_links() = LinkOf(graph, edge);
    if (edge.synergy != nullptr) synergies.push_back(edge.synergy->name());
  }
  std::sort(synergies.begin(), synergies.end());
  for (const std::string& synergy : synergies) shown.add_synergies(synergy);
  Show(cluster.yearly_gains, *shown.mutable_yearly_gains());
  shown.set_hub(NameOf(graph, cluster.hub));
  for (const int node : cluster.cuts) shown.add_cut_members(NameOf(graph, node));
  return shown;
}

v1::Synergy ShownProposal(const Graph& graph, const landscape::Proposal& proposal,
                          rpc::Language language) {
  const auto title = graph.landscape().function_titles.find(proposal.ai_function);
  const bool french = language == rpc::Language::kFrench;
  const std::string text = absl::StrCat(
      title == graph.landscape().function_titles.end() ? proposal.ai_function : title->second,
      french ? " : " : ": ", graph.nodes()[proposal.source].display_name, french ? " et " : " and ",
      graph.nodes()[proposal.target].display_name);
  v1::Synergy synergy;
  synergy.set_display_name(std::string(aip::CutText(text, kLongestTitle)));
  synergy.set_type(v1::Synergy::HORIZONTAL);
  synergy.set_source(NameOf(graph, proposal.source));
  synergy.set_target(NameOf(graph, proposal.target));
  return synergy;
}

absl::StatusOr<v1::FindClustersResponse> FindClusters(Context& context, const rpc::Call& call,
                                                      const v1::FindClustersRequest& request) {
  ASSIGN_OR_RETURN(const auto map, LoadLandscape(context, request.parent(), call.deadline));
  ASSIGN_OR_RETURN(const Graph graph, Graph::Of(map));
  v1::FindClustersResponse response;
  for (const landscape::Cluster& cluster : landscape::FindClusters(graph))
    *response.add_clusters() = ShownCluster(graph, cluster);
  const landscape::Proposals proposals = landscape::ProposeHorizontal(graph);
  for (const landscape::Proposal& proposal : proposals.edges)
    *response.add_proposed() = ShownProposal(graph, proposal, call.language);
  response.set_more_proposed(proposals.more);
  return response;
}

absl::StatusOr<v1::ExportGraphResponse> ExportGraph(Context& context, const rpc::Call& call,
                                                    const v1::ExportGraphRequest& request) {
  ASSIGN_OR_RETURN(const auto map, LoadLandscape(context, request.parent(), call.deadline));
  ASSIGN_OR_RETURN(const Graph graph, Graph::Of(map));
  const bool dot = request.format() == v1::ExportGraphRequest::DOT;
  v1::ExportGraphResponse response;
  ASSIGN_OR_RETURN(*response.mutable_content(),
                   dot ? landscape::ToDot(graph) : landscape::ToGraphMl(graph));
  response.set_content_type(dot ? "text/vnd.graphviz" : "application/graphml+xml");
  return response;
}

}  // namespace

void AddLandscapeFindings(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::ReportIslandsRequest, v1::ReportIslandsResponse>(
      "ReportIslands", [&context](const rpc::Call& call, const auto& request) {
        return ReportIslands(context, call, request);
      });
  table.Unary<v1::ReportShowcasesRequest, v1::ReportShowcasesResponse>(
      "ReportShowcases", [&context](const rpc::Call& call, const auto& request) {
        return ReportShowcases(context, call, request);
      });
  table.Unary<v1::FindClustersRequest, v1::FindClustersResponse>(
      "FindClusters", [&context](const rpc::Call& call, const auto& request) {
        return FindClusters(context, call, request);
      });
  table.Unary<v1::ExportGraphRequest, v1::ExportGraphResponse>(
      "ExportGraph", [&context](const rpc::Call& call, const auto& request) {
        return ExportGraph(context, call, request);
      });
}

}  // namespace palier::registry
