// SPDX-License-Identifier: Apache-2.0
// What the projects cost, and what that is spent on.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/money/money.h"
#include "common/time/proto_time.h"
#include "reporting/figures/figure.h"
#include "reporting/figures/spending.h"

namespace palier::reporting {
namespace {

using registry::v1::CostLine;
using registry::v1::Debt;
using registry::v1::Project;

constexpr double kHoursPerDay = 7;

// S0-06.
Figure OpenDebt(const PortfolioModel& model, absl::CivilDay) {
  const std::pair<Debt::Type, FigurePart> kinds[] = {
      {Debt::SHORTCUT, {"SHORTCUT", {"shortcuts", "raccourcis"}, {}}},
      {Debt::ARCHITECTURE, {"ARCHITECTURE", {"architecture", "architecture"}, {}}},
      {Debt::DATA, {"DATA", {"data", "données"}, {}}},
      {Debt::CODE, {"CODE", {"code", "code"}, {}}}};
  Figure figure;
  std::map<Debt::Type, money::Sums> sums;
  money::Sums all;
  int count = 0, unpriced = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    if (!IsAlive(dossier->project)) continue;
    for (const auto& [entry_name, entry] : dossier->entries) {
      if (!entry.has_debt() || entry.debt().removed()) continue;
      ++count;
      unpriced += !entry.debt().has_cost();
      sums[entry.debt().type()].Add(entry.debt().cost());
      all.Add(entry.debt().cost());
      FigureItem item = ItemOf(entry);
      for (const auto& [type, part] : kinds)
        if (type == entry.debt().type()) item.part = part.key;
      item.value = AmountOf(SumsOf(entry.debt().cost()));
      figure.items.push_back(std::move(item));
    }
  }
  for (const auto& [type, part] : kinds) {
    figure.parts.push_back(part);
    figure.parts.back().value = AmountOf(sums[type]);
  }
  figure.value = AmountOf(all);
  figure.inputs = {{{"open debts", "dettes ouvertes"}, count},
                   {{"of them, without a price", "dont sans prix"}, unpriced}};
  if (unpriced > 0) {
    figure.notes = {{"Debts without a price are not in the sum: it is at least that much.",
                     "Les dettes sans prix ne sont pas dans la somme : c'est au moins cela."}};
  }
  return figure;
}

// S2-25, with the multiple of S0-09.
Figure TwoBudgets(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  money::Sums poc, production;
  double both_poc = 0, both_production = 0;
  int both = 0, projects = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    const Project& project = dossier->project;
    if (!IsAlive(project) || (!project.has_poc_budget() && !project.has_production_budget()))
      continue;
    ++projects;
    poc.Add(project.poc_budget());
    production.Add(project.production_budget());
    if (project.has_poc_budget()) {
      figure.items.push_back(ItemOf(*dossier, "POC"));
      figure.items.back().value = AmountOf(SumsOf(project.poc_budget()));
    }
    if (project.has_production_budget()) {
      figure.items.push_back(ItemOf(*dossier, "PRODUCTION"));
      figure.items.back().value = AmountOf(SumsOf(project.production_budget()));
    }
    if (!money::SameCurrency(project.poc_budget(), project.production_budget())) continue;
    ++both;
    both_poc += money::Amount(project.poc_budget());
    both_production += money::Amount(project.production_budget());
  }
  figure.parts = {
      {"POC", {"phase 1: PoC", "phase 1 : PoC"}, AmountOf(poc)},
      {"PRODUCTION", {"phase 2: production", "phase 2 : production"}, AmountOf(production)},
      {"MULTIPLE",
       {"production by PoC", "production par rapport au PoC"},
       RatioOf(both_production, both_poc, both)}};
  money::Sums all = poc;
  all.Add(production);
  figure.value = AmountOf(all);
  figure.inputs = {{{"projects with a budget", "projets avec un budget"}, projects},
                   {{"with both, in one currency", "avec les deux, en une monnaie"}, both}};
  return figure;
}

