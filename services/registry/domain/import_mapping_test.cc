// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import_mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "common/aip/resource_name.h"

namespace palier::registry {
namespace {

using P = v1::Project;

StageDate On(int year, int month, int day) {
  return {"as written", mapping::DateClass::kReadable, {year, month, day}};
}

int64_t Seconds(int year, int month, int day) {
  return absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone()));
}

TEST(ImportMappingTest, StagesOfRegistersHaveOneStageEach) {
  const std::pair<RegisterStage, P::Stage> cases[] = {{RegisterStage::kUnknown, P::STAGE_UNKNOWN},
                                                      {RegisterStage::kIdea, P::IDEA},
                                                      {RegisterStage::kBuild, P::POC},
                                                      {RegisterStage::kPilot, P::LIMITED},
                                                      {RegisterStage::kProduction, P::RUN},
                                                      {RegisterStage::kRetired, P::RETIRED},
                                                      {RegisterStage::kClosed, P::STOPPED}};
  for (const auto& [from, to] : cases) EXPECT_EQ(StageOf(from), to) << StageName(from);
}

TEST(ImportMappingTest, StageTimeIsTheRegistersDateOfTheStage) {
  ProjectDraft draft;
  draft.initiated = On(2020, 1, 2);
  draft.build_started = On(2021, 3, 4);
  draft.implemented = On(2022, 5, 6);
  draft.retired = On(2023, 7, 8);
  const std::pair<RegisterStage, int64_t> cases[] = {
      {RegisterStage::kUnknown, Seconds(2020, 1, 2)},
      {RegisterStage::kIdea, Seconds(2020, 1, 2)},
      {RegisterStage::kBuild, Seconds(2021, 3, 4)},
      {RegisterStage::kPilot, Seconds(2022, 5, 6)},
      {RegisterStage::kProduction, Seconds(2022, 5, 6)},
      {RegisterStage::kRetired, Seconds(2023, 7, 8)},
      {RegisterStage::kClosed, Seconds(2023, 7, 8)}};
  for (const auto& [stage, seconds] : cases) {
    draft.stage = stage;
    EXPECT_EQ(ToProject("p", "", draft).stage_time().seconds(), seconds) << StageName(stage);
  }
}

TEST(ImportMappingTest, NoDateThatCanBeReadIsNoStageTime) {
  ProjectDraft draft;
  draft.stage = RegisterStage::kProduction;
  draft.initiated = On(2020, 1, 2);
  for (const auto kind : {mapping::DateClass::kEmpty, mapping::DateClass::kAmbiguous,
                          mapping::DateClass::kUnreadable}) {
    draft.implemented = {"22-Feb", kind, {}};
    const P project = ToProject("p", "", draft);
    EXPECT_FALSE(project.has_stage_time());
    EXPECT_FALSE(project.origin().has_implemented_date());
  }
  draft.implemented = On(1901, 1, 1);
  draft.implemented.kind = mapping::DateClass::kSuspicious;  // kept, with a finding
  EXPECT_EQ(ToProject("p", "", draft).stage_time().seconds(), Seconds(1901, 1, 1));
}

