// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/version.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"

namespace palier::kpi {
namespace {

Measurement Random(std::mt19937& random) {
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  Measurement fact;
  fact.kpi_id = absl::StrCat("kpi-", pick(2));
  fact.source_id = "erp";
  fact.event_id = absl::StrCat("event-", pick(4));
  fact.item = pick(2);
  if (pick(2) == 0) fact.business_key = absl::StrCat("key-", pick(3));
  fact.order_key = pick(3);
  fact.event_time_us = 1 + pick(3);
  fact.value = pick(3);
  return fact;
}

TEST(VersionTest, IdentityDependsOnSourceEventAndItemAlone) {
  Measurement fact;
  fact.source_id = "a";
  fact.event_id = "bc";
  const auto identity = [](const Measurement& of) {
    return MakeVersion(of, 0, absl::UTCTimeZone()).identity;
  };
  Measurement other_value = fact;
  other_value.value = 7;
  EXPECT_EQ(identity(fact), identity(other_value));
  Measurement shifted = fact;
  shifted.source_id = "ab";
  shifted.event_id = "c";
  EXPECT_NE(identity(fact), identity(shifted));
  Measurement item = fact;
  item.item = 1;
  EXPECT_NE(identity(fact), identity(item));
}

TEST(VersionTest, DayIsTheCivilDayOfTheZone) {
  absl::TimeZone paris;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Paris", &paris));
  const absl::Time late =
      absl::FromCivil(absl::CivilSecond(2026, 3, 1, 23, 30, 0), absl::UTCTimeZone());
  EXPECT_EQ(DayOfNumber(DayNumberOf(absl::ToUnixMicros(late), absl::UTCTimeZone())),
            absl::CivilDay(2026, 3, 1));
  EXPECT_EQ(DayOfNumber(DayNumberOf(absl::ToUnixMicros(late), paris)), absl::CivilDay(2026, 3, 2));
}

// The versions of one set that Judge lets stand are those of the domain's own definition, which is
// quadratic and works on raw deliveries.
TEST(VersionTest, JudgeAgreesWithCurrentTruth) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    std::vector<Measurement> facts;
    for (int i = 0; i < 12; ++i) facts.push_back(Random(random));
    std::vector<Version> versions;
    for (const Measurement& fact : facts) {
      Version made = MakeVersion(fact, 0, absl::UTCTimeZone());
      const auto same = std::find_if(versions.begin(), versions.end(), [&](const Version& one) {
        return one.identity == made.identity && one.payload == made.payload;
      });
      if (same == versions.end()) {
        versions.push_back(std::move(made));
      } else {
        same->fact.order_key = std::max(same->fact.order_key, fact.order_key);
      }
    }
    std::vector<Version*> pointers;
    for (Version& version : versions) pointers.push_back(&version);
    Judge(pointers);
    std::vector<Measurement> standing;
    for (const Version& version : versions) {
      if (version.standing == Truth::kStands) standing.push_back(version.fact);
    }
    EXPECT_THAT(standing, ::testing::UnorderedElementsAreArray(CurrentTruth(facts)))
        << "seed " << seed;
  }
}

TEST(VersionTest, TheSameContentUnderAnotherIdRepeatsAnotherContentConflictsUnlessItIsOlder) {
  Measurement first;
  first.kpi_id = "k";
  first.source_id = "s";
  first.event_id = "1";
  first.business_key = "order-9";
  first.event_time_us = 5;
  Measurement again = first;
  again.event_id = "2";
  Measurement other = first;
  other.event_id = "3";
  other.value = 8;
  Measurement older = other;
  older.event_id = "4";
  older.order_key = -1;
  std::vector<Version> versions;
  for (const Measurement& fact : {first, again, other, older}) {
    versions.push_back(MakeVersion(fact, 0, absl::UTCTimeZone()));
  }
  std::vector<Version*> pointers = {&versions[0], &versions[1], &versions[2]};
  Judge(pointers);
  EXPECT_EQ(versions[0].standing, Truth::kRepeats);
  EXPECT_EQ(versions[1].standing, Truth::kStands);
  EXPECT_EQ(versions[2].standing, Truth::kConflicts);
}

}  // namespace
}  // namespace palier::kpi
