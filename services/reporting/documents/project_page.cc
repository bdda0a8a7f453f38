// SPDX-License-Identifier: Apache-2.0
#include "reporting/documents/project_page.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "reporting/figures/figure.h"
#include "reporting/text/number_text.h"

namespace palier::reporting {
namespace {

using registry::v1::CriterionResult;
using registry::v1::Entry;
using registry::v1::Evidence;
using registry::v1::ExitCriterion;
using registry::v1::Purgatory;
using registry::v1::RuleResult;
using rpc::In;
using rpc::Language;

std::string NumberText(double number, Language language) {
  const std::string text = absl::StrFormat("%g", number);
  return language == Language::kFrench ? absl::StrReplaceAll(text, {{".", ","}}) : text;
}

// The one that was written last; null without any.
const CriterionResult* LatestResult(const Dossier& dossier, const std::string& criterion) {
  const Entry* latest = nullptr;
  for (const auto& [name, entry] : dossier.entries) {
    if (!entry.has_criterion_result() || entry.criterion_result().criterion() != criterion)
      continue;
    if (latest == nullptr || latest->update_time().seconds() <= entry.update_time().seconds())
      latest = &entry;
  }
  return latest == nullptr ? nullptr : &latest->criterion_result();
}

std::string GradeText(Evidence::Grade grade, Language language) {
  switch (grade) {
    case Evidence::DEMO:
      return In(language, {"demonstration", "démonstration"});
    case Evidence::CONTROLLED:
      return In(language, {"controlled data", "données contrôlées"});
    case Evidence::REAL:
      return In(language, {"real data", "données réelles"});
    default:
      return "";
  }
}

bool IsMet(const ExitCriterion& criterion, double value) {
  switch (criterion.operator_()) {
    case ExitCriterion::AT_LEAST:
      return value >= criterion.value();
    case ExitCriterion::AT_MOST:
      return value <= criterion.value();
    case ExitCriterion::GREATER:
      return value > criterion.value();
    case ExitCriterion::LESS:
      return value < criterion.value();
    default:
      return false;
  }
}

}  // namespace

std::string IdOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

std::string VerdictText(RuleResult::Verdict verdict, Language language) {
  if (verdict == RuleResult::MET) return In(language, {"yes", "oui"});
  if (verdict == RuleResult::UNMET) return In(language, {"no", "non"});
  return In(language, {"unknown", "inconnu"});
}

std::string CriterionText(const ExitCriterion& criterion, Language language) {
  static constexpr const char* kSigns[] = {"?", "≥", "≤", ">", "<"};
  const int sign = criterion.operator_();
  std::string text =
      absl::StrCat(criterion.metric().empty() ? criterion.id() : criterion.metric(), " ",
                   kSigns[sign >= 0 && sign < 5 ? sign : 0], " ",
                   criterion.has_value() ? NumberText(criterion.value(), language) : "?");
  if (!criterion.unit().empty()) absl::StrAppend(&text, "\u00a0", criterion.unit());
  if (!criterion.dataset().empty()) absl::StrAppend(&text, " (", criterion.dataset(), ")");
  return text;
}

std::string BudgetText(bool is_set, const google::type::Money& amount, Language language) {
  return is_set ? MoneyText(amount, language) : In(language, {"unknown", "inconnu"});
}

Grid PromiseGrid(const Dossier& dossier, Language language) {
  Grid grid;
  grid.columns = {{In(language, {"Promised", "Promis"}), 4},
                  {In(language, {"Result", "Résultat"}), 1.2, true},
                  {In(language, {"From", "Mesuré sur"}), 1.6},
                  {In(language, {"Kept", "Tenu"}), 1.2}};
  for (const ExitCriterion& criterion : dossier.project.exit_criteria()) {
    const CriterionResult* const result = LatestResult(dossier, criterion.id());
    const bool known = result != nullptr && result->has_value() && criterion.has_value();
    grid.rows.push_back({CriterionText(criterion, language),
                         known ? NumberText(result->value(), language) : "–",
                         known ? GradeText(result->grade(), language) : "",
                         VerdictText(!known                              ? RuleResult::UNKNOWN
                                     : IsMet(criterion, result->value()) ? RuleResult::MET
                                                                         : RuleResult::UNMET,
                                     language)});
  }
  return grid;
}

KeyFigures ProjectFigures(const Dossier& dossier, const registry::v1::Assessment& assessment,
                          Language language) {
  const registry::v1::Project& project = dossier.project;
  const Purgatory& purgatory = assessment.purgatory();
  KeyFigures key;
  key.figures = {
      {BudgetText(project.has_poc_budget(), project.poc_budget(), language),
       In(language, {"phase 1: budget of the PoC", "phase 1 : budget du PoC"}), ""},
      {BudgetText(project.has_production_budget(), project.production_budget(), language),
       In(language, {"phase 2: budget of production", "phase 2 : budget de production"}), ""}};
  if (IsWaiting(purgatory)) {
    key.figures.push_back({absl::StrCat(CountText(purgatory.age_days(), language), "\u00a0",
                                        In(language, {"days", "jours"})),
                           In(language, {"without a decision", "sans décision"}),
                           absl::StrCat(In(language, {"a week costs ", "une semaine coûte "}),
                                        BudgetText(purgatory.has_weekly_price(),
                                                   purgatory.weekly_price(), language))});
  }
  return key;
}

}  // namespace palier::reporting
