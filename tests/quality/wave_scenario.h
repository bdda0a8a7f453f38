// SPDX-License-Identifier: Apache-2.0
// Programmes as companies have them, made from a seed: several tools for many teams, trainers and
// champions, IT work, saturation, growth from pilots, a budget by quarters, freezes.
#ifndef PALIER_TESTS_QUALITY_WAVE_SCENARIO_H_
#define PALIER_TESTS_QUALITY_WAVE_SCENARIO_H_

#include <cstdint>

#include "rollout/schedule/model.h"
#include "rollout/schedule/serial_decoder.h"

namespace palier::quality {

struct WaveScenario {
  // Periods are weeks.
  schedule::Model model;
  // Discounted value until week 156 less discounted cost, in cents.
  schedule::Values values;
  // Team of each activity, by position.
  std::vector<int> teams;
};

// One activity for each team and tool: preparation by IT, training, four weeks of close support.
WaveScenario MakeWaveScenario(int teams, int tools, uint64_t seed);

}  // namespace palier::quality

#endif  // PALIER_TESTS_QUALITY_WAVE_SCENARIO_H_