// S2-14.
Figure NoProductionBudget(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int concerned = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    const Project& project = dossier->project;
    if (project.stage() < Project::SCOPING || project.stage() > Project::INDUSTRIALISATION)
      continue;
    ++concerned;
    if (project.has_production_budget() && money::IsPositive(project.production_budget())) continue;
    figure.items.push_back(ItemOf(*dossier));
    figure.items.back().note = {"only its PoC is budgeted, or nothing is",
                                "seul le PoC est budgété, ou rien ne l'est"};
  }
  figure.value = CountOf(static_cast<int64_t>(figure.items.size()));
  figure.inputs = {{{"projects from scoping to industrialisation",
                     "projets de la préparation à l'industrialisation"},
                    concerned}};
  if (!figure.items.empty()) {
    figure.warning = {"What is budgeted as a PoC alone stops there.",
                      "Ce qui n'est budgété que comme PoC s'arrête là."};
  }
  return figure;
}

// S4-02, S4-04: what is spent on projects that serve no objective, or on tools that nothing
// connects.
Figure UnlinkedCost(const PortfolioModel& model, absl::CivilDay today) {
  const std::set<std::string> islands(model.islands.islands().begin(),
                                      model.islands.islands().end());
  Figure figure;
  money::Sums unlinked, isolated, either;
  int showcases = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    const Project& project = dossier->project;
    if (!IsAlive(project)) continue;
    const bool is_unlinked = IsShowcase(model, project);
    showcases += is_unlinked;
    const bool is_isolated =
        project.applications_size() > 0 &&
        std::all_of(project.applications().begin(), project.applications().end(),
                    [&](const std::string& each) { return islands.count(each) > 0; });
    if (!is_unlinked && !is_isolated) continue;
    const money::Sums cost = YearlyCost(*dossier, today, model.zone);
    either.Add(cost);
    if (is_unlinked) {
      unlinked.Add(cost);
      figure.items.push_back(ItemOf(*dossier, "UNLINKED"));
      figure.items.back().value = AmountOf(cost);
      figure.items.back().note = {"serves no objective", "ne sert aucun objectif"};
    }
    if (is_isolated) {
      isolated.Add(cost);
      figure.items.push_back(ItemOf(*dossier, "ISOLATED"));
      figure.items.back().value = AmountOf(cost);
      figure.items.back().note = {"all its applications are islands",
                                  "toutes ses applications sont des îlots"};
    }
  }
  figure.value = AmountOf(either);
  figure.parts = {{"UNLINKED", {"without objective", "sans objectif"}, AmountOf(unlinked)},
                  {"ISOLATED", {"isolated", "isolés"}, AmountOf(isolated)}};
  figure.inputs = {
      {{"projects without objective", "projets sans objectif"}, showcases},
      {{"isolated AI applications", "applications d'IA isolées"}, model.islands.islands_size()}};
  figure.notes = {
      {"A project that is both counts once in the sum.",
       "Un projet qui est les deux compte une fois dans la somme."},
      {"Projects whose costs nobody recorded add nothing: the sum is at least that much.",
       "Les projets dont personne n'a noté les coûts n'ajoutent rien : la somme est au moins "
       "cela."}};
  return figure;
}

bool IsHuman(CostLine::Category category) {
  return category == CostLine::TRAINING || category == CostLine::SUPPORT;
}

FigureValue MoneyShare(const money::Sums& part, const money::Sums& whole) {
  const std::vector<google::type::Money> all = whole.all();
  if (all.size() != 1 || !money::IsPositive(all[0])) return ShareOf(0, 0);
  google::type::Money some = all[0];
  some = money::MoneyOf(part.nanos(some.currency_code()), some.currency_code());
  FigureValue value = RatioOf(money::Amount(some), money::Amount(all[0]), 0);
  value.unit = FigureUnit::kShare;
  value.basis.reset();
  return value;
}

