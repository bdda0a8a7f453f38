// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/aip/text.h"
#include "registry/domain/rules/evidence.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using E = v1::Entry;
using Drill = v1::FallbackDrill;

Findings DataIsReady(const Facts& facts, double) {
  const auto records = facts.Of(E::kDataReadiness);
  if (records.empty()) {
    return Absent(
        {"Nothing says whether the data is there.", "Rien ne dit si les données sont là."},
        {"Record for each source: located, accessible, structured, owned, quality.",
         "Consignez pour chaque source : située, accessible, structurée, propriétaire, "
         "qualité."});
  }
  Findings findings;
  for (const v1::Entry* entry : records) {
    const v1::DataReadiness& data = entry->data_readiness();
    std::vector<std::string> missing;
    if (!data.located()) missing.push_back("located");
    if (!data.accessible()) missing.push_back("accessible");
    if (!data.structured()) missing.push_back("structured");
    if (!data.owned()) missing.push_back("owned");
    if (data.quality() == v1::DataReadiness::POOR) missing.push_back("quality");
    if (missing.empty()) continue;
    const std::string list = absl::StrJoin(missing, ", ");
    Append(findings, Unmet({absl::StrCat(data.source(), " is not ready: ", list, "."),
                            absl::StrCat(data.source(), " n'est pas prête : ", list, ".")},
                           {"Structure the data first: it is a prerequisite.",
                            "Structurez d'abord les données : c'est un préalable."},
                           entry->name()));
  }
  return Or(std::move(findings), {"Every data source is ready.", "Chaque source est prête."});
}

Findings NoIntegration() {
  return Absent({"No integration is recorded.", "Aucune intégration n'est consignée."},
                {"List the systems it must talk to, with interface and status.",
                 "Listez les systèmes auxquels il doit parler, avec interface et état."});
}

// One finding for each required integration that `lacks` says something about.
Findings EachIntegration(const Facts& facts, std::string (*lacks)(const v1::Integration&),
                         status::Text next, status::Text met) {
  const auto entries = facts.Of(E::kIntegration);
  if (entries.empty()) return NoIntegration();
  Findings findings;
  for (const v1::Entry* entry : entries) {
    const std::string missing = entry->integration().required() ? lacks(entry->integration()) : "";
    if (missing.empty()) continue;
    const std::string& system = entry->integration().system();
    Append(findings, Unmet({absl::StrCat(system, ": ", missing, "."),
                            absl::StrCat(system, " : ", missing, ".")},
                           next, entry->name()));
  }
  return Or(std::move(findings), std::move(met));
}

Findings IsConnected(const Facts& facts, double) {
  return EachIntegration(
      facts,
      [](const v1::Integration& one) -> std::string {
        const bool connected = one.status() == v1::Integration::CONNECTED ||
                               one.status() == v1::Integration::MONITORED;
        return connected ? "" : v1::Integration::Status_Name(one.status());
      },
      {"Connect it: no production without it.", "Connectez-le : pas de production sans lui."},
      {"Every required system is connected.", "Chaque système requis est connecté."});
}

Findings HasContracts(const Facts& facts, double) {
  return EachIntegration(
      facts,
      [](const v1::Integration& one) -> std::string {
        return one.contract_uri().empty() ? "contract_uri" : "";
      },
      {"Link the document of the interface.", "Liez le document de l'interface."},
      {"Every required interface has its document.", "Chaque interface requise a son document."});
}

Findings IntegrationLasts(const Facts& facts, double) {
  return EachIntegration(facts,
                         [](const v1::Integration& one) -> std::string {
                           std::vector<std::string> missing;
                           if (one.user_experience().empty()) missing.push_back("user_experience");
                           if (one.latency_ms() == 0) missing.push_back("latency_ms");
                           if (one.fallback().empty()) missing.push_back("fallback");
                           if (one.versioning().empty()) missing.push_back("versioning");
                           if (!DayOf(one.start_date()) || !DayOf(one.end_date()))
                             missing.push_back("dates");
                           return absl::StrJoin(missing, ", ");
                         },
                         {"Treat it as a project of its own, with its constraints and dates.",
                          "Traitez-la comme un projet à part, avec ses contraintes et ses dates."},
                         {"Integrations have their constraints and dates.",
                          "Les intégrations ont leurs contraintes et leurs dates."});
}

