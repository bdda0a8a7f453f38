// SPDX-License-Identifier: Apache-2.0
#include "common/money/money.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "registry/domain/past_overruns.h"
#include "registry/domain/promise.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using E = v1::Entry;
using google::type::Money;

Findings HasProductionBudget(const Facts& facts, double) {
  if (money::IsPositive(facts.project.production_budget()))
    return Met({"Production has a budget.", "La production a un budget."});
  return Absent(
      {"Production has no budget: it would stop at the PoC.",
       "La production n'a pas de budget : on s'arrêterait au PoC."},
      {"Budget production apart, now.", "Budgétez la production à part, dès maintenant."});
}

// Adds the company's own past to what the findings say, where it is known.
Findings BesideOwnPast(const Facts& facts, v1::PastOverrun::Measure measure, Findings findings) {
  const v1::PastOverrun* overrun = KnownOverrun(facts.past_overruns, measure);
  if (overrun == nullptr) return findings;
  const status::Text past = TextOf(*overrun);
  for (RuleFinding& finding : findings) {
    absl::StrAppend(&finding.explanation.en, " ", past.en);
    absl::StrAppend(&finding.explanation.fr, " ", past.fr);
  }
  return findings;
}

// Adds what the budget would become at the median of the company's own past.
Findings AtOwnMedian(const Facts& facts, const Money& budget, Findings findings) {
  const v1::PastOverrun* overrun = KnownOverrun(facts.past_overruns, v1::PastOverrun::COST);
  if (overrun == nullptr) return findings;
  findings = BesideOwnPast(facts, v1::PastOverrun::COST, std::move(findings));
  const std::string amount =
      absl::StrFormat("%.0f %s", money::Amount(budget) * overrun->median(), budget.currency_code());
  for (RuleFinding& finding : findings) {
    absl::StrAppend(&finding.explanation.en, " At that median this budget becomes ", amount, ".");
    absl::StrAppend(&finding.explanation.fr, " À cette médiane, ce budget devient ", amount, ".");
  }
  return findings;
}

Findings BudgetIsRealistic(const Facts& facts, double threshold) {
  const Money& poc = facts.project.poc_budget();
  const Money& production = facts.project.production_budget();
  if (!money::IsPositive(poc) || !money::IsPositive(production) ||
      !money::SameCurrency(poc, production)) {
    return Unknown(
        {"The two budgets cannot be compared.", "Les deux budgets ne peuvent être comparés."},
        {"Give both in one currency.", "Donnez les deux dans une même devise."});
  }
  const double ratio = money::Amount(production) / money::Amount(poc);
  const std::string text = absl::StrFormat("%.1fx", ratio);
  const std::string usual = absl::StrFormat("%gx", threshold);
  return AtOwnMedian(
      facts, production,
      Check(ratio >= threshold,
            {absl::StrCat("Production is budgeted at ", text, " the PoC."),
             absl::StrCat("La production est budgétée à ", text, " le PoC.")},
            {absl::StrCat(text, ", below ", usual, " (S2)."),
             absl::StrCat(text, ", sous ", usual, " (S2).")},
            {"Production usually costs 5 to 20 times the PoC: see what is missing.",
             "La production coûte d'ordinaire 5 à 20 fois le PoC : voyez ce qui manque."}));
}

Findings NoCase() {
  return Absent({"There is no business case.", "Il n'y a pas de dossier économique."},
                {"Write costs and gains over three years, and have it approved.",
                 "Écrivez coûts et gains sur trois ans, et faites-le approuver."});
}

Findings CaseIsApproved(const Facts& facts, double) {
  if (!facts.business_case.has_value()) return NoCase();
  return Check(facts.business_case->has_approval(),
               {"The business case is approved.", "Le dossier économique est approuvé."},
               {"The business case is not approved.", "Le dossier économique n'est pas approuvé."},
               {"Have somebody else approve it.", "Faites-le approuver par quelqu'un d'autre."});
}

Findings CaseIsTheSame(const Facts& facts, double) {
  if (!facts.business_case.has_value() || !facts.business_case->has_approval())
    return CaseIsApproved(facts, 0);
  const std::string now = CaseHash(*facts.business_case);
  const std::string& approved = facts.business_case->approval().content_hash();
  return Check(
      now == approved,
      {"The case says what was approved.", "Le dossier dit ce qui a été approuvé."},
      {absl::StrCat("Approved: ", approved, "; it says now: ", now, "."),
       absl::StrCat("Approuvé : ", approved, " ; il dit maintenant : ", now, ".")},
      {"Have the case approved as it is now.", "Faites approuver le dossier tel qu'il est."});
}

