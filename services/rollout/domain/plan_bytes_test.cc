// SPDX-License-Identifier: Apache-2.0
// The same model, seed and budget give the same bytes: whatever build this is, and however many
// threads plan at once. The digests were written by an optimised build.
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "rollout/domain/planning_samples.h"
#include "rollout/domain/programme_planner.h"
#include "rollout/domain/wave_planner.h"

namespace palier::rollout {
namespace {

constexpr int kModels = 12;
constexpr char kNone[] = "no plan";

std::string WavesText() {
  std::string text;
  int planned = 0;
  for (uint64_t seed = 1; seed <= kModels; ++seed) {
    const auto plan = WavePlanner().Make(RandomModel(seed), {.schedules = 300, .seed = seed});
    planned += plan.ok();
    absl::StrAppend(&text, plan.ok() ? CanonicalText(*plan) : kNone, "\n");
  }
  EXPECT_GT(planned, kModels / 2);
  return text;
}

std::string ProgrammesText() {
  std::string text;
  int planned = 0;
  for (uint64_t seed = 1; seed <= kModels; ++seed) {
    Programme programme;
    programme.start = absl::CivilDay(2026, 1, 5);
    programme.weeks = 156;
    for (int t = 0; t < 2; ++t) {
      ProgrammeTool& tool = programme.tools.emplace_back();
      tool.id = absl::StrCat("tool-", t);
      tool.model = RandomModel(seed);
      tool.value_per_user_week = 100 * (t + 1);
    }
    const auto plan = PlanProgramme(programme, {.schedules = 300, .seed = seed});
    if (!plan.ok()) {
      absl::StrAppend(&text, kNone, "\n");
      continue;
    }
    ++planned;
    absl::StrAppend(&text, plan->value, " ", plan->bound, " ", plan->schedules, "\n");
    for (const ProgrammeEntry& entry : plan->entries) {
      absl::StrAppend(&text, entry.tool, " ", entry.team, " ",
                      absl::FormatCivilTime(entry.training), " ",
                      ProgrammeLimitName(entry.reason.limit), "\n");
    }
    for (const ProgrammeLever& lever : plan->levers) {
      absl::StrAppend(&text, ProgrammeLimitName(lever.limit), " ", lever.of, " ", lever.more, " ",
                      lever.gain, "\n");
    }
  }
  EXPECT_GT(planned, kModels / 2);
  return text;
}

void ExpectOnEveryThread(std::string (*text)(), const std::string& digest) {
  for (const int threads : {1, 2, 8}) {
    std::vector<std::string> digests(static_cast<size_t>(threads));
    std::vector<std::thread> running;
    for (std::string& one : digests) running.emplace_back([&] { one = digest::Sha256Hex(text()); });
    for (std::thread& thread : running) thread.join();
    for (const std::string& one : digests) EXPECT_EQ(one, digest) << threads << " threads";
  }
}

TEST(PlanBytes, PlansOfWaves) {
  ExpectOnEveryThread(&WavesText,
                      "7cb845bdf61fec6310e9a262191b02c579c7f9c75474da611b5475eef1f5a65c");
}

TEST(PlanBytes, PlansOfProgrammes) {
  ExpectOnEveryThread(&ProgrammesText,
                      "0ae45f69a268249780e0b652d26fb805f5d78558793b4a84ce5a4867179e23a4");
}

}  // namespace
}  // namespace palier::rollout
