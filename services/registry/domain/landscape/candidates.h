// SPDX-License-Identifier: Apache-2.0
// Projects that may be scaled, and what the registry knows that speaks for each.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_CANDIDATES_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_CANDIDATES_H_

#include <cstdint>
#include <vector>

#include "common/status/error.h"
#include "registry/domain/landscape/amounts.h"
#include "registry/domain/landscape/graph.h"
#include "registry/domain/landscape/ranking.h"

namespace palier::landscape {

struct Candidate {
  int node;              // the project
  Amounts yearly_gains;  // of its synergies and those of its applications, each once
  int synergies = 0;
  int foreign_synergies = 0;   // with a gain in another currency than the organisation's
  std::vector<int> processes;  // that it touches, ascending
  int64_t monthly_volume = 0;  // of those
  Shares shares{};
};

// How far a project of that stage has come, in percent.
int ReadinessPercent(v1::Project::Stage stage);

// Projects that are neither stopped nor retired, by name. A project touches the processes with one
// of its applications in their chain, those that a synergy joins with it or with one of its
// applications, and those of the frictions it starts from.
// RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) when so many projects share applications with so many edges
// that kMostLookups would not do.
inline constexpr int64_t kMostLookups = 5'000'000;
absl::StatusOr<std::vector<Candidate>> Candidates(const Graph& graph);

struct Ranking {
  std::vector<Candidate> candidates;
  std::vector<Place> places;  // of each candidate
  std::vector<int> order;     // candidates by rank, then by name
};

// Fails as Candidates does.
absl::StatusOr<Ranking> RankCandidates(const Graph& graph, const Weights& weights);

// What was recorded for an input, in words.
status::Text InWords(Input input, const Candidate& candidate, const Graph& graph);

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_CANDIDATES_H_