Findings CaseIsComplete(const Facts& facts, double threshold) {
  if (!facts.business_case.has_value()) return NoCase();
  const v1::BusinessCase& one = *facts.business_case;
  const bool complete =
      one.horizon_years() >= threshold && one.costs_size() > 0 && one.gains_size() > 0;
  return Check(
      complete,
      {absl::StrCat("Costs and gains are given for ", one.horizon_years(), " years."),
       absl::StrCat("Coûts et gains sont donnés sur ", one.horizon_years(), " ans.")},
      {absl::StrCat("The case needs costs, gains tied to a KPI, and ", threshold, " years."),
       absl::StrCat("Le dossier demande coûts, gains liés à un KPI, et ", threshold, " ans.")},
      {"Complete the table.", "Complétez le tableau."});
}

bool HasRunCost(const Facts& facts, v1::CostLine::Category category) {
  if (facts.business_case.has_value()) {
    for (const v1::CaseCost& cost : facts.business_case->costs())
      if (cost.category() == category) return true;
  }
  const auto lines = facts.Of(E::kCostLine);
  return std::any_of(lines.begin(), lines.end(), [&](const v1::Entry* entry) {
    return entry->cost_line().category() == category;
  });
}

Findings CountsRunCosts(const Facts& facts, double) {
  Findings findings;
  for (const auto category : {v1::CostLine::SERVING, v1::CostLine::MONITORING,
                              v1::CostLine::RETRAINING, v1::CostLine::MAINTENANCE}) {
    if (HasRunCost(facts, category)) continue;
    const std::string word = v1::CostLine::Category_Name(category);
    Append(findings, Absent({absl::StrCat("No run cost for: ", word, "."),
                             absl::StrCat("Aucun coût d'exploitation pour : ", word, ".")},
                            {"Give the amount, or an explicit zero.",
                             "Donnez le montant, ou un zéro explicite."},
                            word));
  }
  return Or(std::move(findings), {"Each kind of run cost is counted.",
                                  "Chaque sorte de coût d'exploitation est comptée."});
}

Findings PlanHasItsBudget(const Facts& facts, double) {
  if (!facts.plan.has_value() || !money::IsPositive(facts.plan->budget())) {
    return Absent({"The plan of production has no budget of its own.",
                   "Le plan de production n'a pas de budget propre."},
                  {"Give it one: production is another project.",
                   "Donnez-lui-en un : la production est un autre projet."});
  }
  const Money& poc = facts.promise.poc_budget();
  const bool same = money::SameCurrency(poc, facts.plan->budget()) && poc.units() > 0 &&
                    poc.units() == facts.plan->budget().units() &&
                    poc.nanos() == facts.plan->budget().nanos();
  return Check(!same, {"Production has a budget of its own.", "La production a un budget propre."},
               {"The plan reuses the PoC's budget.", "Le plan reprend le budget du PoC."},
               {"Budget production for itself.", "Budgétez la production pour elle-même."});
}

Findings PlanHasItsCriteria(const Facts& facts, double) {
  if (!facts.plan.has_value() || facts.plan->success_criteria().empty()) {
    return Absent({"The plan of production has no success criteria.",
                   "Le plan de production n'a pas de critères de succès."},
                  {"Write them: they are not those of the PoC.",
                   "Écrivez-les : ce ne sont pas ceux du PoC."});
  }
  std::set<std::string> poc;
  for (const v1::ExitCriterion& criterion : facts.promise.exit_criteria())
    poc.insert(criterion.id());
  for (const v1::ExitCriterion& criterion : facts.plan->success_criteria()) {
    if (!poc.contains(criterion.id())) continue;
    return Unmet({absl::StrCat("Criterion ", criterion.id(), " is the PoC's."),
                  absl::StrCat("Le critère ", criterion.id(), " est celui du PoC.")},
                 {"Write criteria of production, under ids of their own.",
                  "Écrivez des critères de production, sous leurs propres identifiants."},
                 criterion.id());
  }
  return Met({"Production has criteria of its own.", "La production a ses propres critères."});
}

Findings DebtHasItsPrice(const Facts& facts, double) {
  Findings findings;
  for (const v1::Entry* entry : facts.Of(E::kDebt)) {
    const v1::Debt& debt = entry->debt();
    if (debt.removed() || debt.has_cost() || debt.effort_days() > 0) continue;
    Append(findings,
           Unmet({"A debt has neither cost nor effort.", "Une dette n'a ni coût ni charge."},
                 {"Estimate what removing it takes.", "Estimez ce que coûte sa reprise."},
                 entry->name()));
  }
  return Or(std::move(findings), {"Known debts are priced.", "Les dettes connues sont chiffrées."});
}

Findings ShortcutsAreGone(const Facts& facts, double) {
  Findings findings;
  for (const v1::Entry* entry : facts.Of(E::kDebt)) {
    if (entry->debt().removed() || entry->debt().type() != v1::Debt::SHORTCUT) continue;
    Append(findings,
           Unmet({absl::StrCat("A shortcut is still there: ", entry->display_name(), "."),
                  absl::StrCat("Un raccourci est encore là : ", entry->display_name(), ".")},
                 {"Remove it before more people depend on it.",
                  "Retirez-le avant que plus de gens en dépendent."},
                 entry->name()));
  }
  return Or(std::move(findings), {"No known shortcut is left.", "Aucun raccourci connu ne reste."});
}

