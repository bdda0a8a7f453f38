// SPDX-License-Identifier: Apache-2.0
// What the figures say should be done next. Pure.
#ifndef PALIER_REPORTING_PROPOSALS_PROPOSE_H_
#define PALIER_REPORTING_PROPOSALS_PROPOSE_H_

#include <string>
#include <vector>

#include "common/status/error.h"
#include "palier/registry/v1/synergy_map_service.pb.h"
#include "reporting/figures/figure_book.h"

namespace palier::reporting {

// In the order of Proposal.Kind.
enum class ProposalKind { kDecide = 1, kScaleUp, kReplicate, kQuickWin, kMend, kAdoptOrStop };

struct ProposalDraft {
  struct Evidence {
    // Id of a figure; empty for the registry's ranking.
    std::string figure;
    status::Text text;
  };
  ProposalKind kind = ProposalKind::kDecide;
  // Resource name.
  std::string project;
  std::string display_name;
  std::vector<std::string> targets;
  std::vector<Evidence> evidence;
};

// Of each kind and project one, by kind, then by place. Of candidates the first kMostOfAKind,
// without those on which a decision is late or for which nobody answers: these are settled first.
inline constexpr size_t kMostOfAKind = 5;
std::vector<ProposalDraft> Propose(const FigureBook& book,
                                   const registry::v1::RankCandidatesResponse& ranking);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_PROPOSALS_PROPOSE_H_