// S1-39.
Figure HumanShare(const PortfolioModel& model, absl::CivilDay today) {
  Figure figure;
  money::Sums human, all;
  double human_days = 0, technical_days = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    if (!IsAlive(dossier->project)) continue;
    for (const auto& [entry_name, entry] : dossier->entries) {
      if (entry.has_involvement()) {
        human_days += 1.0 * entry.involvement().participants() * entry.involvement().minutes() /
                      (60 * kHoursPerDay);
      } else if (entry.has_integration()) {
        technical_days += entry.integration().actual_days();
      }
      if (!entry.has_cost_line()) continue;
      const money::Sums cost = YearlyCost(entry, today, model.zone);
      all.Add(cost);
      const bool is_human = IsHuman(entry.cost_line().category());
      if (is_human) human.Add(cost);
      figure.items.push_back(ItemOf(entry, is_human ? "HUMAN" : "TECHNOLOGY"));
      figure.items.back().value = AmountOf(cost);
    }
  }
  money::Sums technology;
  for (const google::type::Money& amount : all.all())
    technology.Add(
        money::MoneyOf(all.nanos(amount.currency_code()) - human.nanos(amount.currency_code()),
                       amount.currency_code()));
  figure.value = MoneyShare(human, all);
  figure.parts = {
      {"HUMAN", {"training and support", "formation et accompagnement"}, AmountOf(human)},
      {"TECHNOLOGY", {"technology", "technologie"}, AmountOf(technology)},
      {"EFFORT",
       {"human share of the recorded effort", "part humaine de l'effort enregistré"},
       ShareOf(static_cast<int64_t>(human_days * 100),
               static_cast<int64_t>((human_days + technical_days) * 100))}};
  figure.parts.back().value.basis.reset();
  figure.inputs = {
      {{"days in interviews, workshops and demonstrations",
        "jours d'entretiens, d'ateliers et de démonstrations"},
       static_cast<int64_t>(human_days)},
      {{"days of integration", "jours d'intégration"}, static_cast<int64_t>(technical_days)}};
  constexpr int64_t kFarUnder = 400;
  if (all.all().size() > 1) {
    figure.notes = {{"Costs in several currencies have no share.",
                     "Des coûts en plusieurs monnaies n'ont pas de part."}};
  }
  if (figure.value.number.has_value() && *figure.value.number < kFarUnder) {
    figure.warning = {
        "Little is spent on people: where it works, most of the effort is not technology.",
        "On dépense peu pour les personnes : là où cela marche, l'effort n'est surtout pas "
        "technique."};
  }
  return figure;
}

FigureValue Each(const money::Sums& sums, int64_t people) {
  money::Sums each;
  if (people > 0) {
    for (const google::type::Money& amount : sums.all()) each.Add(money::Scaled(amount, 1, people));
  }
  return AmountOf(each);
}

// S1-58.
Figure CostPerEmployee(const PortfolioModel& model, absl::CivilDay today) {
  Figure figure;
  money::Sums people_cost, integration;
  int64_t live = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    if (!IsAlive(dossier->project)) continue;
    for (const auto& [entry_name, entry] : dossier->entries) {
      if (!entry.has_cost_line()) continue;
      const CostLine::Category category = entry.cost_line().category();
      const bool counts = category == CostLine::LICENCES || IsHuman(category);
      if (!counts && category != CostLine::INTEGRATION) continue;
      const money::Sums cost = YearlyCost(entry, today, model.zone);
      (counts ? people_cost : integration).Add(cost);
      figure.items.push_back(ItemOf(entry, counts ? "PER_EMPLOYEE" : "INTEGRATION"));
      figure.items.back().value = AmountOf(cost);
    }
    for (const auto& [evidence_name, evidence] : dossier->evidence)
      if (evidence.has_rollout()) live += evidence.rollout().live_headcount();
  }
  const int64_t covered = model.employee_count > 0 ? std::min(live, model.employee_count) : live;
  figure.value = Each(people_cost, model.employee_count);
  figure.parts = {
      {"PER_EMPLOYEE", {"per employee and year", "par salarié et par an"}, figure.value},
      {"PER_COVERED",
       {"per employee with a tool and year", "par salarié équipé et par an"},
       Each(people_cost, covered)},
      {"INTEGRATION",
       {"integration, per employee and year", "intégration, par salarié et par an"},
       Each(integration, model.employee_count)}};
  figure.inputs = {
      {{"employees", "salariés"}, model.employee_count},
      {{"seats with a tool in the roll-outs", "places équipées dans les déploiements"}, live}};
  if (model.employee_count == 0) {
    figure.notes.push_back(
        {"Nobody said how many employees there are: set employee_count of the organisation.",
         "Personne n'a dit combien il y a de salariés : renseignez employee_count de "
         "l'organisation."});
  }
  figure.notes.push_back(
      {"Who has two tools counts twice among those with one: their cost is at least that.",
       "Qui a deux outils compte deux fois parmi les équipés : leur coût est au moins celui-là."});
  return figure;
}