Findings EstimatesHold(const Facts& facts, double threshold) {
  const auto factor = IntegrationRatio(facts.entries);
  if (!factor.has_value()) {
    return BesideOwnPast(
        facts, v1::PastOverrun::INTEGRATION_EFFORT,
        Unknown({"No integration has both an estimate and an actual effort.",
                 "Aucune intégration n'a à la fois une estimation et une charge réelle."},
                {"Record both: the factor helps the next estimate.",
                 "Consignez les deux : le facteur aide la prochaine estimation."}));
  }
  const std::string text = absl::StrFormat("%.1fx", *factor);
  return BesideOwnPast(
      facts, v1::PastOverrun::INTEGRATION_EFFORT,
      Check(*factor <= threshold,
            {absl::StrCat("Integrations took ", text, " their estimate."),
             absl::StrCat("Les intégrations ont pris ", text, " leur estimation.")},
            {absl::StrCat("Integrations took ", text, " their estimate."),
             absl::StrCat("Les intégrations ont pris ", text, " leur estimation.")},
            {"Use this factor for what is still to come.",
             "Servez-vous de ce facteur pour la suite."}));
}

}  // namespace

absl::Span<const Rule> MoneyRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  static const auto* rules = new std::vector<Rule>{
      {"NO_PRODUCTION_BUDGET",
       "S2-14",
       kPocStart,
       PI::kPerformance,
       A::kCost,
       C::kFinancial,
       S::kWarn,
       {"Production is budgeted apart", "La production est budgétée à part"},
       HasProductionBudget},
      {.id = "BUDGET_RATIO_LOW",
       .requirement = "S0-09",
       .gates = kPocStart,
       .pillar = PI::kPerformance,
       .axis = A::kCost,
       .cause = C::kFinancial,
       .severity = S::kWarn,
       .title = {"The two budgets are realistic", "Les deux budgets sont réalistes"},
       .judge = BudgetIsRealistic,
       .threshold = Threshold{5, "x"}},
      {"NO_APPROVED_CASE",
       "S1-64",
       kIndustrialise | kRollOut,
       PI::kPerformance,
       A::kCost,
       C::kFinancial,
       S::kGate,
       {"A business case is approved", "Un dossier économique est approuvé"},
       CaseIsApproved},
      {"CASE_APPROVAL_STALE",
       "S1-64",
       kIndustrialise | kRollOut,
       PI::kPerformance,
       A::kCost,
       C::kFinancial,
       S::kGate,
       {"The case is the one that was approved", "Le dossier est celui qui a été approuvé"},
       CaseIsTheSame},
      {.id = "CASE_INCOMPLETE",
       .requirement = "S1-64 S0-31",
       .gates = kIndustrialise | kRollOut,
       .pillar = PI::kPerformance,
       .axis = A::kCost,
       .cause = C::kFinancial,
       .severity = S::kGate,
       .title = {"The case covers three years", "Le dossier couvre trois ans"},
       .judge = CaseIsComplete,
       .threshold = Threshold{3, "years"}},
      {"RUN_COST_MISSING",
       "S2-08 S1-59",
       kIndustrialise,
       PI::kPerformance,
       A::kCost,
       C::kFinancial,
       S::kGate,
       {"Run costs are counted", "Les coûts d'exploitation sont comptés"},
       CountsRunCosts},
      {"PLAN_WITHOUT_BUDGET",
       "S2-11",
       kIndustrialise,
       PI::kPerformance,
       A::kCost,
       C::kFinancial,
       S::kGate,
       {"Production has its own budget", "La production a son budget"},
       PlanHasItsBudget},
      {"PLAN_REUSES_CRITERIA",
       "S2-11",
       kIndustrialise,
       PI::kPerformance,
       A::kGovernance,
       C::kFinancial,
       S::kGate,
       {"Production has its own criteria", "La production a ses critères"},
       PlanHasItsCriteria},
      {"DEBT_UNPRICED",
       "S0-06",
       kPocEnd | kIndustrialise,
       PI::kPlatform,
       A::kCost,
       C::kFinancial,
       S::kWarn,
       {"Technical debt has a price", "La dette technique a un prix"},
       DebtHasItsPrice},
      {"SHORTCUT_LEFT",
       "S0-04",
       kRollOut,
       PI::kPlatform,
       A::kReliability,
       C::kTechnical,
       S::kWarn,
       {"Shortcuts are gone", "Les raccourcis ont disparu"},
       ShortcutsAreGone},
      {.id = "INTEGRATION_OVERRUN",
       .requirement = "S1-47",
       .gates = kRollOut,
       .pillar = PI::kPlatform,
       .axis = A::kIntegration,
       .cause = C::kFinancial,
       .severity = S::kWarn,
       .title = {"Estimates hold", "Les estimations tiennent"},
       .judge = EstimatesHold,
       .threshold = Threshold{1.5, "x"}},
  };
  return *rules;
}

}  // namespace palier::registry
