// SPDX-License-Identifier: Apache-2.0
#include "palierctl/output/message_text.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "palier/registry/v1/project.pb.h"
#include "palier/reporting/v1/portfolio.pb.h"

namespace palier::ctl {
namespace {

using registry::v1::Project;

Project MakeProject() {
  Project project;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "organizations/acme/projects/chatbot" display_name: "Chatbot" stage: POC
         department: "organizations/acme/departments/ventes"
         stage_time { seconds: 1767225600 }
         poc_budget { currency_code: "EUR" units: -3 nanos: -50000000 }
         production_target_date { year: 2026 month: 7 day: 1 }
         population { systems: "ERP" systems: "CRM" })",
      &project);
  return project;
}

std::string Cell(const google::protobuf::Message& message, const char* field) {
  return CellOf(message, message.GetDescriptor()->FindFieldByName(field));
}

TEST(CellTest, ReadsLikeText) {
  const Project project = MakeProject();
  EXPECT_EQ(Cell(project, "name"), "chatbot");
  EXPECT_EQ(Cell(project, "department"), "ventes");
  EXPECT_EQ(Cell(project, "stage"), "POC");
  EXPECT_EQ(Cell(project, "stage_time"), "2026-01-01T00:00:00Z");
  EXPECT_EQ(Cell(project, "poc_budget"), "-3.05 EUR");
  EXPECT_EQ(Cell(project, "production_target_date"), "2026-07-01");
  EXPECT_EQ(Cell(project, "kind"), "");
  EXPECT_EQ(Cell(project.population(), "systems"), "ERP CRM");
}

TEST(PlainJsonTest, GivesZerosAndLeavesOutWhatIsUnset) {
  reporting::v1::FunnelStage stage;
  stage.set_stage(Project::IDEA);
  const Json json = PlainJson(stage);
  EXPECT_EQ(json.dump(),
            R"({"stage":"IDEA","label":"","count":0,"share_permille":0,"age_known_count":0})");
  stage.set_median_age_days(0);
  EXPECT_EQ(PlainJson(stage)["median_age_days"], 0);
}

TEST(PlainJsonTest, WritesDatesAndMoneyPlainly) {
  const Json json = PlainJson(MakeProject());
  EXPECT_EQ(json["production_target_date"], "2026-07-01");
  EXPECT_EQ(json["poc_budget"].dump(), R"({"currency_code":"EUR","amount":"-3.05"})");
}

TEST(ProtoJsonTest, KeepsTheNamesOfTheProtos) {
  EXPECT_THAT(ProtoJson(MakeProject()), testing::HasSubstr("\"display_name\": \"Chatbot\""));
}

TEST(ColumnsTest, AreTheNameAndWhatOneFiltersBy) {
  std::vector<std::string> names;
  for (const auto* field : ColumnsOf(Project::descriptor())) names.push_back(field->name());
  EXPECT_THAT(names, testing::Contains("stage"));
  EXPECT_THAT(names, testing::Not(testing::Contains("etag")));
  EXPECT_EQ(names.front(), "name");
}

TEST(ColumnsTest, AreAllSimpleFieldsWhereNothingIsFiltered) {
  std::vector<std::string> names;
  for (const auto* field : ColumnsOf(reporting::v1::FunnelStage::descriptor()))
    names.push_back(field->name());
  EXPECT_THAT(names, testing::ElementsAre("stage", "label", "count", "share_permille",
                                          "median_age_days", "age_known_count"));
}

}  // namespace
}  // namespace palier::ctl
