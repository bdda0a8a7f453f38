// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/error.h"
#include "kpi/testing/kpi_fixture.h"

namespace palier::kpi {
namespace {

using status::ReasonOf;
using ::testing::ElementsAre;

constexpr absl::CivilDay kMarch2(2026, 3, 2);

class KpiServiceTest : public KpiFixture {
 protected:
  absl::StatusOr<v1::KpiStatus> Status(absl::CivilDay day, const std::string& language = "en") {
    v1::GetKpiStatusRequest request;
    request.set_name(KpiName("lead-time"));
    *request.mutable_as_of_date() = DateFrom(day);
    return Call<v1::KpiStatus>("users/vic", "GetKpiStatus", request, language);
  }

  // What the registry was told about the KPI, once `done` holds.
  template <typename Done>
  registry::v1::Evidence AwaitEvidence(Done done) {
    registry::v1::ListEvidenceRequest request;
    request.set_parent(kProject);
    registry::v1::Evidence last;
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (absl::Now() < deadline) {
      const auto response =
          Registry<registry::v1::ListEvidenceResponse>("users/vic", "ListEvidence", request);
      EXPECT_TRUE(response.ok()) << response.status();
      if (response.ok() && response->evidence_size() == 1) last = response->evidence(0);
      if (response.ok() && response->evidence_size() == 1 && done(last)) return last;
      absl::SleepFor(absl::Milliseconds(20));
    }
    ADD_FAILURE() << "the evidence did not come: " << last.ShortDebugString();
    return last;
  }
};

TEST_F(KpiServiceTest, AKpiFixedInAdvanceIsQuantified) {
  RecordProperty("requirement", "S0-08");
  const auto made = Create("lead-time", LeadTime());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_TRUE(made->quantified());
  EXPECT_EQ(made->definition_version(), 1);
  EXPECT_EQ(made->semantics(), v1::Kpi::GAUGE);
  EXPECT_EQ(made->aggregation(), v1::Kpi::MEAN);
  EXPECT_EQ(made->evidence_grade(), v1::Kpi::REAL);
}

TEST_F(KpiServiceTest, ATemplateNeedsOnlyWhereTheProjectStands) {
  RecordProperty("requirement", "S1-21");
  v1::QueryKpiTemplatesRequest list;
  list.set_parent(kFirm);
  const auto templates =
      Call<v1::QueryKpiTemplatesResponse>("users/vic", "QueryKpiTemplates", list, "fr");
  ASSERT_TRUE(templates.ok()) << templates.status();
  ASSERT_EQ(templates->templates_size(), 6);
  EXPECT_EQ(templates->templates(1).display_name(), "Part des dossiers refaits");

  v1::CreateKpiFromTemplateRequest request;
  request.set_parent(kProject);
  request.set_template_id("rework");
  request.mutable_baseline()->set_value(12);
  *request.mutable_baseline()->mutable_date() = DateFrom(absl::CivilDay(2026, 1, 31));
  request.set_owner("organizations/firm/people/zoe");
  request.set_source("ERP");
  const auto made = Call<v1::Kpi>("users/mia", "CreateKpiFromTemplate", request);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), KpiName("rework"));
  EXPECT_EQ(made->target().relative_percent(), 50);
  EXPECT_EQ(made->horizon_date().month(), 10);
  EXPECT_EQ(made->horizon_date().day(), 31);
  EXPECT_TRUE(made->quantified());

  request.set_template_id("conversion");
  EXPECT_THAT(Call<v1::Kpi>("users/mia", "CreateKpiFromTemplate", request).status().ToString(),
              ::testing::HasSubstr("horizon_date"));
  request.set_template_id("penetration");
  *request.mutable_horizon_date() = DateFrom(absl::CivilDay(2027, 1, 1));
  EXPECT_THAT(Call<v1::Kpi>("users/mia", "CreateKpiFromTemplate", request).status().ToString(),
              ::testing::HasSubstr("target"))
      << "no article says how far";
  request.mutable_target()->set_points(50);
  const auto penetration = Call<v1::Kpi>("users/mia", "CreateKpiFromTemplate", request);
  ASSERT_TRUE(penetration.ok()) << penetration.status();
  EXPECT_EQ(penetration->target().points(), 50);
  EXPECT_EQ(penetration->aggregation(), v1::Kpi::MEAN);
  request.set_template_id("nothing");
  EXPECT_THAT(Call<v1::Kpi>("users/mia", "CreateKpiFromTemplate", request).status().ToString(),
              ::testing::HasSubstr("template_id"));
}