// S1-47.
Figure IntegrationOverrun(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  double estimated = 0, actual = 0;
  int count = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    for (const auto& [entry_name, entry] : dossier->entries) {
      if (!entry.has_integration() || entry.integration().estimated_days() == 0 ||
          entry.integration().actual_days() == 0)
        continue;
      ++count;
      estimated += entry.integration().estimated_days();
      actual += entry.integration().actual_days();
      figure.items.push_back(ItemOf(entry));
      figure.items.back().value =
          RatioOf(entry.integration().actual_days(), entry.integration().estimated_days(), 1);
      figure.items.back().note = {absl::StrCat(entry.integration().actual_days(), " days, ",
                                               entry.integration().estimated_days(), " estimated"),
                                  absl::StrCat(entry.integration().actual_days(), " jours, ",
                                               entry.integration().estimated_days(), " estimés")};
    }
  }
  figure.value = RatioOf(actual, estimated, count);
  figure.inputs = {
      {{"integrations with estimate and actual", "intégrations avec estimation et réel"}, count},
      {{"days estimated", "jours estimés"}, static_cast<int64_t>(estimated)},
      {{"days it took", "jours réels"}, static_cast<int64_t>(actual)}};
  constexpr int kEnough = 5;
  if (count >= kEnough && actual > estimated) {
    const std::string factor = absl::StrFormat("%.1f", actual / estimated);
    figure.warning = {
        absl::StrCat("Multiply new estimates of integrations by ", factor, "."),
        absl::StrCat("Multipliez les nouvelles estimations d'intégration par ", factor, ".")};
  } else if (count < kEnough) {
    figure.notes = {
        {"Of fewer than five integrations nothing is proposed for new estimates.",
         "De moins de cinq intégrations, rien n'est proposé pour les nouvelles estimations."}};
  }
  return figure;
}

bool HasValidMeasure(const Dossier& dossier, absl::Time now) {
  for (const auto& [name, evidence] : dossier.evidence) {
    if (evidence.has_kpi() && evidence.kpi().has_latest_time() &&
        evidence.kpi().nature() != registry::v1::KpiFact::TECHNICAL &&
        time::TimeOf(evidence.valid_until_time()) >= now)
      return true;
  }
  return false;
}

// S0-10.
Figure PromisingButCostly(const PortfolioModel& model, absl::CivilDay today) {
  constexpr int kQuarter = 91;
  Figure figure;
  int growing = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    if (!IsAlive(dossier->project)) continue;
    const money::Sums before =
        SpentBetween(*dossier, model.zone, today - 2 * kQuarter, today - kQuarter);
    const money::Sums since = SpentBetween(*dossier, model.zone, today - kQuarter, today);
    bool grew = false;
    for (const google::type::Money& amount : since.all())
      grew = grew || since.nanos(amount.currency_code()) > before.nanos(amount.currency_code());
    if (!grew) continue;
    ++growing;
    if (HasValidMeasure(*dossier, absl::FromCivil(today, model.zone))) continue;
    figure.items.push_back(ItemOf(*dossier));
    figure.items.back().value = AmountOf(since);
    figure.items.back().note = {
        "costs more than a quarter ago, and no KPI of the business is measured now",
        "coûte plus qu'il y a un trimestre, et aucun indicateur métier n'est mesuré"};
  }
  figure.value = CountOf(static_cast<int64_t>(figure.items.size()));
  figure.inputs = {{{"projects whose spending grew", "projets dont la dépense a crû"}, growing}};
  if (!figure.items.empty()) {
    figure.warning = {"Measure what it brings, or stop paying more for it.",
                      "Mesurez ce que cela rapporte, ou cessez de payer davantage."};
  }
  return figure;
}

}  // namespace

