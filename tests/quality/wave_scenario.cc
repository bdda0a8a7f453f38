// SPDX-License-Identifier: Apache-2.0
#include "tests/quality/wave_scenario.h"

#include <algorithm>
#include <vector>

#include "common/stats/random.h"

namespace palier::quality {
namespace {

constexpr int kHorizon = 156;
constexpr int kValueWeeks = 208;
constexpr int kRampWeeks = 12;
constexpr int kHypercareWeeks = 4;
constexpr int kCertificationWeeks = 2;
// 8 % a year by week: 1.08^(1/52) - 1 in billionths.
constexpr int64_t kWeeklyRate = 1'481'126;
constexpr int64_t kBillion = 1'000'000'000;

struct Tool {
  int prepare = 0;
  int train = 0;
  int it_work = 0;
  // Cents for each person and week.
  int64_t benefit = 0;
};

std::vector<int64_t> Discounts() {
  std::vector<int64_t> discounts = {kBillion};
  for (int week = 1; week <= kValueWeeks; ++week) {
    discounts.push_back(discounts.back() * kBillion / (kBillion + kWeeklyRate));
  }
  return discounts;
}

bool IsFreeze(int week) {
  return week % 52 >= 50 || (week % 52 >= 31 && week % 52 <= 32);
}

// Of use from the go-live on, with a linear ramp, less the cost at the start.
std::vector<int64_t> ValuesOf(int go_live_after, int64_t weekly, int64_t cost) {
  static const std::vector<int64_t> discounts = Discounts();
  std::vector<int64_t> values;
  for (int start = 0; start <= kHorizon; ++start) {
    int64_t value = -(cost * discounts[start] / kBillion);
    const int live = start + go_live_after;
    for (int week = live; week < kValueWeeks; ++week) {
      const int64_t ramp = std::min(kRampWeeks, week - live + 1);
      value += weekly * ramp / kRampWeeks * discounts[week] / kBillion;
    }
    values.push_back(value);
  }
  return values;
}

}  // namespace

WaveScenario MakeWaveScenario(int teams, int tools, uint64_t seed) {
  stats::Random random(seed);
  WaveScenario scenario;
  schedule::Model& model = scenario.model;
  model.horizon = kHorizon;
  std::vector<int> headcounts;
  int people = 0;
  for (int i = 0; i < teams; ++i) {
    headcounts.push_back(5 + random.Below(36));
    people += headcounts.back();
  }
  // Resource 0 is IT; then the trainers of each tool; then the teams.
  std::vector<int> it;
  for (int week = 0; week < kHorizon; ++week)
    it.push_back(IsFreeze(week) ? 0 : teams * tools / 9 + 2);
  model.resources.push_back({it});
  std::vector<Tool> kinds;
  for (int k = 0; k < tools; ++k) {
    kinds.push_back(
        {1 + random.Below(3), 1 + random.Below(2), 1 + random.Below(3), 100 + random.Below(900)});
    std::vector<int> trainers;
    for (int week = 0; week < kHorizon; ++week) {
      trainers.push_back(IsFreeze(week) ? 0 : 4 + people / 150);
    }
    model.resources.push_back({trainers});
    model.growths.push_back({{}, 40, 3000});
  }
  for (int i = 0; i < teams; ++i) model.resources.push_back({{std::max(1, (tools + 1) / 3)}});
  int64_t cost_of_all = 0;
  for (int i = 0; i < teams; ++i) {
    const int factor = 50 + random.Below(101);
    int before = -1;
    for (int k = 0; k < tools; ++k) {
      const Tool& tool = kinds[k];
      const int position = static_cast<int>(model.activities.size());
      schedule::Activity activity;
      const int taught = tool.prepare + tool.train;
      activity.duration = taught + kHypercareWeeks;
      const int lessons = (headcounts[i] + 9) / 10;
      activity.demands = {{0, 0, tool.prepare, tool.it_work},
                          {1 + k, tool.prepare, taught, lessons},
                          {1 + tools + i, tool.prepare, activity.duration, 1}};
      activity.supplies = {
          {1 + k, activity.duration + kCertificationWeeks, (headcounts[i] + 14) / 15}};
      activity.cost = 200'000 + int64_t{15'000} * headcounts[i];
      cost_of_all += activity.cost;
      model.growths[k].members.push_back({position, headcounts[i], activity.duration});
      scenario.values.push_back(
          ValuesOf(taught, tool.benefit * headcounts[i] * factor / 100, activity.cost));
      if (before >= 0 && random.OneIn(4)) {
        model.arcs.push_back({before, position, model.activities[before].duration});
      }
      std::vector<int> closed;
      for (int week = 0; week < kHorizon; ++week) {
        if (IsFreeze(week)) closed.push_back(week);
      }
      model.closed_starts.push_back(closed);
      model.activities.push_back(activity);
      scenario.teams.push_back(i);
      before = position;
    }
  }
  // A tenth at once, the rest in five quarters.
  for (int week = 0; week < kHorizon; ++week) {
    const int64_t quarters = std::min(5, week / 13);
    model.budget.push_back(cost_of_all - cost_of_all * 9 / 10 * (5 - quarters) / 5);
  }
  return scenario;
}

}  // namespace palier::quality
