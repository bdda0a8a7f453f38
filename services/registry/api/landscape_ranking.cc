// SPDX-License-Identifier: Apache-2.0
// Which projects to scale, why, and in which order.
#include <algorithm>

#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/synergy_map_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/landscape_loading.h"
#include "registry/domain/landscape/candidates.h"
#include "registry/domain/landscape/replication.h"
#include "registry/domain/landscape/roadmap.h"

namespace palier::registry {
namespace {

using landscape::Graph;
using landscape::Ranking;
using landscape::Weights;

constexpr int kRankedByDefault = 50;
constexpr int kRankedAtMost = 1000;
constexpr int kStepsByDefault = 1000;
constexpr int kStepsAtMost = 10'000;

int LimitOf(int asked, int preset, int most) {
  return asked == 0 ? preset : std::min(asked, most);
}

// The preset when none is given.
Weights WeightsOf(const v1::RankWeights& asked) {
  const Weights weights = {asked.synergy_gain(), asked.process_volume(),    asked.transversal(),
                           asked.clear_roi(),    asked.little_adaptation(), asked.readiness()};
  return weights == Weights{} ? landscape::kPresetWeights : weights;
}

v1::RankWeights Shown(const Weights& weights) {
  v1::RankWeights shown;
  shown.set_synergy_gain(weights[0]);
  shown.set_process_volume(weights[1]);
  shown.set_transversal(weights[2]);
  shown.set_clear_roi(weights[3]);
  shown.set_little_adaptation(weights[4]);
  shown.set_readiness(weights[5]);
  return shown;
}

v1::RankedProject Shown(const Graph& graph, const Ranking& ranking, int index,
                        const Weights& weights,
                        const std::vector<landscape::ReplicationTarget>& targets) {
  const landscape::Candidate& candidate = ranking.candidates[index];
  const landscape::Place& place = ranking.places[index];
  const landscape::Initiative& project = graph.project(candidate.node);
  v1::RankedProject shown;
  shown.set_project(project.name);
  shown.set_rank(place.rank);
  shown.set_score(landscape::Score(place, weights));
  shown.set_best_rank(place.best_rank);
  shown.set_worst_rank(place.worst_rank);
  for (const auto& gain : candidate.yearly_gains.all()) *shown.add_yearly_gains() = gain;
  for (std::string& department : landscape::DepartmentsOf(targets))
    shown.add_replication_departments(std::move(department));
  shown.set_quick_win(!targets.empty() && project.scalability.has_value() &&
                      project.scalability->little_adaptation());
  return shown;
}

absl::StatusOr<v1::RankCandidatesResponse> RankCandidates(
    Context& context, const rpc::Call& call, const v1::RankCandidatesRequest& request) {
  ASSIGN_OR_RETURN(const auto map, LoadLandscape(context, request.parent(), call.deadline));
  ASSIGN_OR_RETURN(const Graph graph, Graph::Of(map));
  const Weights weights = WeightsOf(request.weights());
  ASSIGN_OR_RETURN(const Ranking ranking, landscape::RankCandidates(graph, weights));
  const landscape::ReplicationMap replication(graph);
  const int limit = LimitOf(request.limit(), kRankedByDefault, kRankedAtMost);
  v1::RankCandidatesResponse response;
  *response.mutable_weights() = Shown(weights);
  response.set_total(static_cast<int>(ranking.order.size()));
  for (const int index : ranking.order) {
    if (response.projects_size() == limit) break;
    *response.add_projects() =
        Shown(graph, ranking, index, weights, replication.Targets(ranking.candidates[index]));
  }
  return response;
}

absl::Status NoCandidate(const landscape::Initiative& project) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"{resource} is {state}: it is no candidate.",
                        "{resource} est au stade {state} : ce n'est pas un candidat."})
      .With("resource", project.name)
      .With("state", v1::Project::Stage_Name(project.stage));
}

v1::RankTerm TermOf(landscape::Input input, const landscape::Candidate& candidate,
                    const Graph& graph, const Weights& weights, rpc::Language language) {
  const int at = static_cast<int>(input);
  v1::RankTerm term;
  term.set_input(landscape::FieldOf(input));
  term.set_value(rpc::In(language, landscape::InWords(input, candidate, graph)));
  term.set_normalised(static_cast<double>(candidate.shares[at]) / landscape::kWhole);
  term.set_weight(weights[at]);
  term.set_points(landscape::Points(weights[at], candidate.shares[at], weights));
  return term;
}