TEST_F(KpiServiceTest, EachMissingPartMakesItUnquantified) {
  const std::vector<std::function<void(v1::Kpi&)>> without = {
      [](v1::Kpi& kpi) { kpi.clear_baseline(); }, [](v1::Kpi& kpi) { kpi.clear_target(); },
      [](v1::Kpi& kpi) { kpi.clear_horizon_date(); }, [](v1::Kpi& kpi) { kpi.clear_owner(); },
      [](v1::Kpi& kpi) { kpi.clear_source(); }};
  for (size_t i = 0; i < without.size(); ++i) {
    v1::Kpi kpi = LeadTime();
    without[i](kpi);
    const auto made = Create(absl::StrCat("kpi-", i), kpi);
    ASSERT_TRUE(made.ok()) << made.status();
    EXPECT_FALSE(made->quantified()) << i;
  }
}

TEST_F(KpiServiceTest, WrongDefinitionsAreRefusedFieldByField) {
  const std::vector<std::pair<std::string, std::function<void(v1::Kpi&)>>> cases = {
      {"horizon_date", [](v1::Kpi& kpi) { kpi.mutable_horizon_date()->set_day(32); }},
      {"target", [](v1::Kpi& kpi) { *kpi.mutable_horizon_date() = kpi.baseline().date(); }},
      {"target", [](v1::Kpi& kpi) { kpi.mutable_target()->set_relative_percent(-20); }},
      {"target", [](v1::Kpi& kpi) { kpi.mutable_target()->clear_change(); }},
      {"maximum_value", [](v1::Kpi& kpi) { kpi.set_maximum_value(-1); }},
      {"minimum_value", [](v1::Kpi& kpi) { kpi.set_minimum_value(std::nan("")); }},
      {"kpi.decimals", [](v1::Kpi& kpi) { kpi.set_decimals(10); }},
  };
  for (const auto& [field, spoil] : cases) {
    v1::Kpi kpi = LeadTime();
    spoil(kpi);
    const auto made = Create("lead-time", kpi);
    EXPECT_EQ(ReasonOf(made.status()), error::v1::INVALID_FIELDS) << field;
    bool named = false;
    const error::v1::ErrorDetail detail = status::DetailOf(made.status());
    for (const auto& violation : detail.field_violations()) {
      named = named || absl::EndsWith(violation.subject(), field);
    }
    EXPECT_TRUE(named) << field << ": " << detail.ShortDebugString();
  }
}

TEST_F(KpiServiceTest, AProjectThatIsNotThereTakesNoKpi) {
  v1::CreateKpiRequest request;
  request.set_parent("organizations/firm/projects/nowhere");
  *request.mutable_kpi() = LeadTime();
  const auto made = Call<v1::Kpi>("users/mia", "CreateKpi", request);
  EXPECT_EQ(ReasonOf(made.status()), error::v1::PARENT_NOT_USABLE) << made.status();
}

TEST_F(KpiServiceTest, OnlyAManagerCreatesAndOnlyAContributorIngests) {
  v1::CreateKpiRequest create;
  create.set_parent(kProject);
  *create.mutable_kpi() = LeadTime();
  EXPECT_EQ(ReasonOf(Call<v1::Kpi>("users/carl", "CreateKpi", create).status()),
            error::v1::PERMISSION_DENIED);
  v1::IngestMeasurementsRequest ingest;
  ingest.set_parent(kProject);
  EXPECT_EQ(
      ReasonOf(
          Call<v1::IngestMeasurementsResponse>("users/vic", "IngestMeasurements", ingest).status()),
      error::v1::PERMISSION_DENIED);
}

TEST_F(KpiServiceTest, TheVersionGrowsWithTheDefinitionAndNotWithTheName) {
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  v1::UpdateKpiRequest request;
  request.mutable_kpi()->set_name(KpiName("lead-time"));
  request.mutable_kpi()->set_display_name("Délai");
  auto updated = Call<v1::Kpi>("users/mia", "UpdateKpi", request);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->definition_version(), 1);
  request.mutable_kpi()->mutable_target()->set_relative_percent(15);
  updated = Call<v1::Kpi>("users/mia", "UpdateKpi", request);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->definition_version(), 2);
}

TEST_F(KpiServiceTest, TheScaleStaysOnceThereAreMeasurements) {
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  v1::UpdateKpiRequest request;
  request.mutable_kpi()->set_name(KpiName("lead-time"));
  request.mutable_kpi()->set_decimals(3);
  ASSERT_TRUE(Call<v1::Kpi>("users/mia", "UpdateKpi", request).ok());
  ASSERT_TRUE(Ingest({Of("lead-time", "1", 9, kMarch2)}).ok());
  request.mutable_kpi()->set_decimals(4);
  EXPECT_EQ(ReasonOf(Call<v1::Kpi>("users/mia", "UpdateKpi", request).status()),
            error::v1::INVALID_FIELDS);
}

