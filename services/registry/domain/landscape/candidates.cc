// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/candidates.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace palier::landscape {
namespace {

// Edges at each node.
std::vector<std::vector<const Edge*>> EdgesByNode(const Graph& graph) {
  std::vector<std::vector<const Edge*>> edges(graph.size());
  for (const Edge& edge : graph.edges()) {
    edges[edge.source].push_back(&edge);
    edges[edge.target].push_back(&edge);
  }
  return edges;
}

// Gathers what one project brings.
class Gathering {
 public:
  Gathering(const Graph& graph, const std::vector<std::vector<const Edge*>>& edges)
      : graph_(graph), edges_(edges) {}

  // The project and its applications.
  std::vector<int> OwnNodes(int project) const {
    std::vector<int> own = {project};
    for (const Edge* edge : edges_[project]) {
      if (edge->kind == EdgeKind::kProjectApplication) own.push_back(edge->target);
    }
    return own;
  }

  int64_t LookupsFor(int project) const {
    int64_t lookups = 0;
    for (const int node : OwnNodes(project)) lookups += static_cast<int64_t>(edges_[node].size());
    return lookups;
  }

  Candidate Of(int project) const {
    Candidate candidate{project};
    std::set<const Edge*> synergies;
    std::set<int> processes;
    for (const int node : OwnNodes(project)) {
      for (const Edge* edge : edges_[node]) {
        if (edge->kind == EdgeKind::kSynergy) synergies.insert(edge);
        for (const int end : {edge->source, edge->target}) {
          if (graph_.nodes()[end].kind == NodeKind::kProcess) processes.insert(end);
        }
      }
    }
    AddFrictionProcesses(project, processes);
    AddGains(synergies, candidate);
    candidate.processes.assign(processes.begin(), processes.end());
    for (const int process : candidate.processes)
      candidate.monthly_volume += graph_.process(process).monthly_volume();
    return candidate;
  }

 private:
  void AddFrictionProcesses(int project, std::set<int>& processes) const {
    const auto& known = graph_.landscape().friction_processes;
    for (const std::string& friction : graph_.project(project).frictions) {
      const auto found = known.find(friction);
      const int node = found == known.end() ? -1 : graph_.Find(found->second);
      if (node >= 0 && graph_.nodes()[node].kind == NodeKind::kProcess) processes.insert(node);
    }
  }

  void AddGains(const std::set<const Edge*>& synergies, Candidate& candidate) const {
    candidate.synergies = static_cast<int>(synergies.size());
    for (const Edge* edge : synergies) {
      const google::type::Money& gain = edge->synergy->yearly_gain();
      candidate.yearly_gains.Add(gain);
      candidate.foreign_synergies +=
          NanosOf(gain) != 0 && gain.currency_code() != graph_.landscape().currency;
    }
  }

  const Graph& graph_;
  const std::vector<std::vector<const Edge*>>& edges_;
};

void FillShares(const Graph& graph, std::vector<Candidate>& candidates) {
  const std::string& currency = graph.landscape().currency;
  absl::int128 best_gain = 0;
  absl::int128 best_volume = 0;
  for (const Candidate& candidate : candidates) {
    best_gain = std::max(best_gain, candidate.yearly_gains.nanos(currency));
    best_volume = std::max(best_volume, absl::int128(candidate.monthly_volume));
  }
  for (Candidate& candidate : candidates) {
    const Initiative& project = graph.project(candidate.node);
    const v1::Scalability scalability = project.scalability.value_or(v1::Scalability());
    candidate.shares = {ShareOf(candidate.yearly_gains.nanos(currency), best_gain),
                        ShareOf(absl::int128(candidate.monthly_volume), best_volume),
                        scalability.transversal() ? kWhole : 0,
                        scalability.clear_roi() ? kWhole : 0,
                        scalability.little_adaptation() ? kWhole : 0,
                        ReadinessPercent(project.stage) * (kWhole / 100)};
  }
}

status::Text GainInWords(const Candidate& candidate, const std::string& currency) {
  const std::string amount = AmountText(MoneyOf(candidate.yearly_gains.nanos(currency), currency));
  status::Text text = {absl::StrCat(amount, " a year, synergies: ", candidate.synergies),
                       absl::StrCat(amount, " par an, synergies : ", candidate.synergies)};
  if (candidate.foreign_synergies > 0) {
    absl::StrAppend(&text.en, ", not counted in another currency: ", candidate.foreign_synergies);
    absl::StrAppend(&text.fr,
                    ", non comptées dans une autre devise : ", candidate.foreign_synergies);
  }
  return text;
}

status::Text YesOrNo(const Initiative& project, bool yes) {
  if (!project.scalability.has_value()) return {"not recorded", "non renseigné"};
  return yes ? status::Text{"yes", "oui"} : status::Text{"no", "non"};
}

}  // namespace

int ReadinessPercent(v1::Project::Stage stage) {
  switch (stage) {
    case v1::Project::POC:
      return 25;
    case v1::Project::POST_POC:
      return 50;
    case v1::Project::LIMITED:
      return 70;
    case v1::Project::INDUSTRIALISATION:
      return 80;
    case v1::Project::ROLLOUT:
      return 90;
    case v1::Project::RUN:
      return 100;
    default:
      return 0;
  }
}

absl::StatusOr<std::vector<Candidate>> Candidates(const Graph& graph) {
  const auto edges = EdgesByNode(graph);
  const Gathering gathering(graph, edges);
  std::vector<Candidate> candidates;
  int64_t lookups = 0;
  for (int node = 0; node < graph.size(); ++node) {
    if (graph.nodes()[node].kind != NodeKind::kProject || !graph.project(node).alive()) continue;
    lookups += gathering.LookupsFor(node);
    if (lookups > kMostLookups) return TooManyEdges();
    candidates.push_back(gathering.Of(node));
  }
  FillShares(graph, candidates);
  return candidates;
}

absl::StatusOr<Ranking> RankCandidates(const Graph& graph, const Weights& weights) {
  Ranking ranking;
  ASSIGN_OR_RETURN(ranking.candidates, Candidates(graph));
  std::vector<Shares> shares;
  for (const Candidate& candidate : ranking.candidates) shares.push_back(candidate.shares);
  ranking.places = Rank(shares, weights);
  ranking.order.resize(shares.size());
  std::iota(ranking.order.begin(), ranking.order.end(), 0);
  std::stable_sort(ranking.order.begin(), ranking.order.end(),
                   [&](int a, int b) { return ranking.places[a].rank < ranking.places[b].rank; });
  return ranking;
}

status::Text InWords(Input input, const Candidate& candidate, const Graph& graph) {
  const Initiative& project = graph.project(candidate.node);
  const v1::Scalability scalability = project.scalability.value_or(v1::Scalability());
  switch (input) {
    case Input::kSynergyGain:
      return GainInWords(candidate, graph.landscape().currency);
    case Input::kProcessVolume:
      return {absl::StrCat(candidate.monthly_volume,
                           " cases a month, processes: ", candidate.processes.size()),
              absl::StrCat(candidate.monthly_volume,
                           " cas par mois, processus : ", candidate.processes.size())};
    case Input::kTransversal:
      return YesOrNo(project, scalability.transversal());
    case Input::kClearRoi:
      return YesOrNo(project, scalability.clear_roi());
    case Input::kLittleAdaptation:
      return YesOrNo(project, scalability.little_adaptation());
    case Input::kReadiness:
      break;
  }
  return {v1::Project::Stage_Name(project.stage), v1::Project::Stage_Name(project.stage)};
}

}  // namespace palier::landscape