absl::StatusOr<v1::ExplainRankResponse> ExplainRank(Context& context, const rpc::Call& call,
                                                    const v1::ExplainRankRequest& request) {
  RETURN_IF_ERROR(context.types.project.pattern().Parse(request.name()).status());
  ASSIGN_OR_RETURN(const auto map,
                   LoadLandscape(context, "organizations/" + call.organization, call.deadline));
  ASSIGN_OR_RETURN(const Graph graph, Graph::Of(map));
  const int node = graph.Find(request.name());
  if (node < 0) return status::NotFound(request.name());
  if (!graph.project(node).alive()) return NoCandidate(graph.project(node));
  const Weights weights = WeightsOf(request.weights());
  ASSIGN_OR_RETURN(const Ranking ranking, landscape::RankCandidates(graph, weights));
  const auto found =
      std::find_if(ranking.candidates.begin(), ranking.candidates.end(),
                   [&](const landscape::Candidate& candidate) { return candidate.node == node; });
  const auto targets = landscape::ReplicationMap(graph).Targets(*found);
  v1::ExplainRankResponse response;
  *response.mutable_project() =
      Shown(graph, ranking, static_cast<int>(found - ranking.candidates.begin()), weights, targets);
  for (int input = 0; input < landscape::kInputs; ++input) {
    *response.add_terms() =
        TermOf(static_cast<landscape::Input>(input), *found, graph, weights, call.language);
  }
  *response.mutable_weights() = Shown(weights);
  response.set_total(static_cast<int>(ranking.order.size()));
  for (const landscape::ReplicationTarget& target : targets) {
    v1::ReplicationTarget& shown = *response.add_replication_targets();
    shown.set_department(std::string(target.department));
    shown.set_process(std::string(graph.nodes()[target.process].name));
    for (const absl::string_view function : target.ai_functions)
      shown.add_ai_functions(std::string(function));
  }
  return response;
}

absl::StatusOr<v1::PlanRoadmapResponse> PlanRoadmap(Context& context, const rpc::Call& call,
                                                    const v1::PlanRoadmapRequest& request) {
  ASSIGN_OR_RETURN(const auto map, LoadLandscape(context, request.parent(), call.deadline));
  ASSIGN_OR_RETURN(const Graph graph, Graph::Of(map));
  ASSIGN_OR_RETURN(auto steps, landscape::PlanRoadmap(graph));
  ASSIGN_OR_RETURN(const Ranking ranking,
                   landscape::RankCandidates(graph, landscape::kPresetWeights));
  std::vector<int> ranks(graph.size(), 0);
  for (size_t i = 0; i < ranking.candidates.size(); ++i)
    ranks[ranking.candidates[i].node] = ranking.places[i].rank;
  std::stable_sort(steps.begin(), steps.end(), [&](const auto& a, const auto& b) {
    return std::make_pair(a.level, ranks[a.project]) < std::make_pair(b.level, ranks[b.project]);
  });
  v1::PlanRoadmapResponse response;
  response.set_total(static_cast<int>(steps.size()));
  const int limit = LimitOf(request.limit(), kStepsByDefault, kStepsAtMost);
  for (const landscape::RoadmapStep& step : steps) {
    if (response.steps_size() == limit) break;
    v1::RoadmapStep& shown = *response.add_steps();
    shown.set_project(graph.project(step.project).name);
    shown.set_level(step.level);
    shown.set_rank(ranks[step.project]);
    for (const int need : step.needs) shown.add_needs(graph.project(need).name);
    for (const int need : step.lost_needs) shown.add_lost_needs(graph.project(need).name);
  }
  return response;
}

}  // namespace

void AddLandscapeRanking(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::RankCandidatesRequest, v1::RankCandidatesResponse>(
      "RankCandidates", [&context](const rpc::Call& call, const auto& request) {
        return RankCandidates(context, call, request);
      });
  table.Unary<v1::ExplainRankRequest, v1::ExplainRankResponse>(
      "ExplainRank", [&context](const rpc::Call& call, const auto& request) {
        return ExplainRank(context, call, request);
      });
  table.Unary<v1::PlanRoadmapRequest, v1::PlanRoadmapResponse>(
      "PlanRoadmap", [&context](const rpc::Call& call, const auto& request) {
        return PlanRoadmap(context, call, request);
      });
}

}  // namespace palier::registry
