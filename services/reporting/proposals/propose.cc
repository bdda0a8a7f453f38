// SPDX-License-Identifier: Apache-2.0
#include "reporting/proposals/propose.h"

#include <utility>

#include "reporting/candidates/candidates.h"

namespace palier::reporting {
namespace {

using registry::v1::RuleResult;

// Nobody answers for it, or nobody decided on it: that comes before anything that makes it larger.
bool MustBeSettledFirst(const FigureBook& book, const std::string& project) {
  for (const char* id : {"decisions-overdue", "zombies"})
    for (const FigureItem& item : book.Of(*FindFigure(id)).items)
      if (item.resource == project) return true;
  return false;
}

// Writes down each once, with all that speaks for it.
class Drafts {
 public:
  explicit Drafts(const PortfolioModel& model) : model_(model) {}

  // Null for a project that the model does not know.
  ProposalDraft* Of(ProposalKind kind, const std::string& project) {
    const auto dossier = model_.dossiers.find(project);
    if (dossier == model_.dossiers.end()) return nullptr;
    for (ProposalDraft& draft : drafts_)
      if (draft.kind == kind && draft.project == project) return &draft;
    drafts_.push_back({kind, project, dossier->second->project.display_name(), {}, {}});
    return &drafts_.back();
  }

  std::vector<ProposalDraft> Take() { return std::move(drafts_); }

 private:
  const PortfolioModel& model_;
  std::vector<ProposalDraft> drafts_;
};

std::string ProjectOf(const std::string& resource) {
  const size_t at = resource.find("/projects/");
  if (at == std::string::npos) return "";
  return resource.substr(0, resource.find('/', at + std::string("/projects/").size()));
}

// One for each project that stands behind the figure, with the figure's sentence about it.
void AddFromFigure(const FigureBook& book, const std::string& id, const std::string& part,
                   ProposalKind kind, const status::Text& reason, Drafts& drafts) {
  for (const FigureItem& item : book.Of(*FindFigure(id)).items) {
    if (!part.empty() && item.part != part) continue;
    ProposalDraft* const draft = drafts.Of(kind, ProjectOf(item.resource));
    if (draft == nullptr) continue;
    draft->evidence.push_back({id, item.note.en.empty() ? reason : item.note});
  }
}

void AddCandidates(const FigureBook& book, const registry::v1::RankCandidatesResponse& ranking,
                   CandidateKind from, ProposalKind kind, bool proven_only, Drafts& drafts) {
  size_t count = 0;
  for (const Candidate& candidate : FindCandidates(from, *book.model(), ranking)) {
    if (proven_only && candidate.value_proven != RuleResult::MET) continue;
    if (MustBeSettledFirst(book, candidate.ranked.project())) continue;
    if (count++ == kMostOfAKind) return;
    ProposalDraft* const draft = drafts.Of(kind, candidate.ranked.project());
    if (draft == nullptr) continue;
    draft->targets.assign(candidate.ranked.replication_departments().begin(),
                          candidate.ranked.replication_departments().end());
    for (const status::Text& reason : candidate.reasons) draft->evidence.push_back({"", reason});
  }
}

}  // namespace

std::vector<ProposalDraft> Propose(const FigureBook& book,
                                   const registry::v1::RankCandidatesResponse& ranking) {
  Drafts drafts(*book.model());
  AddFromFigure(book, "decisions-overdue", "", ProposalKind::kDecide,
                {"Its PoC is over and the decision is late.",
                 "Son PoC est fini et la décision est en retard."},
                drafts);
  AddCandidates(book, ranking, CandidateKind::kScaleUp, ProposalKind::kScaleUp, true, drafts);
  AddCandidates(book, ranking, CandidateKind::kReplication, ProposalKind::kReplicate, false,
                drafts);
  AddCandidates(book, ranking, CandidateKind::kQuickWin, ProposalKind::kQuickWin, false, drafts);
  AddFromFigure(book, "promises-kept", "BEHIND", ProposalKind::kMend,
                {"A KPI is behind what was promised.", "Un KPI est en retard sur la promesse."},
                drafts);
  AddFromFigure(book, "zombies", "", ProposalKind::kAdoptOrStop,
                {"People use it, and nobody owns it, decided on it or looks at it.",
                 "Des gens l'utilisent, et personne n'en répond, n'en a décidé ou ne le regarde."},
                drafts);
  return drafts.Take();
}

}  // namespace palier::reporting
