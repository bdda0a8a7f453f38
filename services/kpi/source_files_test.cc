// SPDX-License-Identifier: Apache-2.0
// Real exports of two vendors as sources, against figures that were computed without Palier.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "kpi/testing/kpi_fixture.h"
#include "palier/kpi/v1/source_service.pb.h"

namespace palier::kpi {
namespace {

class SourceFilesTest : public KpiFixture {
 protected:
  // Empty if the file is not there.
  static std::string Read(const std::string& path) {
    const char* data = std::getenv("PALIER_TEST_DATA");
    std::ifstream file(absl::StrCat(data == nullptr ? "" : data, "/", path));
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }
  void Measure(const std::string& kpi, int decimals) {
    v1::Kpi made;
    made.set_display_name(kpi);
    made.set_unit("1");
    made.set_direction(v1::Kpi::INCREASE);
    made.set_category(v1::Kpi::ADOPTION);
    made.set_semantics(v1::Kpi::DELTA);
    made.set_decimals(decimals);
    ASSERT_TRUE(Create(kpi, made).ok());
  }
  void Declare(const std::string& id, const std::string& text) {
    v1::CreateSourceRequest request;
    request.set_parent(kFirm);
    request.set_source_id(id);
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, request.mutable_source()));
    const auto made = Call<v1::Source>("users/mia", "CreateSource", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  void Send(const std::string& id, const std::string& data) {
    v1::IngestRecordsRequest request;
    request.set_name(absl::StrCat("organizations/firm/sources/", id));
    request.set_data(data);
    const auto sent = Call<v1::IngestRecordsResponse>("users/carl", "IngestRecords", request);
    ASSERT_TRUE(sent.ok()) << sent.status();
    const auto& refused = sent->refusals();
    EXPECT_EQ(refused.size(), 0) << refused.begin()->ShortDebugString();
  }
  // A table in pieces, each with its header.
  void SendTable(const std::string& id, const std::string& table) {
    const std::vector<std::string> lines = absl::StrSplit(table, '\n', absl::SkipEmpty());
    for (size_t begin = 1; begin < lines.size(); begin += 1500) {
      std::string piece = absl::StrCat(lines[0], "\n");
      for (size_t i = begin; i < std::min(begin + 1500, lines.size()); ++i) {
        absl::StrAppend(&piece, lines[i], "\n");
      }
      Send(id, piece);
    }
  }
  double Total(const std::string& kpi) {
    double total = 0;
    const auto answer = Query(kpi, v1::QUARTER);
    EXPECT_TRUE(answer.ok()) << answer.status();
    for (const auto& point : answer->series(0).points()) total += point.value();
    return total;
  }
};

TEST_F(SourceFilesTest, DaysOfACodingAssistant) {
  const std::string data = Read("copilot-metrics/organization_usage_response_sample.json");
  if (data.empty()) GTEST_SKIP() << "PALIER_TEST_DATA has no copilot-metrics";
  const auto reference = nlohmann::json::parse(
      Read("copilot-metrics/reference.json"))["organization_usage_response_sample.json"];
  for (const char* kpi : {"suggestions", "acceptances", "lines-accepted"}) Measure(kpi, 0);
  Declare("copilot", R"pb(
    display_name: "Coding assistant"
    format: JSON
    mappings {
      event_id: "$.day"
      event_time { path: "$.day" formats: DATE }
      project { constant: "quotation" }
      measures { kpi: "suggestions" path: "$.total_suggestions_count" }
      measures { kpi: "acceptances" path: "$.total_acceptances_count" }
      measures { kpi: "lines-accepted" path: "$.total_lines_accepted" }
    }
  )pb");
  Send("copilot", data);
  Send("copilot", data);
  EXPECT_EQ(Total("suggestions"), reference["suggestions"].get<double>());
  EXPECT_EQ(Total("acceptances"), reference["acceptances"].get<double>());
  EXPECT_EQ(Total("lines-accepted"), reference["lines_accepted"].get<double>());
}

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

TEST_F(SourceFilesTest, PeopleAndWeeksOfAnOfficeAssistant) {
  RecordProperty("requirement", "S1-48");
  const std::string table = Read("viva-copilot/pq_data_2025-08.csv");
  if (table.empty()) GTEST_SKIP() << "PALIER_TEST_DATA has no viva-copilot";
  const auto reference = nlohmann::json::parse(Read("viva-copilot/reference.json"));
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
