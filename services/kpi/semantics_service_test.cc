// SPDX-License-Identifier: Apache-2.0
// What counters and snapshots say: CUMULATIVE readings become what they grew by, a SNAPSHOT is
// never added up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/time/proto_time.h"
#include "kpi/testing/kpi_fixture.h"
#include "kpi/testing/on_postgres.h"
#include "palier/kpi/v1/comparison_service.pb.h"
#include "palier/kpi/v1/ingestion_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Mondays. The fixture's clock stands on 9 March 2026, a Monday.
constexpr absl::CivilDay kWeek8(2026, 2, 16);
constexpr absl::CivilDay kWeek9(2026, 2, 23);
constexpr absl::CivilDay kWeek10(2026, 3, 2);

class SemanticsTest : public KpiFixture {
 protected:
  static v1::Kpi Of(v1::Kpi::Semantics semantics) {
    v1::Kpi kpi;
    kpi.set_display_name("Tokens");
    kpi.set_unit("tokens");
    kpi.set_direction(v1::Kpi::DECREASE);
    kpi.set_category(v1::Kpi::TECHNICAL);
    kpi.set_semantics(semantics);
    return kpi;
  }
  static v1::Measurement Read(const std::string& kpi, const std::string& team, absl::CivilDay day,
                              double value, int64_t order_key = 0) {
    v1::Measurement read =
        KpiFixture::Of(kpi, absl::StrCat(team, "/", absl::FormatCivilTime(day)), value, day);
    read.set_team(team);
    read.set_order_key(order_key);
    return read;
  }
  void Take(const std::vector<v1::Measurement>& measurements) {
    const auto taken = Ingest(measurements);
    ASSERT_TRUE(taken.ok()) << taken.status();
    ASSERT_EQ(taken->counts().quarantined_count(), 0) << taken->ShortDebugString();
  }
  // Readings of eight weeks, three of them twice: sent in any order and in any batches, they say
  // the same.
  void ShuffledReadingsSayTheSame() {
    std::mt19937 random(11);
    std::vector<std::string> said;
    for (int schedule = 0; schedule < 12; ++schedule) {
      const std::string kpi = absl::StrCat("tokens-", schedule);
      ASSERT_TRUE(Create(kpi, Of(v1::Kpi::CUMULATIVE)).ok());
      std::vector<v1::Measurement> readings;
      for (int day = 0; day < 56; ++day) {
        readings.push_back(Read(kpi, "", absl::CivilDay(2026, 1, 5) + day, 10 * day % 170));
        readings.back().set_event_id(absl::StrCat(kpi, "/", day));
      }
      for (const int again : {3, 17, 40}) readings.push_back(readings[again]);
      std::shuffle(readings.begin(), readings.end(), random);
      for (size_t at = 0; at < readings.size();) {
        const size_t end = std::min(readings.size(), at + 1 + random() % 9);
        Take({readings.begin() + at, readings.begin() + end});
        at = end;
      }
      if (schedule == 0) said = Weeks(kpi);
      EXPECT_EQ(Weeks(kpi), said) << "schedule " << schedule;
    }
    EXPECT_EQ(said.size(), 8);
  }
  // `2026-W09=12`, with by_team `claims 2026-W09=12`.
  std::vector<std::string> Weeks(const std::string& kpi, bool by_team = false) {
    const auto response = Query(kpi, v1::WEEK, by_team);
    EXPECT_TRUE(response.ok()) << response.status();
    std::vector<std::string> weeks;
    for (const v1::KpiSeries& series : response->series()) {
      for (const v1::KpiPoint& point : series.points()) {
        weeks.push_back(
            absl::StrCat(by_team ? series.team() + " " : "", point.label(), "=", point.decimal()));
      }
    }
    return weeks;
  }
};

using SemanticsOnPostgresTest = OnPostgres<SemanticsTest>;

TEST_F(SemanticsTest, ACounterCountsAsWhatItGrewBy) {
  RecordProperty("requirement", "S2-05");
  const auto made = Create("tokens", Of(v1::Kpi::CUMULATIVE));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->aggregation(), v1::Kpi::SUM);
  Take({Read("tokens", "claims", kWeek8, 1000), Read("tokens", "claims", kWeek9, 1040),
        Read("tokens", "claims", kWeek9 + 3, 1100), Read("tokens", "claims", kWeek10, 30),
        Read("tokens", "desk", kWeek9, 7), Read("tokens", "desk", kWeek10, 9)});
  EXPECT_THAT(Weeks("tokens"), ElementsAre("2026-W09=100", "2026-W10=32"))
      << "the first readings add nothing, and 30 after 1,100 began again from 0";
  EXPECT_THAT(Weeks("tokens", true),
              ElementsAre("claims 2026-W09=100", "claims 2026-W10=30", "desk 2026-W10=2"));
  // One that came late lies between two others and adds nothing to their sum.
  Take({Read("tokens", "claims", kWeek9 + 1, 1060)});
  EXPECT_THAT(Weeks("tokens"), ElementsAre("2026-W09=100", "2026-W10=32"));
  // What was read wrongly is restated, and what never was is withdrawn.
  Take({Read("tokens", "claims", kWeek10, 1130, 1)});
  EXPECT_THAT(Weeks("tokens"), ElementsAre("2026-W09=100", "2026-W10=32"));
  v1::Measurement withdrawn = Read("tokens", "claims", kWeek8, 0, 9);
  withdrawn.clear_value();
  withdrawn.set_retraction(true);
  Take({withdrawn});
  EXPECT_THAT(Weeks("tokens"), ElementsAre("2026-W09=60", "2026-W10=32"));
  const auto standing = Query("tokens", v1::WEEK)->series(0).points(0);
  EXPECT_EQ(standing.measurement_count(), 2) << "increases, not readings";
}