Findings IsHosted(const Facts& facts, double) {
  const v1::Hosting& hosting = facts.project.hosting();
  std::vector<std::string> missing;
  if (hosting.model() == v1::Hosting::MODEL_UNSPECIFIED) missing.push_back("model");
  if (hosting.target_load() <= 0) missing.push_back("target_load");
  if (hosting.availability_percent() <= 0) missing.push_back("availability_percent");
  if (hosting.security_class().empty()) missing.push_back("security_class");
  if (missing.empty())
    return Met({"Hosting is chosen for load, availability and security.",
                "L'hébergement est choisi pour charge, disponibilité et sécurité."});
  const std::string list = absl::StrJoin(missing, ", ");
  return Absent({absl::StrCat("Hosting lacks: ", list, "."),
                 absl::StrCat("Il manque à l'hébergement : ", list, ".")},
                {"Choose cloud, hybrid or on-premise for load, availability and security.",
                 "Choisissez cloud, hybride ou local selon charge, disponibilité et sécurité."});
}

// Those that are promised, and those of a limited production: put forward, or in force.
std::vector<std::string> DataClasses(const Facts& facts) {
  const auto& promised = facts.promise.population().data_classes();
  std::vector<std::string> classes(promised.begin(), promised.end());
  for (const std::optional<v1::Decision>* decision : {&facts.direction, &facts.limit}) {
    if (!decision->has_value() || (*decision)->direction().outcome() != v1::Direction::LIMIT)
      continue;
    const auto& framed = (*decision)->direction().frame().data_classes();
    classes.insert(classes.end(), framed.begin(), framed.end());
  }
  return classes;
}

// Compared as people compare: without case, accents and superfluous spaces.
std::optional<std::string> SensitiveClass(const Facts& facts,
                                          const std::vector<std::string>& classes) {
  std::set<std::string> sensitive;
  for (const std::string& one : facts.sensitive_classes) sensitive.insert(aip::FoldText(one));
  for (const std::string& one : classes) {
    if (sensitive.contains(aip::FoldText(one))) return one;
  }
  return std::nullopt;
}

Findings MayLeaveTheHouse(const Facts& facts) {
  const std::vector<std::string> classes = DataClasses(facts);
  if (classes.empty()) {
    return Unknown({"Which classes of data it processes is not known.",
                    "On ne sait pas quelles classes de données il traite."},
                   {"Fill in population.data_classes, or host it on the premises.",
                    "Renseignez population.data_classes, ou hébergez-le sur place."});
  }
  const auto sensitive = SensitiveClass(facts, classes);
  if (!sensitive.has_value())
    return Met({"No sensitive data is processed.", "Aucune donnée sensible n'est traitée."});
  if (facts.project.hosting().model() == v1::Hosting::MODEL_UNSPECIFIED) {
    return Unknown({"Where sensitive data would be processed is not known.",
                    "On ne sait pas où seraient traitées des données sensibles."},
                   {"Choose the hosting model.", "Choisissez le modèle d'hébergement."});
  }
  return Unmet(
      {absl::StrCat("Data of the class ", *sensitive, " would leave the house."),
       absl::StrCat("Des données de la classe ", *sensitive, " sortiraient de la maison.")},
      {"Host it on the premises, or ask for a waiver.",
       "Hébergez-le sur place, ou demandez une dérogation."},
      *sensitive);
}

Findings KeepsSensitiveDataHome(const Facts& facts, double) {
  if (facts.project.hosting().model() != v1::Hosting::ON_PREMISE) return MayLeaveTheHouse(facts);
  return Met({"All data stays in the house.", "Toutes les données restent à la maison."});
}

Findings HasFailureModes(const Facts& facts, double) {
  const size_t modes = facts.Of(E::kFailureMode).size();
  if (modes > 0)
    return Met({absl::StrCat(modes, " way(s) of failing are thought through."),
                absl::StrCat(modes, " façon(s) d'échouer sont pensées.")});
  return Absent({"What happens when it is wrong is not written.",
                 "Ce qui arrive quand il se trompe n'est pas écrit."},
                {"Record failure modes: impact, detection, response, owner.",
                 "Consignez les modes de défaillance : impact, détection, réponse, responsable."});
}