std::vector<FigureDefinition> MoneyFigures() {
  constexpr FigureTopic kTopic = FigureTopic::kMoney;
  using Q = FigureQuality;
  return {
      {"open-debt",
       kTopic,
       Q::kRecorded,
       1,
       {"What removing the debts would cost", "Ce que coûterait la suppression des dettes"},
       {"Sum of the costs of all debts of projects under way that are not removed.",
        "Somme des coûts de toutes les dettes non supprimées des projets en cours."},
       {},
       OpenDebt},
      {"two-budgets",
       kTopic,
       Q::kRecorded,
       1,
       {"Two phases, two budgets", "Deux phases, deux budgets"},
       {"PoC and production budgets of the projects under way, and the second by the first where a "
        "project has both in one currency.",
        "Budgets de PoC et de production des projets en cours, et le second par le premier là où "
        "un projet a les deux en une monnaie."},
       {"production-to-poc-cost", "poc-budget", "production-budget"},
       TwoBudgets},
      {"no-production-budget",
       kTopic,
       Q::kRecorded,
       1,
       {"Without a budget for production", "Sans budget de production"},
       {"Projects from SCOPING to INDUSTRIALISATION without a production budget above 0.",
        "Projets de SCOPING à INDUSTRIALISATION sans budget de production supérieur à 0."},
       {"production-budget"},
       NoProductionBudget},
      {"unlinked-cost",
       kTopic,
       Q::kRecorded,
       1,
       {"What goes into showcases and islands", "Ce qui va aux vitrines et aux îlots"},
       {"Costs of a year of the projects under way that serve no objective, or whose applications "
        "are all isolated: twelve times the monthly cost lines, and the single ones of the last "
        "twelve months.",
        "Coûts d'une année des projets en cours qui ne servent aucun objectif, ou dont les "
        "applications sont toutes isolées : douze fois les coûts mensuels, et les coûts uniques "
        "des douze derniers mois."},
       {},
       UnlinkedCost},
      {"human-share",
       kTopic,
       Q::kRecorded,
       1,
       {"What is spent on people", "Ce qui est dépensé pour les personnes"},
       {"Cost lines TRAINING and SUPPORT of a year, of all cost lines of the projects under way; "
        "beside it the hours of people in interviews, workshops and demonstrations, of these and "
        "the days of integration, at seven hours a day.",
        "Coûts TRAINING et SUPPORT d'une année, sur tous les coûts des projets en cours ; à côté, "
        "les heures des personnes en entretiens, ateliers et démonstrations, sur celles-ci et les "
        "jours d'intégration, à sept heures par jour."},
       {"technology-share"},
       HumanShare},
      {"cost-per-employee",
       kTopic,
       Q::kRecorded,
       1,
       {"Cost for each employee and year", "Coût par salarié et par an"},
       {"Cost lines LICENCES, TRAINING and SUPPORT of a year of the projects under way, by the "
        "organisation's employees, and by those who have a tool; INTEGRATION apart.",
        "Coûts LICENCES, TRAINING et SUPPORT d'une année des projets en cours, par salarié de "
        "l'organisation, et par salarié équipé ; INTEGRATION à part."},
       {"cost-per-employee"},
       CostPerEmployee},
      {"integration-overrun",
       kTopic,
       Q::kRecorded,
       1,
       {"How much longer integrations take", "De combien les intégrations durent plus longtemps"},
       {"Days that all integrations took, by the days that were estimated, where both are on "
        "record.",
        "Jours réels de toutes les intégrations, par les jours estimés, là où les deux sont "
        "enregistrés."},
       {},
       IntegrationOverrun},
      {"promising-but-costly",
       kTopic,
       Q::kRecorded,
       1,
       {"Dearer, and nobody measures what it brings",
        "Plus cher, et personne ne mesure ce que cela rapporte"},
       {"Projects under way that cost more in the last 91 days than in the 91 before, without a "
        "KPI of the business whose latest measurement still counts.",
        "Projets en cours qui ont coûté plus dans les 91 derniers jours que dans les 91 "
        "précédents, sans indicateur métier dont la dernière mesure compte encore."},
       {},
       PromisingButCostly},
  };
}

}  // namespace palier::reporting
