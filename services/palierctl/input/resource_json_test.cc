// SPDX-License-Identifier: Apache-2.0
#include "palierctl/input/resource_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/project.pb.h"
#include "palierctl/errors.h"

namespace palier::ctl {
namespace {

using registry::v1::Project;
const absl::CivilDay kToday(2026, 7, 1);

TEST(FillMessageTest, ReadsDatesAndMoneyAsPeopleWriteThem) {
  const auto json =
      ParseJson(R"({"display_name": "Chatbot", "kind": "ASSISTANT", "poc_budget": "2500.50 EUR",
      "production_target_date": "today+30d", "team_members": [{"person": "p", "join_date": "2026-01-31"}],
      "exitCriteria": [{"id": "a", "value": 92.5}]})",
                "test");
  ASSERT_TRUE(json.ok()) << json.status();
  Project project;
  ASSERT_TRUE(FillMessage(*json, kToday, &project).ok());
  EXPECT_EQ(project.poc_budget().units(), 2500);
  EXPECT_EQ(project.poc_budget().nanos(), 500000000);
  EXPECT_EQ(project.poc_budget().currency_code(), "EUR");
  EXPECT_EQ(project.production_target_date().day(), 31);
  EXPECT_EQ(project.team_members(0).join_date().month(), 1);
  EXPECT_EQ(project.exit_criteria(0).value(), 92.5);
}

TEST(FillMessageTest, RefusesWhatDoesNotFit) {
  for (const char* text :
       {R"({"nonsense": 1})", R"({"poc_budget": "many EUR"})", R"({"poc_budget": "5"})",
        R"({"production_target_date": "soon"})", R"({"kind": "NONSENSE"})"}) {
    Project project;
    EXPECT_EQ(ExitCodeOf(FillMessage(*ParseJson(text, "test"), kToday, &project)), kUsage) << text;
  }
}

TEST(ParseJsonTest, IsBounded) {
  EXPECT_FALSE(ParseJson(std::string(100000, '['), "test").ok());
  EXPECT_FALSE(ParseJson("{", "test").ok());
  EXPECT_FALSE(ParseJson("", "test").ok());
  EXPECT_TRUE(ParseJson(R"({"a": "[[[["})", "test").ok());
}

TEST(AssignTest, ReadsTheTypeOfTheField) {
  Json json = Json::object();
  for (const char* assignment :
       {"display_name=Tri = tri", "poc_budget=-12.05 EUR", "population.headcount=24",
        "population.systems=ERP,CRM", "kind=AGENT", R"(exit_criteria=[{"id": "x"}])"}) {
    ASSERT_TRUE(Assign(assignment, Project::descriptor(), &json).ok()) << assignment;
  }
  Project project;
  ASSERT_TRUE(FillMessage(json, kToday, &project).ok()) << json;
  EXPECT_EQ(project.display_name(), "Tri = tri");
  EXPECT_EQ(project.poc_budget().units(), -12);
  EXPECT_EQ(project.poc_budget().nanos(), -50000000);
  EXPECT_EQ(project.population().headcount(), 24);
  EXPECT_THAT(project.population().systems(), testing::ElementsAre("ERP", "CRM"));
  EXPECT_EQ(project.kind(), Project::AGENT);
  EXPECT_EQ(project.exit_criteria(0).id(), "x");
}

TEST(AssignTest, RefusesUnknownFieldsAndTypes) {
  for (const char* assignment :
       {"nonsense=1", "display_name", "population.nonsense=1", "display_name.x=1",
        "exit_criteria.id=1", "=1", "exit_criteria=[{"}) {
    Json json = Json::object();
    EXPECT_EQ(ExitCodeOf(Assign(assignment, Project::descriptor(), &json)), kUsage) << assignment;
  }
}

}  // namespace
}  // namespace palier::ctl
