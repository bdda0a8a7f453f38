// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/duration_estimate.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

constexpr double kQuickWin = 2, kSlowQuickWin = 3, kFirm = 12, kSlowFirm = 18;
constexpr double kSmallBudget = 150, kLargeBudget = 300;
// Half of the step between two levels of complexity.
constexpr double kHalfLevel = 0.25;

// From 0, easy, to 1, hard.
struct Difficulty {
  double low = 0;
  double likely = 0.5;
  double high = 1;
};

Difficulty Of(IntegrationComplexity complexity) {
  if (complexity == IntegrationComplexity::kUnknown) return {};
  const double level = (static_cast<int>(complexity) - 1) / 2.0;
  return {std::max(0.0, level - kHalfLevel), level, std::min(1.0, level + kHalfLevel)};
}

Difficulty Of(const std::optional<double>& yearly_budget) {
  if (!yearly_budget) return {};
  const double lacking = (kLargeBudget - *yearly_budget) / (kLargeBudget - kSmallBudget);
  const double known = std::clamp(lacking, 0.0, 1.0);
  return {known, known, known};
}

double ShareOf(const DurationDrivers& drivers) {
  if (drivers.departments >= drivers.organization_departments) return 1;
  return (drivers.departments - 1.0) / (drivers.organization_departments - 1.0);
}

double Months(double share, double difficulty) {
  const double months = (1 - share) * (kQuickWin + (kSlowQuickWin - kQuickWin) * difficulty) +
                        share * (kFirm + (kSlowFirm - kFirm) * difficulty);
  return std::round(10 * months) / 10;
}

status::Text ComplexityText(IntegrationComplexity complexity) {
  switch (complexity) {
    case IntegrationComplexity::kLow:
      return {"The integration is easy.", "L'intégration est simple."};
    case IntegrationComplexity::kMedium:
      return {"The integration is of medium difficulty.",
              "L'intégration est de difficulté moyenne."};
    case IntegrationComplexity::kHigh:
      return {"The integration is hard.", "L'intégration est difficile."};
    case IntegrationComplexity::kUnknown:
      break;
  }
  return {"How hard the integration is was not said: the range covers everything.",
          "La difficulté de l'intégration n'est pas dite : la fourchette couvre tout."};
}

status::Text BudgetText(const std::optional<double>& budget) {
  if (!budget) {
    return {
        "The budget for change was not said: the range covers 150 to 300 EUR a year and "
        "employee.",
        "Le budget du changement n'est pas dit : la fourchette couvre 150 à 300 EUR par an et "
        "par salarié."};
  }
  const auto euros = static_cast<int64_t>(std::lround(*budget));
  return {absl::StrCat(euros,
                       " EUR a year and employee for tools, training and support, against "
                       "150 to 300 by the reference figure."),
          absl::StrCat(euros,
                       " EUR par an et par salarié pour outils, formation et support, contre "
                       "150 à 300 selon le chiffre de référence.")};
}

}  // namespace

DurationEstimate EstimateDuration(const DurationDrivers& drivers) {
  const Difficulty integration = Of(drivers.complexity), budget = Of(drivers.yearly_budget);
  const double share = ShareOf(drivers);
  DurationEstimate estimate;
  estimate.low = Months(share, (integration.low + budget.low) / 2);
  estimate.likely = Months(share, (integration.likely + budget.likely) / 2);
  estimate.high = Months(share, (integration.high + budget.high) / 2);
  estimate.explanations = {
      {"Reference figures: quick wins in 2 to 3 months, the whole firm in 12 to 18 months.",
       "Chiffres de référence : gains rapides en 2 à 3 mois, toute l'entreprise en 12 à 18 mois."},
      {absl::StrCat(drivers.departments, " of ", drivers.organization_departments, " departments."),
       absl::StrCat(drivers.departments, " départements sur ", drivers.organization_departments,
                    ".")},
      ComplexityText(drivers.complexity),
      BudgetText(drivers.yearly_budget)};
  return estimate;
}

}  // namespace palier::rollout
