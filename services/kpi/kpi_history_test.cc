// SPDX-License-Identifier: Apache-2.0
// What was known when, and what has changed since a period was closed.
#include <gmock/gmock.h>

#include "common/time/proto_time.h"
#include "kpi/testing/kpi_fixture.h"

namespace palier::kpi {
namespace {

using ::testing::HasSubstr;

absl::Time At(absl::CivilHour hour) {
  return absl::FromCivil(hour, absl::UTCTimeZone());
}

// Mondays 2 and 9 March 2026; the week between them closes on the 16th.
constexpr absl::CivilDay kMonday(2026, 3, 2);

class KpiHistoryTest : public KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
    v1::Kpi kpi;
    kpi.set_display_name("Hours saved");
    kpi.set_unit("h");
    kpi.set_direction(v1::Kpi::INCREASE);
    kpi.set_category(v1::Kpi::ADOPTION);
    kpi.set_semantics(v1::Kpi::DELTA);
    ASSERT_TRUE(Create("hours", kpi).ok());
  }

  static v1::Measurement Fact(const std::string& event, double hours, absl::CivilDay day,
                              int64_t order_key = 1) {
    v1::Measurement fact = Of("hours", event, hours, day);
    fact.set_order_key(order_key);
    return fact;
  }
  static v1::Measurement Withdrawal(const std::string& event, absl::CivilDay day) {
    v1::Measurement fact = Fact(event, 0, day, 9);
    fact.clear_value();
    fact.set_retraction(true);
    return fact;
  }
  void Take(const std::vector<v1::Measurement>& measurements) {
    const auto taken = Ingest(measurements);
    ASSERT_TRUE(taken.ok()) << taken.status();
    ASSERT_EQ(taken->counts().quarantined_count(), 0) << taken->ShortDebugString();
  }
  // The figure of the first week; empty for none.
  std::string AsKnown(absl::Time time) {
    v1::QueryKpiRequest request;
    request.set_name(KpiName("hours"));
    request.set_unit(v1::WEEK);
    time::SetTime(time, request.mutable_as_known_time());
    const auto answer = Call<v1::QueryKpiResponse>("users/vic", "QueryKpi", request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (!answer.ok() || answer->series(0).points().empty()) return "";
    return answer->series(0).points(0).decimal();
  }
  std::vector<v1::KpiCorrection> Corrections() {
    v1::QueryKpiCorrectionsRequest request;
    request.set_name(KpiName("hours"));
    const auto answer =
        Call<v1::QueryKpiCorrectionsResponse>("users/vic", "QueryKpiCorrections", request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return {answer->corrections().begin(), answer->corrections().end()};
  }
};

TEST_F(KpiHistoryTest, TheFiguresOfThenAreThoseThatWereKnownThen) {
  Take({Fact("a", 5, kMonday), Fact("b", 3, kMonday + 1)});
  SetTime(At(absl::CivilHour(2026, 3, 12, 9)));
  Take({Fact("a", 6, kMonday, 2), Fact("c", 4, kMonday + 2), Fact("d", 1, kMonday + 7)});
  SetTime(At(absl::CivilHour(2026, 3, 13, 9)));
  Take({Withdrawal("b", kMonday + 1)});
  EXPECT_EQ(AsKnown(At(absl::CivilHour(2026, 3, 8, 0))), "");
  EXPECT_EQ(AsKnown(At(absl::CivilHour(2026, 3, 10, 0))), "8");
  EXPECT_EQ(AsKnown(At(absl::CivilHour(2026, 3, 12, 12))), "13");
  EXPECT_EQ(AsKnown(At(absl::CivilHour(2026, 3, 14, 0))), "10");
  EXPECT_TRUE(Corrections().empty()) << "the week is still open";
}

TEST_F(KpiHistoryTest, WhatComesAfterTheCloseIsShownAsACorrection) {
  RecordProperty("requirement", "S2-05");
  Take({Fact("a", 5, kMonday), Fact("b", 3, kMonday + 1)});
  SetTime(At(absl::CivilHour(2026, 3, 20, 9)));
  EXPECT_TRUE(Corrections().empty());
  Take({Fact("c", 4, kMonday + 2), Fact("a", 6, kMonday, 2), Withdrawal("b", kMonday + 1)});
  const auto corrections = Corrections();
  ASSERT_EQ(corrections.size(), 1u);
  EXPECT_EQ(corrections[0].label(), "2026-W10");
  EXPECT_EQ(time::TimeOf(corrections[0].close_time()), At(absl::CivilHour(2026, 3, 16, 0)));
  EXPECT_EQ(corrections[0].closed_decimal(), "8");
  EXPECT_EQ(corrections[0].closed_measurement_count(), 2);
  EXPECT_EQ(corrections[0].decimal(), "10");
  EXPECT_EQ(corrections[0].measurement_count(), 2);
  EXPECT_EQ(Query("hours", v1::WEEK)->series(0).points(0).decimal(), "10") << "it counts at once";
}

TEST_F(KpiHistoryTest, AFactThatMovesOutOfAClosedWeekCorrectsIt) {
  Take({Fact("a", 5, kMonday), Fact("b", 3, kMonday + 1)});
  SetTime(At(absl::CivilHour(2026, 3, 20, 9)));
  Take({Fact("a", 5, kMonday + 14, 2)});
  const auto corrections = Corrections();
  ASSERT_EQ(corrections.size(), 1u);
  EXPECT_EQ(corrections[0].closed_decimal(), "8");
  EXPECT_EQ(corrections[0].decimal(), "3");
}

TEST_F(KpiHistoryTest, WhatComesAgainCameWhenItCameFirst) {
  Take({Fact("a", 5, kMonday), Fact("b", 3, kMonday)});
  const absl::Time then = At(absl::CivilHour(2026, 3, 11, 9));
  SetTime(At(absl::CivilHour(2026, 3, 25, 9)));
  // The same content as newer, and the old content beside a newer one in one batch.
  Take({Fact("a", 5, kMonday, 2), Fact("b", 3, kMonday), Fact("b", 4, kMonday, 2)});
  EXPECT_EQ(AsKnown(then), "8");
  const auto corrections = Corrections();
  ASSERT_EQ(corrections.size(), 1);
  EXPECT_EQ(corrections[0].closed_decimal(), "8");
}

TEST_F(KpiHistoryTest, AFactThatADeletedKpiHadTakenOverCountsAgain) {
  v1::Kpi other = LeadTime();
  ASSERT_TRUE(Create("other", other).ok());
  Take({Fact("a", 5, kMonday)});
  v1::Measurement moved = Fact("a", 7, kMonday, 2);
  moved.set_kpi("other");
  Take({moved});
  const absl::Time now = At(absl::CivilHour(2026, 3, 25, 9));
  EXPECT_EQ(AsKnown(now), "");
  v1::DeleteKpiRequest request;
  request.set_name(KpiName("other"));
  request.set_force(true);
  const auto deleted = Call<v1::Kpi>("users/mia", "DeleteKpi", request);
  ASSERT_TRUE(deleted.ok()) << deleted.status();
  EXPECT_EQ(AsKnown(now), "5");
  const auto figures = Query("hours", v1::WEEK);
  ASSERT_TRUE(figures.ok()) << figures.status();
  EXPECT_EQ(figures->series(0).points(0).decimal(), "5");
}

TEST_F(KpiHistoryTest, AFactThatMovesToAnotherKpiIsFollowed) {
  v1::Kpi other;
  other.set_display_name("Other");
  other.set_unit("h");
  other.set_direction(v1::Kpi::INCREASE);
  other.set_category(v1::Kpi::ADOPTION);
  other.set_semantics(v1::Kpi::DELTA);
  ASSERT_TRUE(Create("other", other).ok());
  Take({Fact("a", 5, kMonday), Fact("b", 3, kMonday + 1)});
  SetTime(At(absl::CivilHour(2026, 3, 20, 9)));
  v1::Measurement moved = Fact("a", 5, kMonday, 2);
  moved.set_kpi("other");
  Take({moved});
  EXPECT_EQ(AsKnown(At(absl::CivilHour(2026, 3, 19, 0))), "8");
  EXPECT_EQ(AsKnown(At(absl::CivilHour(2026, 3, 21, 0))), "3");
  ASSERT_EQ(Corrections().size(), 1u);
}

TEST_F(KpiHistoryTest, APastThatIsBroughtInIsNoCorrection) {
  SetTime(At(absl::CivilHour(2026, 3, 20, 9)));
  Take({Fact("old", 7, absl::CivilDay(2025, 6, 2))});
  EXPECT_TRUE(Corrections().empty());
}

TEST_F(KpiHistoryTest, APeriodClosesAfterTheDaysThatItsKpiSays) {
  v1::UpdateKpiRequest update;
  update.mutable_kpi()->set_name(KpiName("hours"));
  update.mutable_kpi()->set_close_days(30);
  ASSERT_TRUE(Call<v1::Kpi>("users/mia", "UpdateKpi", update).ok());
  Take({Fact("a", 5, kMonday)});
  SetTime(At(absl::CivilHour(2026, 4, 6, 0)));
  Take({Fact("b", 1, kMonday)});
  SetTime(At(absl::CivilHour(2026, 4, 20, 0)));
  EXPECT_TRUE(Corrections().empty()) << "it closed on the 8th of April";
  Take({Fact("c", 1, kMonday)});
  ASSERT_EQ(Corrections().size(), 1u);
  EXPECT_EQ(Corrections()[0].closed_decimal(), "6");
  update.mutable_kpi()->set_close_days(400);
  EXPECT_THAT(Call<v1::Kpi>("users/mia", "UpdateKpi", update).status().ToString(),
              HasSubstr("close_days"));
}

}  // namespace
}  // namespace palier::kpi
