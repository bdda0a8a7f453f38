// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::rollout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::CivilDay kMonday(2026, 3, 9);

TEST(Support, AWeekBeginsOnItsMonday) {
  EXPECT_EQ(MondayOf(kMonday), kMonday);
  EXPECT_EQ(MondayOf(kMonday + 6), kMonday);
  EXPECT_EQ(MondayOf(kMonday - 1), kMonday - 7);
}

TEST(Support, WhatIsMissingInOneWeekIsNotMadeGoodByAnother) {
  RecordProperty("requirement", "S1-10");
  const SupportStanding standing =
      StandingOf({{kMonday - 7, {999, 0}}, {kMonday, {300, 150}}, {kMonday + 7, {100, 400}}},
                 kMonday + 2, kMonday + 9);
  EXPECT_EQ(standing.total.needed, 400);
  EXPECT_EQ(standing.total.given, 550);
  EXPECT_EQ(standing.missing, 150);
  EXPECT_THAT(standing.unrecorded, IsEmpty());
}

TEST(Support, AWeekIsMissedOnceItIsOver) {
  RecordProperty("requirement", "S1-10");
  EXPECT_THAT(StandingOf({}, kMonday, kMonday + 6).unrecorded, IsEmpty());
  EXPECT_THAT(StandingOf({}, kMonday, kMonday + 7).unrecorded, ElementsAre(kMonday));
  EXPECT_THAT(StandingOf({{kMonday, {60, 60}}}, kMonday, kMonday + 21).unrecorded,
              ElementsAre(kMonday + 7, kMonday + 14));
}

TEST(Support, ShortageAndSilenceAreWarnedOfInBothLanguages) {
  RecordProperty("requirement", "S1-10");
  EXPECT_THAT(WarningsOf(StandingOf({{kMonday, {60, 60}}}, kMonday, kMonday + 7), "r"), IsEmpty());
  const Conditions warnings =
      WarningsOf(StandingOf({{kMonday, {600, 450}}}, kMonday, kMonday + 14), "r");
  ASSERT_EQ(warnings.size(), 2u);
  EXPECT_EQ(warnings[0].type, "SUPPORT_SHORTAGE");
  EXPECT_EQ(warnings[0].text.en, "2 h 30 of support were missing: 7 h 30 given, 10 h 00 needed.");
  EXPECT_EQ(warnings[0].text.fr,
            "Il a manqué 2 h 30 d'accompagnement : 7 h 30 données, 10 h 00 nécessaires.");
  EXPECT_EQ(warnings[1].type, "SUPPORT_UNKNOWN");
  EXPECT_EQ(warnings[1].text.en, "Nobody recorded the support of 1 week.");
}

}  // namespace
}  // namespace palier::rollout
