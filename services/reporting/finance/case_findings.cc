// SPDX-License-Identifier: Apache-2.0
#include "reporting/finance/case_findings.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "reporting/finance/cost_labels.h"

namespace palier::reporting {
namespace {

bool HasRow(const CaseTable& table, CaseSide side) {
  return std::any_of(table.rows.begin(), table.rows.end(),
                     [&](const CaseRow& row) { return row.side == side; });
}

// An explicit zero counts as named.
bool Names(const CaseTable& table, const std::string& category) {
  return std::any_of(table.rows.begin(), table.rows.end(), [&](const CaseRow& row) {
    return row.side == CaseSide::kCost && row.group == category;
  });
}

bool HasOnlyRunCosts(const CaseTable& table) {
  const std::vector<std::string>& running = RunCostCategories();
  return HasRow(table, CaseSide::kCost) &&
         std::all_of(table.rows.begin(), table.rows.end(), [&](const CaseRow& row) {
           return row.side == CaseSide::kGain ||
                  std::find(running.begin(), running.end(), row.group) != running.end();
         });
}

void AddUnnamedRunCosts(const CaseTable& table, std::vector<CaseFinding>& findings) {
  std::vector<std::string> en, fr;
  for (const std::string& category : RunCostCategories()) {
    if (Names(table, category)) continue;
    const status::Text label = CostLabel(category);
    en.push_back(label.en);
    fr.push_back(label.fr);
  }
  if (en.empty()) return;
  findings.push_back({"RUN_COST_MISSING",
                      {absl::StrCat("Running costs that the case does not name: ",
                                    absl::StrJoin(en, ", "), ". A zero must be said."),
                       absl::StrCat("Coûts de fonctionnement que le dossier ne nomme pas : ",
                                    absl::StrJoin(fr, ", "), ". Un zéro doit être dit.")}});
}

}  // namespace

std::vector<CaseFinding> FindingsOf(const CaseFacts& facts) {
  std::vector<CaseFinding> findings;
  if (facts.basis == CaseBasis::kDraft) {
    findings.push_back(
        {"NOT_APPROVED", {"Nobody has approved this case.", "Personne n'a approuvé ce dossier."}});
  }
  if (facts.basis == CaseBasis::kChangedSinceApproval) {
    findings.push_back({"CHANGED_SINCE_APPROVAL",
                        {"The case was changed after its approval: these are not the approved "
                         "figures.",
                         "Le dossier a été modifié après son approbation : ces chiffres ne sont "
                         "pas ceux approuvés."}});
  }
  if (!HasRow(facts.table, CaseSide::kCost)) {
    findings.push_back({"NO_COSTS",
                        {"The case has no cost within its horizon.",
                         "Le dossier n'a aucun coût dans son horizon."}});
  }
  if (HasOnlyRunCosts(facts.table)) {
    findings.push_back({"ONLY_RUN_COSTS",
                        {"The case names running costs only: what building and bringing it to "
                         "people costs is not in it.",
                         "Le dossier ne nomme que des coûts de fonctionnement : la construction "
                         "et le déploiement n'y sont pas."}});
  }
  if (!HasRow(facts.table, CaseSide::kGain)) {
    findings.push_back({"NO_GAINS",
                        {"The case has no gain within its horizon.",
                         "Le dossier n'a aucun gain dans son horizon."}});
  }
  if (facts.horizon < kAskedYears) {
    findings.push_back({"SHORT_HORIZON",
                        {absl::StrCat("The case covers fewer than ", kAskedYears, " years."),
                         absl::StrCat("Le dossier couvre moins de ", kAskedYears, " ans.")}});
  }
  AddUnnamedRunCosts(facts.table, findings);
  if (facts.beyond_horizon > 0) {
    findings.push_back(
        {"BEYOND_HORIZON",
         {absl::StrCat("Amounts after the horizon, left out: ", facts.beyond_horizon, "."),
          absl::StrCat("Montants après l'horizon, non comptés : ", facts.beyond_horizon, ".")}});
  }
  if (facts.worth.internal_rates.size() > 1) {
    findings.push_back({"SEVERAL_INTERNAL_RATES",
                        {"The yearly net changes its sign more than once: no single internal rate "
                         "of return exists.",
                         "Le net annuel change de signe plusieurs fois : il n'existe pas un taux "
                         "de rendement interne unique."}});
  }
  if (facts.open_debt) {
    findings.push_back({"OPEN_DEBT",
                        {"The project has open technical debts: removing them is not in the table, "
                         "and is told beside it.",
                         "Le projet a des dettes techniques ouvertes : leur suppression n'est pas "
                         "dans la table, elle est dite à côté."}});
  }
  if (facts.preset_spreads) {
    findings.push_back({"ASSUMED",
                        {"How far amounts may move is assumed, not measured.",
                         "L'ampleur des écarts possibles est supposée, non mesurée."}});
  }
  return findings;
}

std::vector<CaseFinding> FindingsOf(const CaseProgress& progress, bool other_currency) {
  std::vector<CaseFinding> findings;
  if (progress.closed_quarters == 0) {
    findings.push_back({"TOO_EARLY",
                        {"No quarter of the case is over: nothing is forecast yet.",
                         "Aucun trimestre du dossier n'est clos : rien n'est encore prévu."}});
  }
  if (progress.costs.basis == CaseActuals::kNotMeasured) {
    findings.push_back({"COSTS_NOT_KNOWN",
                        {"No cost was measured or written down since the case began.",
                         "Aucun coût n'a été mesuré ni noté depuis le début du dossier."}});
  }
  if (progress.costs.basis == CaseActuals::kRecorded) {
    findings.push_back({"COSTS_RECORDED",
                        {"Costs are those that the dossier's cost lines say, not measured ones.",
                         "Les coûts sont ceux des lignes de coûts du projet, non des mesures."}});
  }
  if (progress.gains.basis == CaseActuals::kNotMeasured) {
    findings.push_back({"GAINS_NOT_KNOWN",
                        {"No saved time was recorded as a reduced cost: no gain is money yet.",
                         "Aucun temps gagné n'a été consigné en coût réduit : aucun gain n'est "
                         "encore de l'argent."}});
  }
  if (progress.costs.as_planned || progress.gains.as_planned) {
    findings.push_back({"AS_PLANNED",
                        {"No quarter that is over tells how the rest will go: it is taken as "
                         "planned.",
                         "Aucun trimestre clos ne dit comment ira la suite : elle est prise telle "
                         "que prévue."}});
  }
  if (other_currency) {
    findings.push_back({"OTHER_CURRENCY",
                        {"Some amounts were measured in another currency: they are left out.",
                         "Des montants ont été mesurés dans une autre devise : ils ne sont pas "
                         "comptés."}});
  }
  return findings;
}

}  // namespace palier::reporting
