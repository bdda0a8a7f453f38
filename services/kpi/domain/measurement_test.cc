// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/measurement.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "common/status/error.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

absl::Time Now() {
  return absl::FromCivil(absl::CivilSecond(2024, 3, 1, 12, 0, 0), absl::UTCTimeZone());
}

Reading GoodReading() {
  Reading reading;
  reading.fields.kpi_id = "lead-time";
  reading.fields.team_id = "legal";
  reading.fields.source_id = "jira";
  reading.fields.event_id = "e1";
  reading.event_time = Now() - absl::Hours(5);
  reading.value = 12.345;
  return reading;
}

constexpr ValueRule kRule = {.decimals = 2, .minimum = 0, .maximum = 10000};

TEST(AdmitTest, QuantisesAtTheScaleOfTheKpi) {
  const auto measurement = Admit(GoodReading(), &kRule, Now());
  ASSERT_TRUE(measurement.ok()) << measurement.status();
  EXPECT_EQ(measurement->value, 1235);
  EXPECT_EQ(measurement->event_time_us, absl::ToUnixMicros(Now() - absl::Hours(5)));
  Reading text = GoodReading();
  text.value = std::string("12.345");
  EXPECT_EQ(*Admit(text, &kRule, Now()), *measurement);
}

struct Refusal {
  const char* name;
  std::function<void(Reading&)> change;
  status::Reason reason;
};

TEST(AdmitTest, SaysWhyInBothLanguages) {
  auto year = [](int y) { return absl::FromCivil(absl::CivilDay(y, 1, 1), absl::UTCTimeZone()); };
  const Refusal refusals[] = {
      {"2099", [&](Reading& r) { r.event_time = year(2099); }, error::v1::INVALID_TIME},
      {"1969", [&](Reading& r) { r.event_time = year(1969); }, error::v1::INVALID_TIME},
      {"epoch", [&](Reading& r) { r.event_time = absl::UnixEpoch(); }, error::v1::INVALID_TIME},
      {"never", [](Reading& r) { r.event_time = absl::InfiniteFuture(); }, error::v1::INVALID_TIME},
      {"soon", [](Reading& r) { r.event_time = Now() + absl::Hours(24) + absl::Microseconds(1); },
       error::v1::INVALID_TIME},
      {"nan", [](Reading& r) { r.value = std::nan(""); }, error::v1::VALUE_OUT_OF_RANGE},
      {"inf", [](Reading& r) { r.value = std::numeric_limits<double>::infinity(); },
       error::v1::VALUE_OUT_OF_RANGE},
      {"low", [](Reading& r) { r.value = -0.01; }, error::v1::VALUE_OUT_OF_RANGE},
      {"high", [](Reading& r) { r.value = std::string("100.005"); }, error::v1::VALUE_OUT_OF_RANGE},
      {"huge", [](Reading& r) { r.value = 1e40; }, error::v1::VALUE_OUT_OF_RANGE},
      {"words", [](Reading& r) { r.value = std::string("many"); }, error::v1::INVALID_FIELDS},
      {"no event", [](Reading& r) { r.fields.event_id.clear(); }, error::v1::INVALID_FIELDS},
      {"long id", [](Reading& r) { r.fields.team_id.assign(257, 'x'); }, error::v1::INVALID_FIELDS},
      {"item", [](Reading& r) { r.fields.item = -1; }, error::v1::INVALID_FIELDS},
      {"user", [](Reading& r) { r.fields.user_hash = ""; }, error::v1::INVALID_FIELDS},
  };
  for (const Refusal& refusal : refusals) {
    Reading reading = GoodReading();
    refusal.change(reading);
    const absl::Status status = Admit(reading, &kRule, Now()).status();
    EXPECT_EQ(status::ReasonOf(status), refusal.reason) << refusal.name << status;
    EXPECT_FALSE(status.message().empty()) << refusal.name;
    EXPECT_FALSE(status::DetailOf(status).fr().empty()) << refusal.name;
  }
  EXPECT_EQ(status::ReasonOf(Admit(GoodReading(), nullptr, Now()).status()),
            error::v1::UNKNOWN_KPI);
}

TEST(AdmitTest, TakesTheBounds) {
  Reading reading = GoodReading();
  reading.event_time = Now() + absl::Hours(24);
  for (const char* value : {"0", "100.00", "100.004"}) {
    reading.value = std::string(value);
    EXPECT_TRUE(Admit(reading, &kRule, Now()).ok()) << value;
  }
  const ValueRule unbounded = {.decimals = 0};
  reading.value = -1e18;
  EXPECT_TRUE(Admit(reading, &unbounded, Now()).ok());
}

Measurement Version(int64_t order_key, Fixed value) {
  Measurement measurement;
  measurement.kpi_id = "lead-time";
  measurement.source_id = "jira";
  measurement.event_id = "e1";
  measurement.order_key = order_key;
  measurement.value = value;
  return measurement;
}