Findings HasFallbacks(const Facts& facts, double) {
  std::set<Drill::Scenario> known;
  for (const v1::Entry* entry : facts.Of(E::kFallbackScenario))
    known.insert(entry->fallback_scenario().scenario());
  Findings findings;
  for (const auto scenario : {Drill::DOWN, Drill::DEGRADED, Drill::INPUTS_CHANGED, Drill::MANUAL}) {
    if (known.contains(scenario)) continue;
    const std::string word = Drill::Scenario_Name(scenario);
    Append(findings,
           Absent({absl::StrCat("Nothing is written for: ", word, "."),
                   absl::StrCat("Rien n'est écrit pour : ", word, ".")},
                  {"Record a fallback_scenario: trigger, behaviour, owner.",
                   "Consignez un fallback_scenario : déclencheur, conduite, responsable."},
                  word));
  }
  return Or(std::move(findings),
            {"Each fallback is written.", "Chaque solution de repli est écrite."});
}

// A day to come proves nothing.
const v1::Entry* LastDrill(const Facts& facts, Drill::Scenario scenario) {
  return facts.NewestOf(E::kFallbackDrill, [&](const v1::Entry& entry) {
    const auto day = DayOf(entry.event_date());
    return entry.fallback_drill().scenario() == scenario && day.has_value() &&
           *day <= facts.Today();
  });
}

Findings DrillIsNew(const Facts& facts, Drill::Scenario scenario, double threshold) {
  const std::string word = Drill::Scenario_Name(scenario);
  const v1::Entry* last = LastDrill(facts, scenario);
  const status::Text next = {"Drill it with the people who would do it, and record the day.",
                             "Exercez-la avec ceux qui la feraient, et consignez le jour."};
  if (last == nullptr) {
    return Absent(
        {absl::StrCat("Never drilled: ", word, "."), absl::StrCat("Jamais exercé : ", word, ".")},
        next, word);
  }
  if (!last->fallback_drill().passed()) {
    return Unmet({absl::StrCat("The last drill failed: ", word, "."),
                  absl::StrCat("Le dernier exercice a échoué : ", word, ".")},
                 next, word);
  }
  const int64_t age = facts.Today() - *DayOf(last->event_date());
  if (age <= threshold) return {};
  return Unmet(
      {absl::StrCat(word, " was last drilled ", age, " days ago; ", threshold, " is the limit."),
       absl::StrCat(word, " : dernier exercice il y a ", age, " jours ; la limite est ", threshold,
                    ".")},
      next, word);
}

Findings ManualWayWorks(const Facts& facts, double threshold) {
  return Or(DrillIsNew(facts, Drill::MANUAL, threshold),
            {"The manual way was tried lately.", "La voie manuelle a été essayée récemment."});
}

Findings DrillsAreNew(const Facts& facts, double threshold) {
  Findings findings;
  for (const auto scenario : {Drill::DOWN, Drill::DEGRADED, Drill::INPUTS_CHANGED})
    Append(findings, DrillIsNew(facts, scenario, threshold));
  return Or(std::move(findings),
            {"Every fallback was drilled lately.", "Chaque repli a été exercé récemment."});
}

Findings NothingMeasured(const Facts& facts) {
  return WithoutEvidence(facts, Absent({"No KPI is measured.", "Aucun KPI n'est mesuré."},
                                       {"Create KPIs and feed them real measurements.",
                                        "Créez des KPI et alimentez-les de mesures réelles."}));
}

Findings HasRealEvidence(const Facts& facts, double) {
  const auto kpis = facts.FreshKpis();
  if (kpis.empty()) return NothingMeasured(facts);
  const bool real = std::any_of(kpis.begin(), kpis.end(), [](const v1::Evidence* one) {
    return one->grade() == v1::Evidence::REAL && one->kpi().measurement_count() > 0;
  });
  return From(kpis, Check(real,
                          {"There is evidence from real data.",
                           "Il y a des preuves issues de données réelles."},
                          {"All evidence comes from demonstrations or controlled data.",
                           "Toutes les preuves viennent de démonstrations ou de données "
                           "contrôlées."},
                          {"Measure with real users and real data.",
                           "Mesurez avec de vrais utilisateurs et de vraies données."}));
}

