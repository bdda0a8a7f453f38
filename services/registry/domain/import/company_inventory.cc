// SPDX-License-Identifier: Apache-2.0
// A company's own inventory of AI projects, as a spreadsheet saved as CSV with French or English
// headers: what most companies have on the day they begin (S1-24).
#include "registry/domain/import/profile.h"

namespace palier::registry {
namespace {

std::vector<StageRule> Stages() {
  using S = RegisterStage;
  return {
      {"idea", S::kIdea, ""},
      {"idée", S::kIdea, ""},
      {"scoping", S::kIdea, ""},
      {"cadrage", S::kIdea, ""},
      {"poc", S::kBuild, ""},
      {"proof of concept", S::kBuild, ""},
      {"preuve de concept", S::kBuild, ""},
      {"development", S::kBuild, ""},
      {"développement", S::kBuild, ""},
      {"pilot", S::kPilot, ""},
      {"pilote", S::kPilot, ""},
      {"limited", S::kPilot, ""},
      {"production", S::kProduction, ""},
      {"run", S::kProduction, ""},
      {"in use", S::kProduction, ""},
      {"en service", S::kProduction, ""},
      {"retired", S::kRetired, ""},
      {"retiré", S::kRetired, ""},
      {"stopped", S::kClosed, ""},
      {"arrêté", S::kClosed, ""},
      {"closed", S::kClosed, ""},
      {"clos", S::kClosed, ""},
  };
}

}  // namespace

Profile CompanyInventory() {
  using D = ProjectDraft;
  Profile profile;
  profile.name = "company-inventory";
  profile.columns = {
      Id("external_id", {"id", "identifiant", "reference", "référence"}),
      Needed(Text("display_name", &D::display_name,
                  {"name", "nom", "project", "projet", "title", "titre"})),
      Needed(Text("owner", &D::owner_department,
                  {"department", "département", "service", "direction"})),
      Needed(Text("stage", &D::raw_stage, {"stage", "stade", "status", "statut"})),
      Text("sub_unit", &D::sub_unit, {"unit", "unité", "team", "équipe"}),
      Text("purpose", &D::purpose, {"purpose", "objectif", "description"}),
      Text("outputs", &D::outputs, {"outputs", "résultats"}),
      Text("topic", &D::topic, {"topic", "thème"}),
      Evidence(Text("risk", &D::risk, {"risk", "risque"})),
      Evidence(Text("personal_data", &D::personal_data, {"personal data", "données personnelles"})),
      Evidence(Text("fallback", &D::fallback, {"fallback", "repli", "mode dégradé"})),
      Day("initiated", &D::initiated, {"initiated", "started", "début", "initié le"}),
      Day("build_started", &D::build_started, {"build started", "poc started", "début du poc"}),
      Day("implemented", &D::implemented,
          {"implemented", "in production since", "en production depuis"}),
      Day("retired", &D::retired, {"retired on", "stopped on", "retiré le", "arrêté le"}),
  };
  profile.stages = Stages();
  profile.date_formats = {mapping::DateFormat::kIso};
  return profile;
}

}  // namespace palier::registry