TEST(PayloadHashTest, CoversTheFactAndNotItsIdentity) {
  const Measurement base = Version(1, 5);
  const Hash128 hash = PayloadHashOf(base);
  const std::vector<std::function<void(Measurement&)>> same = {
      [](Measurement& m) { m.order_key = 9; }, [](Measurement& m) { m.event_id = "e2"; },
      [](Measurement& m) { m.source_id = "csv"; }, [](Measurement& m) { m.item = 3; }};
  const std::vector<std::function<void(Measurement&)>> other = {
      [](Measurement& m) { m.kpi_id = "x"; },
      [](Measurement& m) { m.team_id = "x"; },
      [](Measurement& m) { m.business_key = "x"; },
      [](Measurement& m) { m.event_time_us = 1; },
      [](Measurement& m) { m.value = 6; },
      [](Measurement& m) { m.user_hash = ""; },
      [](Measurement& m) { m.user_hash = "u"; },
      [](Measurement& m) { m.semantics = Semantics::kDelta; },
      [](Measurement& m) {
        m.kpi_id = "lead-tim";
        m.team_id = "e";
      }};
  for (const auto& change : same) {
    Measurement changed = base;
    change(changed);
    EXPECT_EQ(PayloadHashOf(changed), hash);
  }
  for (size_t i = 0; i < other.size(); ++i) {
    Measurement changed = base;
    other[i](changed);
    EXPECT_NE(PayloadHashOf(changed), hash) << i;
  }
}

TEST(PayloadHashTest, IsFrozenBecauseItIsStored) {
  EXPECT_EQ(PayloadHashOf(Version(1, 5)), (Hash128{0xcbec8cfc28e05207, 0x975ebe54af8deb65}));
}

TEST(SameFactTest, HasTwoIdentities) {
  Measurement a = Version(1, 5), b = Version(2, 6);
  EXPECT_TRUE(SameFact(a, b));
  b.event_id = "e2";
  EXPECT_FALSE(SameFact(a, b));
  a.business_key = b.business_key = "invoice 7";
  EXPECT_TRUE(SameFact(a, b));
  b.kpi_id = "errors";
  EXPECT_FALSE(SameFact(a, b));
}

TEST(CurrentTruthTest, EveryOrderOfArrivalGivesTheSame) {
  // The payload 5 comes back after 6: it must win in every order.
  std::vector<Measurement> versions = {Version(1, 5), Version(3, 6), Version(5, 5), Version(5, 7),
                                       Version(5, 7)};
  versions[4].event_id = "e2";
  for (Measurement& version : versions) version.business_key = "invoice 7";
  const Measurement newest = CurrentTruth(versions).front();
  EXPECT_EQ(newest.order_key, 5);
  std::vector<size_t> order = {0, 1, 2, 3, 4};
  do {
    std::vector<Measurement> arrived;
    for (size_t i : order) arrived.push_back(versions[i]);
    ASSERT_EQ(CurrentTruth(arrived), std::vector<Measurement>{newest});
  } while (std::next_permutation(order.begin(), order.end()));
}

Measurement Keyed(const char* event, const char* key, int64_t order_key) {
  Measurement measurement = Version(order_key, order_key);
  measurement.event_id = event;
  measurement.business_key = key;
  return measurement;
}

TEST(CurrentTruthTest, ChainedIdentitiesDoNotDependOnArrival) {
  std::vector<Measurement> versions = {Keyed("e1", "A", 1), Keyed("e1", "B", 2),
                                       Keyed("e2", "B", 3), Keyed("e2", "B", 3)};
  const std::vector<Measurement> expected = {versions[2], versions[0]};
  std::vector<size_t> order = {0, 1, 2, 3};
  do {
    std::vector<Measurement> arrived;
    for (size_t i : order) arrived.push_back(versions[i]);
    ASSERT_EQ(CurrentTruth(arrived), expected);
  } while (std::next_permutation(order.begin(), order.end()));
}

// A noisy feed: up to three versions of each fact, each delivered up to three times.
std::vector<Measurement> NoisyFeed(std::mt19937_64& random) {
  std::vector<Measurement> feed;
  for (int fact = 0; fact < 80; ++fact) {
    for (uint64_t version = 0; version <= random() % 3; ++version) {
      Measurement measurement =
          Version(static_cast<int64_t>(random() % 3), static_cast<Fixed>(random() % 4) - 2);
      measurement.event_id = "e" + std::to_string(fact);
      measurement.event_time_us = static_cast<int64_t>(random() % 3) * 86'400'000'000;
      feed.insert(feed.end(), 1 + random() % 3, measurement);
    }
  }
  return feed;
}

std::map<int64_t, DayCell> DaysOf(const std::vector<Measurement>& feed) {
  std::map<int64_t, DayCell> days;
  for (const Measurement& measurement : CurrentTruth(feed)) {
    days[measurement.event_time_us / 86'400'000'000].Add(AsLastValue(measurement));
  }
  return days;
}

TEST(CurrentTruthTest, AnyOrderAndDuplicationGivesTheSameDays) {
  std::mt19937_64 random(17);
  std::vector<Measurement> feed = NoisyFeed(random);
  const std::map<int64_t, DayCell> expected = DaysOf(feed);
  ASSERT_EQ(expected.size(), 3u);
  for (int round = 0; round < 50; ++round) {
    std::shuffle(feed.begin(), feed.end(), random);
    feed.push_back(feed[random() % feed.size()]);  // one more delivery
    ASSERT_EQ(DaysOf(feed), expected) << round;
  }
  EXPECT_EQ(CurrentTruth(feed).size(), 80u);
}

TEST(AsLastValueTest, CarriesTheIdentity) {
  const LastValue last = AsLastValue(Version(4, 8));
  EXPECT_EQ(last, (LastValue{4, 0, "jira/e1/0", 8}));
}

}  // namespace
}  // namespace palier::kpi