TEST_F(SemanticsTest, ACounterNeverStandsBelowNothing) {
  ASSERT_TRUE(Create("tokens", Of(v1::Kpi::CUMULATIVE)).ok());
  const auto taken = Ingest({Read("tokens", "", kWeek10, -1)});
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ(taken->counts().quarantined_count(), 1);
  EXPECT_EQ(Quarantine("VALUE_OUT_OF_RANGE").measurements_size(), 1);
}

TEST_F(SemanticsTest, SourcesCountApart) {
  ASSERT_TRUE(Create("tokens", Of(v1::Kpi::CUMULATIVE)).ok());
  for (const char* host : {"host-a", "host-b"}) {
    const double start = host[5] == 'a' ? 900 : 10;
    v1::IngestMeasurementsRequest request;
    request.set_parent(kProject);
    request.set_source(host);
    *request.add_measurements() = Read("tokens", "", kWeek9, start);
    *request.add_measurements() = Read("tokens", "", kWeek10, start + 5);
    ASSERT_TRUE(
        Call<v1::IngestMeasurementsResponse>("users/carl", "IngestMeasurements", request).ok());
  }
  EXPECT_THAT(Weeks("tokens"), ElementsAre("2026-W10=10"));
}

TEST_F(SemanticsTest, NoOrderOfArrivalMattersToACounter) {
  ShuffledReadingsSayTheSame();
}

TEST_F(SemanticsOnPostgresTest, NoOrderOfArrivalMattersToACounter) {
  ShuffledReadingsSayTheSame();
}

TEST_F(SemanticsTest, ALateReadingCorrectsTheClosedWeekOfTheNextOne) {
  SetTime(absl::FromCivil(absl::CivilHour(2026, 2, 16, 18), absl::UTCTimeZone()));
  ASSERT_TRUE(Create("tokens", Of(v1::Kpi::CUMULATIVE)).ok());
  Take({Read("tokens", "", kWeek8, 100)});
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 3, 8), absl::UTCTimeZone()));
  Take({Read("tokens", "", kWeek10, 180)});
  const absl::Time then = absl::FromCivil(absl::CivilHour(2026, 3, 17, 0), absl::UTCTimeZone());
  SetTime(then + absl::Hours(8));
  Take({Read("tokens", "", kWeek9, 130)});
  EXPECT_THAT(Weeks("tokens"), ElementsAre("2026-W09=30", "2026-W10=50"));
  v1::QueryKpiRequest known;
  known.set_name(KpiName("tokens"));
  known.set_unit(v1::WEEK);
  time::SetTime(then, known.mutable_as_known_time());
  const auto before = Call<v1::QueryKpiResponse>("users/vic", "QueryKpi", known);
  ASSERT_TRUE(before.ok()) << before.status();
  ASSERT_EQ(before->series(0).points_size(), 1);
  EXPECT_EQ(before->series(0).points(0).decimal(), "80");
  v1::QueryKpiCorrectionsRequest request;
  request.set_name(KpiName("tokens"));
  const auto corrections =
      Call<v1::QueryKpiCorrectionsResponse>("users/vic", "QueryKpiCorrections", request);
  ASSERT_TRUE(corrections.ok()) << corrections.status();
  std::vector<std::string> changed;
  for (const v1::KpiCorrection& one : corrections->corrections()) {
    changed.push_back(absl::StrCat(one.label(), " ", one.closed_decimal(), ">", one.decimal()));
  }
  EXPECT_THAT(changed, ElementsAre("2026-W09 >30", "2026-W10 80>50"));
}

