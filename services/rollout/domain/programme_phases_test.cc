// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/programme_phases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::rollout {
namespace {

using absl::CivilDay;
using ::testing::IsEmpty;

PhaseJourney Journey(std::vector<CivilDay> starts) {
  PhaseJourney journey;
  for (int i = 0; i < kProgrammePhases; ++i) {
    journey.bounds[i] = PresetBound(static_cast<ProgrammePhase>(i + 1));
  }
  journey.starts = std::move(starts);
  return journey;
}

// S1-23: overrun alarms at 6 weeks, 4 weeks and 18 months.
TEST(ProgrammePhasesTest, AnAlarmFromTheDayAfterTheBound) {
  const CivilDay start(2026, 1, 5);
  EXPECT_THAT(AlarmsOf(Journey({start}), start + 41), IsEmpty());
  const auto audit = AlarmsOf(Journey({start}), start + 44);
  ASSERT_EQ(audit.size(), 1u);
  EXPECT_EQ(audit[0].phase, ProgrammePhase::kAudit);
  EXPECT_EQ(audit[0].overrun_days, 3);
  EXPECT_EQ(audit[0].since, CivilDay(2026, 2, 16));
  EXPECT_EQ(audit[0].text.en,
            "The phase AUDIT takes 3 days longer than 6 weeks (reference figure).");
  EXPECT_EQ(audit[0].text.fr,
            "La phase AUDIT dure 3 jours de plus que 6 semaines (chiffre de référence).");
  const auto roadmap = AlarmsOf(Journey({start, start + 42}), start + 42 + 28);
  ASSERT_EQ(roadmap.size(), 1u);
  EXPECT_EQ(roadmap[0].phase, ProgrammePhase::kRoadmap);
  EXPECT_EQ(roadmap[0].overrun_days, 1);
}

TEST(ProgrammePhasesTest, TheDeploymentAndTheWholeHaveAlarmsOfTheirOwn) {
  const CivilDay start(2026, 1, 5);
  const PhaseJourney journey = Journey({start, start + 42, start + 70});
  // 78 weeks of the whole are over ten weeks before those of the deployment alone.
  const auto whole = AlarmsOf(journey, start + 78 * 7);
  ASSERT_EQ(whole.size(), 1u);
  EXPECT_FALSE(whole[0].phase.has_value());
  EXPECT_EQ(whole[0].overrun_days, 1);
  const auto both = AlarmsOf(journey, start + 70 + 78 * 7);
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[0].phase, ProgrammePhase::kDeployment);
  EXPECT_EQ(both[0].overrun_days, 1);
  EXPECT_EQ(both[1].overrun_days, 71);
  // Once the last phase has begun nothing grows.
  PhaseJourney arrived = journey;
  arrived.starts.push_back(start + 70 + 78 * 7);
  EXPECT_EQ(AlarmsOf(arrived, start + 5000).size(), 1u);
  EXPECT_EQ(AlarmsOf(arrived, start + 5000)[0].overrun_days, 70);
}

TEST(ProgrammePhasesTest, AProgrammesOwnBounds) {
  PhaseJourney journey = Journey({CivilDay(2026, 1, 5)});
  journey.bounds[0] = {1, 2, true};
  journey.maximum_weeks = 1;
  journey.own_maximum = true;
  const auto alarms = AlarmsOf(journey, CivilDay(2026, 1, 19));
  ASSERT_EQ(alarms.size(), 2u);
  EXPECT_EQ(alarms[0].overrun_days, 1);
  EXPECT_EQ(alarms[1].overrun_days, 8);
  EXPECT_EQ(alarms[1].text.fr,
            "Le programme dure 8 jours de plus que 1 semaine (fixé par le programme).");
}

TEST(ProgrammePhasesTest, ElapsedDaysCountBothEnds) {
  const PhaseJourney journey = Journey({CivilDay(2026, 3, 27), CivilDay(2026, 4, 1)});
  EXPECT_EQ(ElapsedDays(journey, ProgrammePhase::kAudit, CivilDay(2026, 6, 1)), 5);
  EXPECT_EQ(EndOf(journey, ProgrammePhase::kAudit), CivilDay(2026, 3, 31));
  EXPECT_EQ(ElapsedDays(journey, ProgrammePhase::kRoadmap, CivilDay(2026, 4, 1)), 1);
  EXPECT_EQ(EndOf(journey, ProgrammePhase::kRoadmap), std::nullopt);
  EXPECT_EQ(ElapsedDays(journey, ProgrammePhase::kDeployment, CivilDay(2026, 6, 1)), 0);
}

TEST(ProgrammePhasesTest, PhasesStartInOrder) {
  const CivilDay start(2026, 1, 5), today(2026, 2, 1);
  const PhaseJourney journey = Journey({start});
  const struct {
    ProgrammePhase phase;
    CivilDay day;
    PhaseRefusal refusal;
  } cases[] = {{ProgrammePhase::kRoadmap, today, PhaseRefusal::kNone},
               {ProgrammePhase::kRoadmap, today + 1, PhaseRefusal::kAfterToday},
               {ProgrammePhase::kRoadmap, start, PhaseRefusal::kNotAfterPrevious},
               {ProgrammePhase::kAudit, today, PhaseRefusal::kNotNext},
               {ProgrammePhase::kDeployment, today, PhaseRefusal::kNotNext}};
  for (const auto& c : cases) {
    EXPECT_EQ(CheckPhaseStart(journey, c.phase, c.day, today), c.refusal) << PhaseName(c.phase);
  }
}

}  // namespace
}  // namespace palier::rollout