TEST_F(KpiServiceTest, MeasurementsGoOnlyWhenAskedFor) {
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  ASSERT_TRUE(Ingest({Of("lead-time", "1", 9, kMarch2)}).ok());
  v1::DeleteKpiRequest request;
  request.set_name(KpiName("lead-time"));
  EXPECT_EQ(ReasonOf(Call<google::protobuf::Empty>("users/mia", "DeleteKpi", request).status()),
            error::v1::RESOURCE_HAS_CHILDREN);
  request.set_force(true);
  request.set_validate_only(true);
  EXPECT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteKpi", request).ok());
  request.set_validate_only(false);
  request.set_etag("W/\"99\"");
  EXPECT_FALSE(Call<google::protobuf::Empty>("users/mia", "DeleteKpi", request).ok());
  ASSERT_EQ(Query("lead-time", v1::DAY)->series(0).points_size(), 1) << "refused, nothing lost";
  request.clear_etag();
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteKpi", request).ok());
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  EXPECT_EQ(Query("lead-time", v1::DAY)->series(0).points_size(), 0);
}

// What no message of Palier may hold: a unary batch is refused with its place before anything is
// written; in a stream, whose sender cannot take a batch back, it is quarantined.
TEST_F(KpiServiceTest, PeopleAreCountedAndKeptOnlyAsHashes) {
  v1::Kpi users = LeadTime();
  users.clear_baseline();
  users.set_aggregation(v1::Kpi::DISTINCT_USERS);
  users.set_decimals(0);
  users.set_cadence(v1::Kpi::WEEKLY);
  ASSERT_TRUE(Create("users", users).ok());
  std::vector<v1::Measurement> sent;
  // Monday and Tuesday of one week, Monday of the next: Ann every day, Bob once.
  static constexpr std::pair<const char*, int> uses[] = {
      {"ann", 2}, {"bob", 2}, {"ann", 3}, {"ann", 9}};
  for (size_t i = 0; i < std::size(uses); ++i) {
    sent.push_back(Of("users", absl::StrCat(i), 1, absl::CivilDay(2026, 3, uses[i].second)));
    sent.back().set_user(uses[i].first);
  }
  sent.push_back(Of("nothing", "lost", 1, kMarch2));
  sent.back().set_user("ann@example.com");
  ASSERT_TRUE(Ingest(sent).ok());
  const auto weeks = Query("users", v1::WEEK);
  ASSERT_TRUE(weeks.ok()) << weeks.status();
  std::vector<std::string> values;
  for (const auto& point : weeks->series(0).points()) {
    values.push_back(absl::StrCat(point.label(), "=", point.decimal()));
  }
  EXPECT_THAT(values, ElementsAre("2026-W10=2", "2026-W11=1"));
  EXPECT_EQ(Query("users", v1::MONTH)->series(0).points(0).distinct_users(), 2);
  const std::string kept = Quarantine().ShortDebugString();
  EXPECT_FALSE(absl::StrContains(kept, "ann@example.com")) << kept;
  // The registry is told that they were measured, and neither that they were two nor how often.
  const auto evidence = AwaitEvidence(
      [](const registry::v1::Evidence& one) { return one.kpi().measurement_count() > 0; });
  EXPECT_EQ(evidence.kpi().measurement_count(), 1);
  EXPECT_TRUE(evidence.kpi().has_latest_time());
  EXPECT_FALSE(evidence.kpi().has_value()) << evidence.ShortDebugString();
}

TEST_F(KpiServiceTest, TheStatusFollowsTheTrajectory) {
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  EXPECT_EQ(Status(kMarch2)->status(), v1::KpiStatus::UNKNOWN);
  EXPECT_EQ(Status(kMarch2)->reason(), "NO_RECENT_MEASURE");
  ASSERT_TRUE(Ingest({Of("lead-time", "1", 8, kMarch2), Of("lead-time", "2", 8.5, kMarch2)}).ok());
  const auto ahead = Status(kMarch2 + 1);
  ASSERT_TRUE(ahead.ok()) << ahead.status();
  EXPECT_EQ(ahead->status(), v1::KpiStatus::AHEAD);
  EXPECT_DOUBLE_EQ(ahead->actual_value(), 8.25);
  EXPECT_DOUBLE_EQ(ahead->expected_value(), 9.34);  // 60 of 181 days on the way from 10 to 8
  EXPECT_DOUBLE_EQ(ahead->target_value(), 8);
  EXPECT_EQ(Status(absl::CivilDay(2026, 6, 1))->status(), v1::KpiStatus::UNKNOWN);
  EXPECT_NE(Status(kMarch2 + 1, "fr")->explanation(), ahead->explanation());
}