Findings ValueIsProven(const Facts& facts, double) {
  const auto kpis = facts.PromisedKpis();
  if (kpis.empty()) return NothingMeasured(facts);
  const bool proven = std::any_of(kpis.begin(), kpis.end(), [](const v1::Evidence* one) {
    const auto status = one->kpi().status();
    return one->grade() == v1::Evidence::REAL && one->kpi().quantified() &&
           (status == v1::KpiFact::ON_TRACK || status == v1::KpiFact::AHEAD);
  });
  return From(kpis, Check(proven,
                          {"A KPI is on its way, measured on real data.",
                           "Un KPI est sur sa trajectoire, mesuré sur données réelles."},
                          {"No KPI is on its way on real data.",
                           "Aucun KPI n'est sur sa trajectoire sur données réelles."},
                          {"Find out why the value does not come, before more people get it.",
                           "Trouvez pourquoi la valeur ne vient pas, avant de l'étendre."}));
}

Findings IsMeasurable(const Facts& facts, double) {
  const auto kpis = facts.PromisedKpis();
  if (kpis.empty()) return NothingMeasured(facts);
  const bool measurable = std::any_of(kpis.begin(), kpis.end(), [](const v1::Evidence* one) {
    return one->kpi().quantified() && one->kpi().measurement_count() > 0;
  });
  return From(
      kpis, Check(measurable, {"A quantified KPI is being measured.", "Un KPI chiffré est mesuré."},
                  {"No quantified KPI has measurements.", "Aucun KPI chiffré n'a de mesures."},
                  {"Industrialising without measurable value does harm: measure first.",
                   "Industrialiser sans valeur mesurable nuit : mesurez d'abord."}));
}

Findings HasDashboards(const Facts& facts, double threshold) {
  const auto kpis = facts.FreshKpis();
  if (kpis.empty()) return NothingMeasured(facts);
  std::map<v1::KpiFact::Nature, bool> alive;
  for (const v1::Evidence* one : kpis) {
    const bool recent = one->kpi().has_latest_time() &&
                        facts.now - TimeOf(one->kpi().latest_time()) <= absl::Hours(24) * threshold;
    if (recent) alive[one->kpi().nature()] = true;
  }
  Findings findings;
  for (const auto nature : {v1::KpiFact::TECHNICAL, v1::KpiFact::BUSINESS}) {
    if (alive[nature]) continue;
    const std::string word = v1::KpiFact::Nature_Name(nature);
    Append(findings,
           Unmet({absl::StrCat("No ", word, " series had a point in ", threshold, " days."),
                  absl::StrCat("Aucune série ", word, " n'a eu de point depuis ", threshold,
                               " jours.")},
                 {"Measure response time and errors, and one figure of the business.",
                  "Mesurez temps de réponse et erreurs, et un chiffre du métier."},
                 word));
  }
  return From(kpis, Or(std::move(findings), {"Technical and business series are alive.",
                                             "Les séries techniques et métier sont vivantes."}));
}

}  // namespace

