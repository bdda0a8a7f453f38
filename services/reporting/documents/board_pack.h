// SPDX-License-Identifier: Apache-2.0
// What a board reads before its meeting.
#ifndef PALIER_REPORTING_DOCUMENTS_BOARD_PACK_H_
#define PALIER_REPORTING_DOCUMENTS_BOARD_PACK_H_

#include <vector>

#include "palier/registry/v1/assessment.pb.h"
#include "palier/reporting/v1/portfolio.pb.h"
#include "reporting/documents/document.h"
#include "reporting/figures/figure_book.h"

namespace palier::reporting {

// Rows that one table shows at most; a line under it tells how many more there are.
inline constexpr size_t kMostRows = 200;
// Decisions that get a page of their own.
inline constexpr size_t kMostDecisions = 20;

struct BoardPackFacts {
  const FigureBook& book;
  // In the language of the document, as is every assessment.
  const v1::Portfolio& portfolio;
  // Of the projects whose decision is late, the longest waiting first.
  std::vector<registry::v1::Assessment> decisions;
};

// Projects of the figure `decisions-overdue`, by resource name; the longest waiting first. Those in
// time are their committee's.
std::vector<std::string> DecisionsAsked(const FigureBook& book);

Document BoardPack(const BoardPackFacts& facts, rpc::Language language);

// One page for who has to defend a project in five minutes (S0-20).
Document SponsorBrief(const Dossier& dossier, const registry::v1::Assessment& assessment,
                      absl::CivilDay today, rpc::Language language);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOCUMENTS_BOARD_PACK_H_