TEST_F(KpiServiceTest, AnAmountIsJudgedByWholePeriods) {
  v1::Kpi saved = LeadTime();
  saved.set_direction(v1::Kpi::INCREASE);
  saved.set_semantics(v1::Kpi::DELTA);
  saved.set_cadence(v1::Kpi::WEEKLY);
  ASSERT_TRUE(Create("lead-time", saved).ok());
  // A whole week of 5 x 2, then 2 on the Monday of the next.
  std::vector<v1::Measurement> sent;
  for (int day = 2; day < 7; ++day) {
    sent.push_back(Of("lead-time", absl::StrCat(day), 2, absl::CivilDay(2026, 3, day)));
  }
  sent.push_back(Of("lead-time", "9", 2, absl::CivilDay(2026, 3, 9)));
  ASSERT_TRUE(Ingest(sent).ok());
  const auto status = Status(absl::CivilDay(2026, 3, 9));
  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_DOUBLE_EQ(status->actual_value(), 10);
  EXPECT_EQ(status->actual_date().day(), 8);
  // While its last day runs, the next week is not over, and neither is it for who asks ahead.
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 15, 8), absl::UTCTimeZone()));
  for (const int day : {15, 31}) {
    EXPECT_EQ(Status(absl::CivilDay(2026, 3, day))->actual_date().day(), 8) << day;
  }
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 16, 1), absl::UTCTimeZone()));
  EXPECT_EQ(Status(absl::CivilDay(2026, 3, 15))->actual_date().day(), 15);
  EXPECT_DOUBLE_EQ(Status(absl::CivilDay(2026, 3, 15))->actual_value(), 2);
}

TEST_F(KpiServiceTest, TheRegistryIsToldWhetherItIsTechnicalAndWhenItWasMeasured) {
  RecordProperty("requirement", "S0-24");
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  ASSERT_TRUE(Ingest({Of("lead-time", "1", 8, kMarch2)}).ok());
  const auto business =
      AwaitEvidence([](const auto& one) { return one.kpi().measurement_count() == 1; });
  EXPECT_EQ(business.kpi().nature(), registry::v1::KpiFact::BUSINESS);
  EXPECT_EQ(absl::ToCivilDay(absl::FromUnixSeconds(business.kpi().latest_time().seconds()),
                             absl::UTCTimeZone()),
            kMarch2);
  v1::UpdateKpiRequest update;
  update.mutable_kpi()->set_name(KpiName("lead-time"));
  update.mutable_kpi()->set_category(v1::Kpi::TECHNICAL);
  ASSERT_TRUE(Call<v1::Kpi>("users/mia", "UpdateKpi", update).ok());
  AwaitEvidence(
      [](const auto& one) { return one.kpi().nature() == registry::v1::KpiFact::TECHNICAL; });
}

TEST_F(KpiServiceTest, TheRegistryIsToldWhatIsTrue) {
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  auto evidence = AwaitEvidence([](const registry::v1::Evidence&) { return true; });
  EXPECT_EQ(evidence.source(), "kpi");
  EXPECT_EQ(evidence.subject(), KpiName("lead-time"));
  EXPECT_EQ(evidence.grade(), registry::v1::Evidence::REAL);
  EXPECT_TRUE(evidence.kpi().quantified());
  EXPECT_EQ(evidence.kpi().status(), registry::v1::KpiFact::UNKNOWN);
  EXPECT_EQ(evidence.valid_until_time().seconds() - evidence.as_of_time().seconds(), 8 * 86400);

  ASSERT_TRUE(Ingest({Of("lead-time", "1", 8, kMarch2)}).ok());
  evidence = AwaitEvidence([](const auto& one) { return one.kpi().measurement_count() == 1; });
  EXPECT_EQ(evidence.kpi().status(), registry::v1::KpiFact::AHEAD);
  EXPECT_DOUBLE_EQ(evidence.kpi().value(), 8);

  // Three months later nobody has measured again; the daily round says so.
  SetTime(absl::FromCivil(absl::CivilDay(2026, 6, 9), absl::UTCTimeZone()));
  AwaitEvidence(
      [](const auto& one) { return one.kpi().status() == registry::v1::KpiFact::UNKNOWN; });
}

TEST_F(KpiServiceTest, ARestartLosesNothingAndTellsTheRegistryAgain) {
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  ASSERT_TRUE(Ingest({Of("lead-time", "1", 8, kMarch2)}).ok());
  SetTime(absl::FromCivil(absl::CivilDay(2026, 3, 11), absl::UTCTimeZone()));
  StartSuite();
  EXPECT_EQ(Query("lead-time", v1::DAY)->series(0).points(0).measurement_count(), 1);
  AwaitEvidence([](const auto& one) {
    return one.kpi().measurement_count() == 1 && one.as_of_time().seconds() >= 1773187200;
  });
}

}  // namespace
}  // namespace palier::kpi
