// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/agenda.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rollout/domain/day_text.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;

TEST(DayTextTest, AsPeopleSayIt) {
  EXPECT_EQ(DayText(CivilDay(2026, 3, 24)).en, "Tuesday 24 March 2026");
  EXPECT_EQ(DayText(CivilDay(2026, 3, 24)).fr, "mardi 24 mars 2026");
  EXPECT_EQ(DayText(CivilDay(2026, 2, 1)).fr, "dimanche 1er février 2026");
}

AgendaEntry Entry(AgendaKind kind, CivilDay day, bool done = false, bool overdue = false) {
  AgendaEntry entry;
  entry.kind = kind;
  entry.day = day;
  entry.done = done;
  entry.overdue = overdue;
  entry.team_label = "commerce";
  entry.wave_number = 2;
  entry.week = 2;
  return entry;
}

// Wave 2 of 3, started two days late.
std::vector<WaveSpan> Waves() {
  return {{1, false, true, CivilDay(2026, 1, 5), CivilDay(2026, 2, 1), CivilDay(2026, 1, 5)},
          {2, true, false, CivilDay(2026, 3, 9), CivilDay(2026, 4, 5), CivilDay(2026, 3, 11)},
          {3, false, false, CivilDay(2026, 5, 4), CivilDay(2026, 5, 31), {}}};
}

TEST(AgendaTest, WhereAreWeNow) {
  const CivilDay today(2026, 3, 19);
  const AgendaEntry before = Entry(AgendaKind::kCheckIn, CivilDay(2026, 3, 18), true);
  const AgendaEntry next = Entry(AgendaKind::kCheckIn, CivilDay(2026, 3, 24));
  const Position position = PositionOf(Waves(), {before, next}, today);
  EXPECT_EQ(position.wave, 2);
  EXPECT_EQ(position.day, 9);
  EXPECT_EQ(position.day_count, 28);
  EXPECT_EQ(position.overdue_count, 0);
  EXPECT_EQ(position.text.en,
            "wave 2 of 3, day 9 of 28; next: Check-in of week 2 with commerce, wave 2, Tuesday 24 "
            "March 2026");
  EXPECT_EQ(position.text.fr,
            "vague 2 sur 3, jour 9 sur 28 ; ensuite : Point de la semaine 2 avec commerce, vague "
            "2, mardi 24 mars 2026");
}

TEST(AgendaTest, WhatIsOverdueComesFirst) {
  const AgendaEntry late = Entry(AgendaKind::kMonthlyReview, CivilDay(2026, 3, 10), false, true);
  const AgendaEntry next = Entry(AgendaKind::kCheckIn, CivilDay(2026, 3, 24));
  const Position position = PositionOf(Waves(), {late, next}, CivilDay(2026, 3, 19));
  EXPECT_EQ(position.overdue_count, 1);
  EXPECT_THAT(
      position.text.en,
      ::testing::EndsWith("; overdue: Monthly review: go on or adjust, Tuesday 10 March 2026"));
}

TEST(AgendaTest, BeforeBetweenAndAfterWaves) {
  std::vector<WaveSpan> waves = Waves();
  waves[1].running = false;
  waves[1].over = true;
  EXPECT_EQ(PositionOf(waves, {}, CivilDay(2026, 4, 20)).text.en,
            "wave 3 of 3, planned for Monday 4 May 2026");
  EXPECT_EQ(PositionOf(waves, {}, CivilDay(2026, 5, 5)).text.fr,
            "vague 3 sur 3, prévue le lundi 4 mai 2026 (en retard)");
  waves[2].over = true;
  EXPECT_EQ(PositionOf(waves, {}, CivilDay(2026, 7, 1)).text.en, "wave 3 of 3, over");
  EXPECT_EQ(PositionOf({}, {}, CivilDay(2026, 7, 1)).wave, 0);
}

TEST(AgendaTest, SortedByDayKindAndName) {
  std::vector<AgendaEntry> entries = {Entry(AgendaKind::kGate, CivilDay(2026, 3, 2)),
                                      Entry(AgendaKind::kCheckIn, CivilDay(2026, 3, 2)),
                                      Entry(AgendaKind::kMilestone, CivilDay(2026, 3, 1))};
  SortAgenda(entries);
  EXPECT_EQ(entries[0].kind, AgendaKind::kMilestone);
  EXPECT_EQ(entries[1].kind, AgendaKind::kCheckIn);
  EXPECT_EQ(entries[2].kind, AgendaKind::kGate);
}

}  // namespace
}  // namespace palier::rollout
