// SPDX-License-Identifier: Apache-2.0
// The Dutch register of algorithms (algoritmes.overheid.nl), as its interface gives it.
#include "registry/domain/import/profile.h"

namespace palier::registry {

Profile NlAlgoritmeregister() {
  using D = ProjectDraft;
  Profile profile;
  profile.name = "nl-algoritmeregister";
  profile.format = RegisterFormat::kJson;
  profile.records_path = "algoritmes";
  profile.columns = {
      Needed(Id("external_id", {"id"})),
      Needed(Text("display_name", &D::display_name, {"title"})),
      Needed(Text("owner", &D::owner_department, {"organisatie"})),
      Needed(Text("stage", &D::raw_stage, {"status"})),
      Text("purpose", &D::purpose, {"doel"}),
      Evidence(Text("impact_assessment", &D::impact_assessment, {"impactassessment"})),
      Evidence(Attribute("legal_basis", {"juridische_basis"})),
      Ignored("url"),
      Ignored("laatst_gewijzigd"),
      Ignored("geregistreerd"),
      Ignored("toegevoegd"),
  };
  profile.stages = {
      {"ontwikkeling", RegisterStage::kBuild, ""},
      {"in_gebruik", RegisterStage::kProduction, ""},
      {"buiten_gebruik", RegisterStage::kRetired, ""},
      {"in ontwikkeling", RegisterStage::kBuild, ""},
      {"in gebruik", RegisterStage::kProduction, ""},
      {"buiten gebruik", RegisterStage::kRetired, ""},
  };
  return profile;
}

}  // namespace palier::registry