absl::Span<const Rule> ProductionRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  static const auto* rules = new std::vector<Rule>{
      {"DATA_READINESS_UNKNOWN",
       "S4-06",
       kPocStart,
       PI::kPlatform,
       A::kData,
       C::kTechnical,
       S::kWarn,
       {"The data was looked at", "Les données ont été regardées"},
       DataIsReady},
      {"DATA_NOT_READY",
       "S4-06",
       kLimit | kIndustrialise,
       PI::kPlatform,
       A::kData,
       C::kTechnical,
       S::kGate,
       {"The data is there", "Les données sont là"},
       DataIsReady},
      {"NO_FAILURE_MODE",
       "S2-07",
       kLimit | kIndustrialise,
       PI::kPlatform,
       A::kReliability,
       C::kTechnical,
       S::kGate,
       {"What happens when it is wrong is known", "On sait ce qui arrive quand il se trompe"},
       HasFailureModes},
      {.id = "NO_MANUAL_WAY",
       .requirement = "S1-32",
       .gates = kLimit | kRollOut | kRun,
       .pillar = PI::kProcess,
       .axis = A::kReliability,
       .cause = C::kHuman,
       .severity = S::kGate,
       .title = {"There is always a manual way", "Il y a toujours une voie manuelle"},
       .judge = ManualWayWorks,
       .threshold = Threshold{90, "days"}},
      {"FALLBACK_MISSING",
       "S2-15",
       kRollOut | kRun,
       PI::kPlatform,
       A::kReliability,
       C::kTechnical,
       S::kGate,
       {"Every fallback is written", "Chaque repli est écrit"},
       HasFallbacks},
      {.id = "FALLBACK_DRILL_OLD",
       .requirement = "S2-15",
       .gates = kRun,
       .pillar = PI::kPlatform,
       .axis = A::kReliability,
       .cause = C::kTechnical,
       .severity = S::kGate,
       .title = {"Every fallback was drilled", "Chaque repli a été exercé"},
       .judge = DrillsAreNew,
       .threshold = Threshold{180, "days"}},
      {"KPI_NOT_MEASURED",
       "S3-09",
       kIndustrialise,
       PI::kPerformance,
       A::kGovernance,
       C::kFinancial,
       S::kGate,
       {"Its value is measurable", "Sa valeur est mesurable"},
       IsMeasurable},
      {"NO_REAL_EVIDENCE",
       "S2-03 S2-02",
       kRollOut | kRun,
       PI::kPerformance,
       A::kReliability,
       C::kTechnical,
       S::kGate,
       {"Only real data counts for production", "Seules les données réelles comptent"},
       HasRealEvidence},
      {.id = "VALUE_NOT_PROVEN",
       .requirement = "S3-09 S0-34",
       .gates = kRun,
       .pillar = PI::kPerformance,
       .axis = A::kGovernance,
       .cause = C::kFinancial,
       .severity = S::kGate,
       .title = {"It creates value", "Il crée de la valeur"},
       .judge = ValueIsProven,
       .outcome = Outcome::kValueProven},
      {"HOSTING_INCOMPLETE",
       "S0-22",
       kIndustrialise,
       PI::kPlatform,
       A::kReliability,
       C::kTechnical,
       S::kGate,
       {"Hosting fits load, security and availability",
        "L'hébergement convient à la charge, la sécurité et la disponibilité"},
       IsHosted},
      {"SENSITIVE_IN_CLOUD",
       "S1-62",
       kLimit | kIndustrialise,
       PI::kPlatform,
       A::kGovernance,
       C::kTechnical,
       S::kGate,
       {"Sensitive data stays in the house", "Les données sensibles restent à la maison"},
       KeepsSensitiveDataHome},
      {.id = "INTEGRATION_INCOMPLETE",
       .requirement = "S2-09 S0-17",
       .gates = kIndustrialise,
       .pillar = PI::kPlatform,
       .axis = A::kIntegration,
       .cause = C::kTechnical,
       .severity = S::kGate,
       .title = {"Integration is a project of its own", "L'intégration est un projet à part"},
       .judge = IntegrationLasts,
       .lack = Lack::kIntegration},
      {"INTEGRATION_NO_CONTRACT",
       "S0-23",
       kIndustrialise,
       PI::kPlatform,
       A::kIntegration,
       C::kTechnical,
       S::kGate,
       {"Interfaces are documented", "Les interfaces sont documentées"},
       HasContracts},
      {"INTEGRATION_NOT_CONNECTED",
       "S0-05",
       kRollOut,
       PI::kPlatform,
       A::kIntegration,
       C::kTechnical,
       S::kGate,
       {"It talks to CRM, ERP and production data",
        "Il parle au CRM, à l'ERP et aux données de production"},
       IsConnected},
      {.id = "NO_LIVE_DASHBOARD",
       .requirement = "S0-24",
       .gates = kRun,
       .pillar = PI::kPlatform,
       .axis = A::kReliability,
       .cause = C::kTechnical,
       .severity = S::kGate,
       .title = {"Technical and business figures are watched",
                 "Les chiffres techniques et métier sont suivis"},
       .judge = HasDashboards,
       .threshold = Threshold{7, "days"}},
  };
  return *rules;
}

}  // namespace palier::registry