TEST(ImportMappingTest, EverythingTheRecordSaysIsKept) {
  ProjectDraft draft;
  draft.external_id = "HHS-1";
  draft.display_name = "Triage of claims";
  draft.sub_unit = "CMS";
  draft.purpose = "purpose";
  draft.outputs = "outputs";
  draft.topic = "topic";
  draft.raw_stage = "Operation and Maintenance";
  draft.stage = RegisterStage::kProduction;
  draft.initiated = On(2020, 1, 2);
  draft.implemented = On(2022, 5, 6);
  draft.risk = "rights-impacting";
  draft.monitoring = "manual";
  draft.attributes = {{"vendor", "in-house"}, {"risk", "overruled by the field of its own"}};
  draft.business_hash = "hash";
  draft.doubtful = Resemblance{3, "HHS-7", false};
  draft.findings = {MakeFinding(FindingCode::kUnreadableDate, "Date Retired", "TBD")};
  const P project = ToProject("us", "organizations/a/departments/hhs", draft);
  EXPECT_EQ(project.display_name(), "Triage of claims");
  EXPECT_EQ(project.department(), "organizations/a/departments/hhs");
  EXPECT_EQ(project.sub_unit(), "CMS");
  EXPECT_EQ(project.purpose(), "purpose");
  EXPECT_EQ(project.outputs(), "outputs");
  EXPECT_EQ(project.topic(), "topic");
  EXPECT_EQ(project.stage(), P::RUN);
  EXPECT_EQ(project.external_id(), "us/HHS-1");
  const v1::ImportOrigin& origin = project.origin();
  EXPECT_EQ(origin.profile(), "us");
  EXPECT_EQ(origin.raw_stage(), "Operation and Maintenance");
  EXPECT_EQ(origin.initiated_date().year(), 2020);
  EXPECT_EQ(origin.implemented_date().month(), 5);
  EXPECT_EQ(origin.implemented_date().day(), 6);
  EXPECT_FALSE(origin.has_retired_date());
  EXPECT_EQ(origin.doubtful_of(), "us/HHS-7");
  EXPECT_EQ(origin.business_hash(), "hash");
  EXPECT_EQ(origin.attributes().at("vendor"), "in-house");
  EXPECT_EQ(origin.attributes().at("risk"), "rights-impacting");
  EXPECT_EQ(origin.attributes().at("monitoring"), "manual");
  EXPECT_EQ(origin.attributes().at("register_stage"), "PRODUCTION");
  EXPECT_EQ(origin.attributes_size(), 4);  // what the register leaves out is no attribute
  ASSERT_EQ(origin.findings_size(), 1);
  EXPECT_EQ(origin.findings(0).code(), "UNREADABLE_DATE");
  EXPECT_EQ(origin.findings(0).raw(), "TBD");
}

TEST(ImportMappingTest, IdsAreReadableValidAndStable) {
  const struct {
    const char* title;
    const char* slug;
  } cases[] = {{"Triage of claims", "triage-of-claims"},
               {"Détection d'Œuvres", "detection-d-oeuvres"},
               {"2nd reader", "id-2nd-reader"},
               {"", "project"},
               {"日本", "project"}};
  std::set<std::string> ids;
  for (const auto& [title, slug] : cases) {
    ProjectDraft draft;
    draft.display_name = title;
    const std::string id = ProjectIdOf("us/HHS-1", draft);
    EXPECT_EQ(id.rfind(std::string(slug) + "-", 0), 0u) << id;
    EXPECT_EQ(aip::ValidateId(id), absl::OkStatus()) << id;
    EXPECT_EQ(ProjectIdOf("us/HHS-1", draft), id);
    EXPECT_NE(ProjectIdOf("us/HHS-2", draft), id);
  }
  ProjectDraft draft;
  for (int length = 40; length < 120; ++length) {
    draft.display_name = std::string(static_cast<size_t>(length), 'a') + " b c d e";
    EXPECT_EQ(aip::ValidateId(ProjectIdOf("us/1", draft)), absl::OkStatus()) << length;
  }
}

TEST(ImportMappingTest, FindingsSpeakTheLanguageAskedFor) {
  const Finding finding = MakeFinding(FindingCode::kUnknownStage, "Stage", "Someday");
  const v1::ImportFinding english = ToFinding(finding, false);
  const v1::ImportFinding french = ToFinding(finding, true);
  EXPECT_EQ(english.column(), "Stage");
  EXPECT_EQ(english.code(), "UNKNOWN_STAGE");
  EXPECT_EQ(english.raw(), "Someday");
  EXPECT_EQ(english.message(), finding.message.en);
  EXPECT_EQ(french.message(), finding.message.fr);
  EXPECT_NE(english.message(), french.message());
}

}  // namespace
}  // namespace palier::registry
