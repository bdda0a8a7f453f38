// SPDX-License-Identifier: Apache-2.0
// What happens to programmes once they run: capacity lost, delays, absences, champions who leave.
#ifndef PALIER_TESTS_QUALITY_DISTURBANCE_H_
#define PALIER_TESTS_QUALITY_DISTURBANCE_H_

#include <cstdint>

#include "rollout/schedule/replan.h"
#include "tests/quality/wave_scenario.h"

namespace palier::quality {

enum class Disturbance { kCapacity, kDelays, kAbsences, kChampions, kAll };
inline constexpr int kDisturbances = 5;
const char* NameOf(Disturbance disturbance);

// A plan in force, some weeks later, in a world that has changed.
struct DisturbedScenario {
  WaveScenario scenario;
  schedule::Standing standing;
};

// In the week in which between a fifth and a half of all has started, with a notice of two weeks. A
// fifth of all capacity of IT and trainers is lost from the end of the notice on; a tenth of the
// teams that are at work needs two to four weeks more, and of those to come is released up to six
// weeks later; a twentieth of the teams is away for six weeks; a fifth of the teams that were
// trained yields one champion less.
DisturbedScenario Disturb(const WaveScenario& scenario, const schedule::Starts& plan,
                          Disturbance disturbance, uint64_t seed);

// The scenario as one in which what is frozen breaks nothing and cannot move: what it takes too
// much is added, so that a plan of the one is a plan of the other.
schedule::Model WithRoomForFrozen(const DisturbedScenario& disturbed);

// The plan in force shifted to the right: each activity waits until it may start and all that were
// to start before it have, so that nobody is overtaken. Empty when that leads nowhere.
schedule::Starts ShiftInOrder(const DisturbedScenario& disturbed);

}  // namespace palier::quality

#endif  // PALIER_TESTS_QUALITY_DISTURBANCE_H_
