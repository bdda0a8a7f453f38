// SPDX-License-Identifier: Apache-2.0
// A real export of an office assistant as a source, against figures that were computed without
// Palier.
#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "kpi/testing/source_files_fixture.h"

namespace palier::kpi {
namespace {

using OfficeAssistantFilesTest = SourceFilesFixture;

std::string VivaSource(const std::string& filter, const std::string& measures) {
  std::string teams;
  for (const char* team :
       {"Finance", "HR", "IT", "Legal", "Marketing", "Operations", "Research", "Sales"}) {
    absl::StrAppend(&teams, "table { key: \"", team, "\" value: \"", absl::AsciiStrToLower(team),
                    "\" } ");
  }
  return absl::StrCat("display_name: \"Office assistant\" format: CSV mappings { filter: \"",
                      filter,
                      "\" event_id: \"$.PersonId\" event_id: \"$.MetricDate\" "
                      "event_time { path: \"$.MetricDate\" formats: DATE } "
                      "project { constant: \"quotation\" } team { path: \"$.Organization\" ",
                      teams, "} user: \"$.PersonId\" ", measures, " }",
                      // Weeks in which it was not switched on or not used.
                      "mappings { event_id: \"$.PersonId\" event_time { path: \"$.MetricDate\" "
                      "formats: DATE } project { constant: \"quotation\" } measures { kpi: "
                      "\"none\" path: \"$.none\" on_missing: SKIP } }");
}

TEST_F(OfficeAssistantFilesTest, PeopleAndWeeksOfAnOfficeAssistant) {
  RecordProperty("requirement", "S1-48");
  READ_OR_SKIP(table, "viva-copilot/pq_data_2025-08.csv");
  const Json reference = Json::parse(ReadData("viva-copilot/reference.json"));
  for (const char* kpi : {"actions", "assisted-hours", "active", "enabled"}) Measure(kpi, 9);
  const std::string work = VivaSource("PersonId:*",
                                      "measures { kpi: \"actions\" path: "
                                      "\"$.Total_Copilot_actions_taken\" } measures { kpi: "
                                      "\"assisted-hours\" path: \"$.Copilot_assisted_hours\" }");
  const std::string active =
      VivaSource("Total_Copilot_active_days > 0", "measures { kpi: \"active\" constant: \"1\" }");
  const std::string enabled =
      VivaSource("Total_Copilot_enabled_days > 0", "measures { kpi: \"enabled\" constant: \"1\" }");
  for (const auto& [id, text] :
       {std::pair("work", work), {"active", active}, {"enabled", enabled}}) {
    Declare(id, text);
    SendTable(id, table);
  }
  const auto weeks = Query("assisted-hours", v1::DAY);
  ASSERT_TRUE(weeks.ok()) << weeks.status();
  ASSERT_EQ(weeks->series(0).points_size(), static_cast<int>(reference["by_week"].size()));
  for (const auto& point : weeks->series(0).points()) {
    const auto& expected = reference["by_week"][point.label()];
    EXPECT_NEAR(point.value(), expected["assisted_hours"].get<double>(), 1e-4) << point.label();
  }
  EXPECT_NEAR(Total("actions"), reference["overall"]["actions"].get<double>(), 1e-3);
  for (const char* kpi : {"active", "enabled"}) {
    const auto people = Query(kpi, v1::DAY);
    ASSERT_TRUE(people.ok()) << people.status();
    for (const auto& point : people->series(0).points()) {
      EXPECT_EQ(point.distinct_users(), reference["by_week"][point.label()][kpi].get<int64_t>())
          << point.label();
    }
  }
  const auto by_team = Query("actions", v1::QUARTER, true);
  ASSERT_TRUE(by_team.ok()) << by_team.status();
  ASSERT_EQ(by_team->series_size(), 8);
  for (const auto& series : by_team->series()) {
    double total = 0;
    for (const auto& point : series.points()) total += point.value();
    for (const auto& [name, expected] : reference["by_org"].items()) {
      if (absl::AsciiStrToLower(name) != series.team()) continue;
      EXPECT_NEAR(total, expected["actions"].get<double>(), 1e-3) << name;
    }
  }
}

}  // namespace
}  // namespace palier::kpi
