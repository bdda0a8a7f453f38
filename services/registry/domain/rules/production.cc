// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/aip/text.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

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

}  // namespace

absl::Span<const Rule> ProductionRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  static const auto* rules = new std::vector<Rule>{
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
  };
  return *rules;
}

}  // namespace palier::registry
