// SPDX-License-Identifier: Apache-2.0
// Penetration as a feed gives it: one record per case that is done.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "kpi/testing/source_fixture.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;

constexpr char kMapping[] = R"(
  event_id: "$.id" business_key: "$.case" order: "$.revision" event_time { path: "$.at" }
  project { constant: "quotation" } team { path: "$.team" })";

class PenetrationServiceTest : public SourceFixture {
 protected:
  void SetUp() override {
    SourceFixture::SetUp();
    v1::CreateKpiFromTemplateRequest request;
    request.set_parent(kProject);
    request.set_template_id("penetration");
    request.mutable_baseline()->set_value(0);
    *request.mutable_baseline()->mutable_date() = DateFrom(absl::CivilDay(2026, 1, 5));
    request.mutable_target()->set_points(50);
    *request.mutable_horizon_date() = DateFrom(absl::CivilDay(2026, 12, 31));
    const auto made = Call<v1::Kpi>("users/mia", "CreateKpiFromTemplate", request);
    ASSERT_TRUE(made.ok()) << made.status();
    v1::Source source = Parsed(R"(display_name: "CRM" format: NDJSON)");
    for (const auto& [filter, value] :
         {std::make_pair("by_ai = true", "100"), std::make_pair("by_ai = false", "0")}) {
      v1::Source one =
          Parsed(absl::StrCat("mappings { filter: \"", filter, "\"", kMapping,
                              " measures { kpi: \"penetration\" constant: \"", value, "\" } }"));
      *source.add_mappings() = one.mappings(0);
    }
    const auto created = CreateSource("crm", source);
    ASSERT_TRUE(created.ok()) << created.status();
  }
  static std::string Case(int id, const std::string& team, bool by_ai, const std::string& day,
                          int revision = 1) {
    return absl::StrCat("{\"id\":\"e", id, "-", revision, "\",\"case\":\"c", id,
                        "\",\"revision\":", revision, ",\"at\":\"", day, "T10:00:00Z\",\"team\":\"",
                        team, "\",\"by_ai\":", by_ai ? "true" : "false", "}\n");
  }
};

TEST_F(PenetrationServiceTest, IsTheShareOfTheCasesPerTeamAndWeek) {
  RecordProperty("requirement", "S0-37");
  const std::string feed =
      Case(1, "sales", true, "2026-02-02") + Case(2, "sales", false, "2026-02-03") +
      Case(3, "sales", false, "2026-02-04") + Case(4, "service", true, "2026-02-05") +
      Case(5, "service", true, "2026-02-10");
  const auto sent = SendRecords("crm", feed);
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->counts().accepted_count(), 5) << sent->DebugString();
  EXPECT_THAT(Series("penetration", v1::WEEK), ElementsAre("2026-W06 50.00", "2026-W07 100.00"));
  const auto teams = Query("penetration", v1::WEEK, /*by_team=*/true);
  ASSERT_TRUE(teams.ok()) << teams.status();
  ASSERT_EQ(teams->series_size(), 2);
  EXPECT_EQ(teams->series(0).team(), "sales");
  EXPECT_EQ(teams->series(0).points(0).decimal(), "33.33");
  EXPECT_EQ(teams->series(1).points(0).decimal(), "100.00");

  const auto again = SendRecords("crm", Case(3, "sales", true, "2026-02-04", 2));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_THAT(Series("penetration", v1::WEEK), ElementsAre("2026-W06 75.00", "2026-W07 100.00"))
      << "a case counts once, as it was done last";
}

}  // namespace
}  // namespace palier::kpi