TEST_F(SemanticsTest, WhatAddsUpIsComparedByWeeks) {
  // 13 weeks before, read once a week, and 13 after, read every day.
  const absl::CivilDay first(2025, 9, 8), start(2025, 12, 8);
  const auto compare = [&](const std::string& kpi) {
    v1::CompareKpiRequest request;
    request.set_name(KpiName(kpi));
    *request.mutable_before()->mutable_first_date() = DateFrom(first);
    *request.mutable_before()->mutable_last_date() = DateFrom(start - 1);
    *request.mutable_after()->mutable_first_date() = DateFrom(start);
    *request.mutable_after()->mutable_last_date() = DateFrom(absl::CivilDay(2026, 3, 8));
    const auto compared = Call<v1::CompareKpiResponse>("users/vic", "CompareKpi", request);
    EXPECT_TRUE(compared.ok()) << compared.status();
    return compared.value_or(v1::CompareKpiResponse());
  };
  const auto readings = [&](const std::string& kpi, double after_a_day) {
    std::vector<v1::Measurement> sent{Read(kpi, kpi, first - 1, 0)};
    double total = 0;
    for (int week = 0; week < 13; ++week) {
      total += 700 + week % 5;
      sent.push_back(Read(kpi, kpi, first + 7 * week + 6, total));
    }
    for (int day = 0; day < 91; ++day) {
      total += after_a_day + day % 3;
      sent.push_back(Read(kpi, kpi, start + day, total));
    }
    for (v1::Measurement& one : sent) one.clear_team();
    return sent;
  };
  ASSERT_TRUE(Create("same", Of(v1::Kpi::CUMULATIVE)).ok());
  ASSERT_TRUE(Create("less", Of(v1::Kpi::CUMULATIVE)).ok());
  Take(readings("same", 99.2857));
  Take(readings("less", 60));
  const v1::CompareKpiResponse same = compare("same");
  EXPECT_EQ(same.before().size(), 13);
  EXPECT_EQ(same.after().size(), 13);
  EXPECT_NE(same.verdict(), v1::CompareKpiResponse::IMPROVED) << same.explanation();
  const v1::CompareKpiResponse less = compare("less");
  EXPECT_EQ(less.before().median(), 702);
  EXPECT_EQ(less.after().median(), 427);
  EXPECT_EQ(less.verdict(), v1::CompareKpiResponse::IMPROVED) << less.explanation();
  // The same costs in smaller pieces.
  ASSERT_TRUE(Create("costs", Of(v1::Kpi::DELTA)).ok());
  std::vector<v1::Measurement> booked;
  for (int week = 0; week < 26; ++week) {
    const int pieces = week < 13 ? 1 : 4;
    for (int piece = 0; piece < pieces; ++piece) {
      booked.push_back(KpiFixture::Of("costs", absl::StrCat("cost-", week, "-", piece),
                                      (1000 + 4 * (week % 5)) / pieces, first + 7 * week + piece));
    }
  }
  Take(booked);
  EXPECT_EQ(compare("costs").verdict(), v1::CompareKpiResponse::NO_MATERIAL_CHANGE);
  EXPECT_EQ(compare("costs").after().size(), 13);
}

TEST_F(SemanticsTest, ASnapshotIsNeverAddedUp) {
  const auto made = Create("active", Of(v1::Kpi::SNAPSHOT));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->aggregation(), v1::Kpi::LAST);
  Take({Read("active", "claims", kWeek9, 40), Read("active", "desk", kWeek9, 30),
        Read("active", "claims", kWeek10, 44), Read("active", "desk", kWeek10 + 1, 31)});
  EXPECT_THAT(Weeks("active"), IsEmpty()) << "what teams state is not the organisation's";
  EXPECT_THAT(Weeks("active", true), ElementsAre("claims 2026-W09=40", "claims 2026-W10=44",
                                                 "desk 2026-W09=30", "desk 2026-W10=31"));
  Take({Read("active", "", kWeek9, 61), Read("active", "", kWeek10, 64),
        Read("active", "", kWeek10 + 2, 66)});
  EXPECT_THAT(Weeks("active"), ElementsAre("2026-W09=61", "2026-W10=66")) << "the newest of each";
  v1::GetKpiStatusRequest request;
  request.set_name(KpiName("active"));
  EXPECT_EQ(Call<v1::KpiStatus>("users/vic", "GetKpiStatus", request)->actual_value(), 66);
}

TEST_F(SemanticsTest, WhatCannotBeAddedUpIsRefused) {
  using Kpi = v1::Kpi;
  const std::pair<Kpi::Semantics, Kpi::Aggregation> wrong[] = {
      {Kpi::CUMULATIVE, Kpi::LAST},  {Kpi::CUMULATIVE, Kpi::MEAN},
      {Kpi::CUMULATIVE, Kpi::COUNT}, {Kpi::SNAPSHOT, Kpi::SUM},
      {Kpi::SNAPSHOT, Kpi::COUNT},   {Kpi::SNAPSHOT, Kpi::DISTINCT_USERS},
  };
  for (const auto& [semantics, aggregation] : wrong) {
    Kpi kpi = Of(semantics);
    kpi.set_aggregation(aggregation);
    const absl::Status refused = Create("wrong", kpi).status();
    EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
    EXPECT_THAT(refused.ToString(), HasSubstr("aggregation"));
  }
}

}  // namespace
}  // namespace palier::kpi
