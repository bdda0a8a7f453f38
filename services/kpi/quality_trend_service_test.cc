// SPDX-License-Identifier: Apache-2.0
// What becomes of proofs of concept that nobody decides on, over gRPC.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "kpi/testing/kpi_fixture.h"
#include "kpi/testing/on_postgres.h"
#include "palier/kpi/v1/quality_trend_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::SizeIs;
using Quality = v1::ProjectQuality;

constexpr absl::CivilDay kToday(2026, 3, 9);

// A proof of concept from a register; the quotation assistant is an idea.
class QualityTrendServiceTest : public KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
    if (HasFatalFailure() || IsSkipped()) return;
    project_ = ImportProject("Reader,Firm,Finance,Acquisition and/or Development,2/1/2025,,");
    ASSERT_FALSE(project_.empty());
  }

  void AddKpi(const std::string& id, v1::Kpi::Category category) {
    v1::CreateKpiRequest request;
    request.set_parent(project_);
    request.set_kpi_id(id);
    v1::Kpi& kpi = *request.mutable_kpi();
    kpi.set_display_name(id);
    kpi.set_unit("%");
    kpi.set_decimals(2);
    kpi.set_category(category);
    kpi.set_direction(v1::Kpi::DECREASE);
    const auto made = Call<v1::Kpi>("users/mia", "CreateKpi", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  // One a day of the 180 before today: `before` and then `after`, and 0 to 4 more.
  void Measure(const std::string& kpi, double before, double after) {
    v1::IngestMeasurementsRequest request;
    request.set_parent(project_);
    for (int i = 0; i < 180; ++i) {
      *request.add_measurements() =
          Of(kpi, absl::StrCat(kpi, i), (i < 90 ? before : after) + i % 5, kToday - 180 + i);
    }
    const auto taken =
        Call<v1::IngestMeasurementsResponse>("users/carl", "IngestMeasurements", request);
    ASSERT_EQ(taken->counts().accepted_count(), 180) << taken->DebugString();
  }
  absl::StatusOr<v1::QueryQualityTrendsResponse> Ask(const std::string& filter = "") {
    v1::QueryQualityTrendsRequest request;
    request.set_parent(kFirm);
    request.set_filter(filter);
    return Call<v1::QueryQualityTrendsResponse>("users/vic", "QueryQualityTrends", request);
  }
  Quality Reader() {
    const auto told = Ask();
    EXPECT_TRUE(told.ok()) << told.status();
    EXPECT_THAT(told->projects(), SizeIs(1)) << "an idea is no proof of concept";
    return told.ok() && told->projects_size() == 1 ? told->projects(0) : Quality();
  }
  void TellsHowTheQualityGoesAndWhetherValueWasMeasured();

  std::string project_;
};

void QualityTrendServiceTest::TellsHowTheQualityGoesAndWhetherValueWasMeasured() {
  EXPECT_EQ(Reader().trend(), Quality::UNKNOWN) << "nobody measures it";
  EXPECT_FALSE(Reader().value_measured());
  AddKpi("response-time", v1::Kpi::TECHNICAL);
  Measure("response-time", 20, 20);
  EXPECT_EQ(Reader().trend(), Quality::HOLDS);
  AddKpi("errors", v1::Kpi::TECHNICAL);
  Measure("errors", 5, 25);
  const Quality reader = Reader();
  EXPECT_EQ(reader.project(), project_);
  EXPECT_EQ(reader.trend(), Quality::FALLS);
  ASSERT_THAT(reader.measures(), SizeIs(2));
  EXPECT_EQ(reader.measures(0).comparison().verdict(), v1::CompareKpiResponse::REGRESSED);
  EXPECT_EQ(reader.measures(0).comparison().before().mean(), 7);
  EXPECT_EQ(reader.measures(0).comparison().after().mean(), 27);
  EXPECT_EQ(reader.measures(1).comparison().verdict(), v1::CompareKpiResponse::NO_MATERIAL_CHANGE);
  EXPECT_FALSE(reader.value_measured()) << "quality is no value";
  AddKpi("handling-time", v1::Kpi::EFFICIENCY);
  EXPECT_FALSE(Reader().value_measured()) << "defined, and not measured";
  Measure("handling-time", 9, 8);
  EXPECT_TRUE(Reader().value_measured());
  EXPECT_EQ(Reader().value_date().day(), 8);
  EXPECT_THAT(Reader().measures(), SizeIs(2)) << "value is no quality";
}

TEST_F(QualityTrendServiceTest, TellsHowTheQualityGoesAndWhetherValueWasMeasured) {
  RecordProperty("requirement", "S3-14");
  TellsHowTheQualityGoesAndWhetherValueWasMeasured();
}

TEST_F(QualityTrendServiceTest, DaysFilterAndWhatIsRefused) {
  const auto told = Ask();
  EXPECT_EQ(told->after().last_date().day(), 8) << "yesterday";
  EXPECT_EQ(told->after().first_date().month(), 12);
  EXPECT_EQ(told->before().last_date().day(), told->after().first_date().day() - 1);
  EXPECT_THAT(Ask("stage = POST_POC")->projects(), SizeIs(0));
  EXPECT_THAT(Ask("stage = POST_POC OR stage = POC")->projects(), SizeIs(1));
  EXPECT_THAT(Ask("stage = IDEA")->projects(), SizeIs(0)) << "never more than was asked";
  EXPECT_TRUE(absl::IsInvalidArgument(Ask("nonsense = 1").status()));
}

using QualityTrendOnPostgresTest = OnPostgres<QualityTrendServiceTest>;

TEST_F(QualityTrendOnPostgresTest, TellsTheSame) {
  TellsHowTheQualityGoesAndWhetherValueWasMeasured();
}

}  // namespace
}  // namespace palier::kpi
