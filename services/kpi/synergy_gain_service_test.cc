// SPDX-License-Identifier: Apache-2.0
// Measured gains of synergies beside their estimates, over gRPC.
#include <gmock/gmock.h>

#include <optional>

#include "absl/strings/str_cat.h"
#include "kpi/testing/kpi_fixture.h"
#include "kpi/testing/on_postgres.h"
#include "palier/kpi/v1/synergy_gain_service.pb.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/landscape_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using Response = v1::CompareKpiResponse;

// A Monday, 18 weeks before today.
constexpr absl::CivilDay kStart(2025, 11, 3);

class SynergyGainServiceTest : public KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
    if (HasFatalFailure() || IsSkipped()) return;
    for (const char* id : {"crm", "erp"}) {
      registry::v1::CreateApplicationRequest request;
      request.set_parent(kFirm);
      request.set_application_id(id);
      request.mutable_application()->set_display_name(id);
      request.mutable_application()->set_state(registry::v1::Application::DEPLOYED);
      ASSERT_TRUE(
          Registry<registry::v1::Application>("users/mia", "CreateApplication", request).ok());
    }
    v1::Kpi cost;
    cost.set_display_name("Cost of typing orders again");
    cost.set_unit("EUR");
    cost.set_decimals(2);
    cost.set_category(v1::Kpi::EFFICIENCY);
    cost.set_cadence(v1::Kpi::WEEKLY);
    cost.set_direction(v1::Kpi::DECREASE);
    cost.set_semantics(v1::Kpi::DELTA);
    ASSERT_TRUE(Create("typing", cost).ok());
  }

  // One of each day: the amount, and 0 to 6 EUR by the day of the week.
  void Measure(absl::CivilDay first, absl::CivilDay next, double amount) {
    std::vector<v1::Measurement> measurements;
    for (absl::CivilDay day = first; day < next; ++day) {
      measurements.push_back(Of("typing", absl::FormatCivilTime(day),
                                amount + static_cast<int>(absl::GetWeekday(day)), day));
    }
    const auto taken = Ingest(measurements);
    ASSERT_EQ(taken->counts().accepted_count(), next - first) << taken->DebugString();
  }
  void Connect(const std::string& id, registry::v1::Synergy::Type type, const std::string& kpi,
               std::optional<absl::CivilDay> start) {
    registry::v1::CreateSynergyRequest request;
    request.set_parent(kFirm);
    request.set_synergy_id(id);
    registry::v1::Synergy& synergy = *request.mutable_synergy();
    synergy.set_display_name(id);
    synergy.set_type(type);
    synergy.set_source(absl::StrCat(kFirm, "/applications/crm"));
    synergy.set_target(absl::StrCat(kFirm, "/applications/erp"));
    synergy.mutable_yearly_gain()->set_currency_code("EUR");
    synergy.mutable_yearly_gain()->set_units(15000);
    if (!kpi.empty()) synergy.set_kpi(KpiName(kpi));
    if (start) *synergy.mutable_start_date() = DateFrom(*start);
    const auto made = Registry<registry::v1::Synergy>("users/mia", "CreateSynergy", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  absl::StatusOr<v1::QuerySynergyGainsResponse> Ask(const std::string& filter = "",
                                                    const std::string& principal = "users/vic",
                                                    const std::string& language = "en") {
    v1::QuerySynergyGainsRequest request;
    request.set_parent(kFirm);
    request.set_filter(filter);
    return Call<v1::QuerySynergyGainsResponse>(principal, "QuerySynergyGains", request, language);
  }
  void TellsWhatWasMeasuredBesideTheEstimate();
};

void SynergyGainServiceTest::TellsWhatWasMeasuredBesideTheEstimate() {
  Measure(kStart - 200, kStart, 100);
  Measure(kStart, kStart + 126, 70);
  Connect("orders", registry::v1::Synergy::WORKFLOW, "typing", kStart);
  const auto told = Ask();
  ASSERT_TRUE(told.ok()) << told.status();
  ASSERT_THAT(told->gains(), SizeIs(1));
  const v1::SynergyGain& gain = told->gains(0);
  EXPECT_EQ(gain.synergy(), absl::StrCat(kFirm, "/synergies/orders"));
  EXPECT_EQ(gain.state(), v1::SynergyGain::COMPARED);
  EXPECT_EQ(gain.estimated_yearly_gain().units(), 15000);
  EXPECT_EQ(gain.before().first_date().month(), 6) << "18 weeks";
  EXPECT_EQ(gain.before().first_date().day(), 30);
  EXPECT_EQ(gain.after().last_date().month(), 3);
  EXPECT_EQ(gain.after().last_date().day(), 8) << "yesterday";
  EXPECT_EQ(gain.comparison().verdict(), Response::IMPROVED) << gain.DebugString();
  EXPECT_EQ(gain.comparison().before().size(), 18) << "whole weeks of what adds up";
  EXPECT_EQ(gain.comparison().before().mean(), 721);
  EXPECT_EQ(gain.comparison().after().size(), 18);
  EXPECT_EQ(gain.comparison().after().mean(), 511);
  // 721 a week before, 511 after: 210 of 365 / 7 weeks.
  EXPECT_EQ(gain.measured_yearly_gain().currency_code(), "EUR");
  EXPECT_EQ(gain.measured_yearly_gain().units(), 10950);
  EXPECT_FALSE(gain.explanation().empty());
}

TEST_F(SynergyGainServiceTest, TellsWhatWasMeasuredBesideTheEstimate) {
  RecordProperty("requirement", "S1-67");
  TellsWhatWasMeasuredBesideTheEstimate();
}

TEST_F(SynergyGainServiceTest, SaysWhyThereIsNothingToTell) {
  RecordProperty("requirement", "S1-67");
  Measure(kStart - 30, kStart, 100);
  Measure(kStart, kStart + 5, 70);
  using S = registry::v1::Synergy;
  Connect("few", S::WORKFLOW, "typing", kStart);
  Connect("planned", S::DATA, "typing", std::nullopt);
  Connect("nothing", S::VERTICAL, "not-there", kStart);
  Connect("estimated", S::HORIZONTAL, "", kStart);
  const auto told = Ask("", "users/vic", "fr");
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_EQ(told->unmeasured_count(), 1);
  ASSERT_THAT(told->gains(), SizeIs(3));
  const v1::SynergyGain& few = told->gains(0);
  EXPECT_EQ(few.comparison().verdict(), Response::NOT_ENOUGH_DATA);
  EXPECT_FALSE(few.has_measured_yearly_gain());
  EXPECT_EQ(few.estimated_yearly_gain().units(), 15000) << "stays an estimate";
  const v1::SynergyGain& nothing = told->gains(1);
  EXPECT_EQ(nothing.state(), v1::SynergyGain::NO_KPI);
  EXPECT_THAT(nothing.explanation(), HasSubstr("ne peut être lu"));
  const v1::SynergyGain& planned = told->gains(2);
  EXPECT_EQ(planned.state(), v1::SynergyGain::NOT_STARTED);
  EXPECT_EQ(planned.kpi_unit(), "EUR");
  EXPECT_FALSE(planned.has_comparison());
  EXPECT_THAT(Ask("type = DATA")->gains(), SizeIs(1));
  EXPECT_TRUE(absl::IsInvalidArgument(Ask("nonsense = 1").status()));
}

TEST_F(SynergyGainServiceTest, AMeasureThatIsNoAmountHasNoYearlyGain) {
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  std::vector<v1::Measurement> measurements;
  for (int i = 0; i < 100; ++i) {
    const absl::CivilDay day = kStart - 100 + i;
    measurements.push_back(Of("lead-time", absl::StrCat("before", i), 10 + i % 5, day));
    measurements.push_back(Of("lead-time", absl::StrCat("after", i), 6 + i % 5, day + 100));
  }
  ASSERT_TRUE(Ingest(measurements).ok());
  Connect("orders", registry::v1::Synergy::WORKFLOW, "lead-time", kStart);
  const auto told = Ask();
  EXPECT_EQ(told->gains(0).comparison().verdict(), Response::IMPROVED);
  EXPECT_EQ(told->gains(0).comparison().mean_change().effect(), -4) << "days";
  EXPECT_FALSE(told->gains(0).has_measured_yearly_gain());
}

TEST_F(SynergyGainServiceTest, FewPeopleAreNotTold) {
  v1::Kpi users = LeadTime();
  users.set_category(v1::Kpi::ADOPTION);
  users.set_aggregation(v1::Kpi::DISTINCT_USERS);
  ASSERT_TRUE(Create("users", users).ok());
  Connect("orders", registry::v1::Synergy::WORKFLOW, "users", kStart);
  EXPECT_EQ(Ask()->gains(0).state(), v1::SynergyGain::NO_KPI);
  EXPECT_EQ(Ask("", "services/reporting")->gains(0).state(), v1::SynergyGain::COMPARED);
}

using SynergyGainOnPostgresTest = OnPostgres<SynergyGainServiceTest>;

TEST_F(SynergyGainOnPostgresTest, TellsTheSame) {
  TellsWhatWasMeasuredBesideTheEstimate();
}

}  // namespace
}  // namespace palier::kpi
