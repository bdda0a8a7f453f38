// SPDX-License-Identifier: Apache-2.0
// The consolidated US federal AI use case inventory of 2023. Its stages are free text: those with
// one reading are mapped, the others stay unknown and are reported.
#include "registry/domain/import/profile.h"

namespace palier::registry {
namespace {

std::vector<StageRule> Stages() {
  using S = RegisterStage;
  return {
      {"Initiation", S::kIdea, ""},
      {"Planned (not in production)", S::kIdea, ""},
      {"Development and Acquisition", S::kBuild, ""},
      {"Development (not in production)", S::kBuild, ""},
      {"Initial development", S::kBuild, ""},
      {"Currently under development", S::kBuild, ""},
      {"Investigating/Proof of concept", S::kBuild, ""},
      {"Implementation", S::kPilot, ""},
      {"This is a pilot initiative", S::kPilot, ""},
      {"Proof-of-concept completed", S::kPilot, "POC_COMPLETED"},
      {"Proof of Concept completed and published", S::kPilot, "POC_COMPLETED"},
      {"Successfully tested but not in production.", S::kPilot, "TESTED_NOT_IN_PRODUCTION"},
      {"User Acceptance Testing to begin early spring '22", S::kPilot, "USER_ACCEPTANCE_TEST"},
      {"Operation and Maintenance", S::kProduction, ""},
      {"Operation and Management", S::kProduction, ""},
      {"In-use", S::kProduction, ""},
      {"In mission", S::kProduction, ""},
      {"In production: less than six months", S::kProduction, ""},
      {"In production: less than 6 months", S::kProduction, ""},
      {"In production: less than one year", S::kProduction, ""},
      {"In production: more than 1 year", S::kProduction, ""},
  };
}

}  // namespace

Profile UsAiInventory2023() {
  using D = ProjectDraft;
  Profile profile;
  profile.name = "us-ai-inventory-2023";
  profile.columns = {
      Needed(Id("external_id", {"Use_Case_ID"})),
      Needed(Text("display_name", &D::display_name, {"Title"})),
      Needed(Text("owner", &D::owner_department, {"Department"})),
      Text("sub_unit", &D::sub_unit, {"Agency"}),
      Needed(Text("stage", &D::raw_stage, {"Development_Stage"})),
      Text("purpose", &D::purpose, {"Summary"}),
      Attribute("department_code", {"Department_Code"}),
      Attribute("office", {"Office"}),
      Attribute("techniques", {"Techniques"}),
      Attribute("source_code", {"Source_Code"}),
  };
  profile.stages = Stages();
  return profile;
}

}  // namespace palier::registry
