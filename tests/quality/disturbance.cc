// SPDX-License-Identifier: Apache-2.0
#include "tests/quality/disturbance.h"

#include <algorithm>

#include "common/stats/random.h"
#include "rollout/schedule/serial_decoder.h"

namespace palier::quality {
namespace {

using schedule::Activity;
using schedule::Model;

constexpr int kNotice = 2;
// Nothing is delayed that has no more time than that.
constexpr int kLatestDelay = 13;
constexpr int kAwayWeeks = 6;

bool Is(Disturbance disturbance, Disturbance kind) {
  return disturbance == kind || disturbance == Disturbance::kAll;
}

void LoseCapacity(int from, int tools, Model& model) {
  for (int k = 0; k <= tools; ++k) {
    std::vector<int>& capacity = model.resources[k].capacity;
    for (size_t week = from; week < capacity.size(); ++week) capacity[week] -= capacity[week] / 5;
  }
}

// Close support lasts longer.
void Prolong(int position, int weeks, Model& model) {
  Activity& activity = model.activities[position];
  activity.duration += weeks;
  activity.demands.back().to += weeks;
  for (schedule::Supply& supply : activity.supplies) supply.after += weeks;
  for (schedule::Growth& growth : model.growths) {
    for (schedule::Growth::Member& member : growth.members) {
      if (member.activity == position) member.live_after += weeks;
    }
  }
  for (schedule::Arc& arc : model.arcs) {
    if (arc.before == position) arc.lag += weeks;
  }
}

// Nobody of the team is trained in these weeks.
void SendAway(const WaveScenario& scenario, int team, int from, Model& model) {
  for (size_t i = 0; i < model.activities.size(); ++i) {
    if (scenario.teams[i] != team) continue;
    const schedule::Demand& training = model.activities[i].demands[1];
    std::vector<int>& closed = model.closed_starts[i];
    for (int start = from - training.to + 1; start < from + kAwayWeeks - training.from; ++start) {
      if (start >= 0) closed.push_back(start);
    }
    std::sort(closed.begin(), closed.end());
    closed.erase(std::unique(closed.begin(), closed.end()), closed.end());
  }
}

}  // namespace

const char* NameOf(Disturbance disturbance) {
  constexpr const char* kNames[] = {"capacity -20 %", "delays", "absences", "lost champions",
                                    "all of it"};
  return kNames[static_cast<int>(disturbance)];
}

DisturbedScenario Disturb(const WaveScenario& scenario, const schedule::Starts& plan,
                          Disturbance disturbance, uint64_t seed) {
  stats::Random random(seed);
  DisturbedScenario disturbed{scenario, {}};
  Model& model = disturbed.scenario.model;
  const int last = *std::max_element(plan.begin(), plan.end());
  schedule::Starts sorted = plan;
  std::sort(sorted.begin(), sorted.end());
  const int n = static_cast<int>(plan.size());
  const int now = sorted[n / 5 + random.Below(std::max(1, n * 3 / 10))];
  const int first = now + kNotice;
  schedule::Standing& standing = disturbed.standing;
  standing.starts = plan;
  standing.first = first;
  standing.move_costs =
      schedule::EvenMoveCosts(scenario.values, plan, schedule::kUsualMovePermille);
  for (const int start : plan) standing.frozen.push_back(start < first);
  const int tools = static_cast<int>(model.growths.size());
  if (Is(disturbance, Disturbance::kCapacity)) LoseCapacity(first, tools, model);
  for (size_t i = 0; i < plan.size(); ++i) {
    Activity& activity = model.activities[i];
    if (Is(disturbance, Disturbance::kDelays) && random.OneIn(10)) {
      const bool has_time = plan[i] + activity.duration + kLatestDelay < model.horizon;
      if (!standing.frozen[i] && has_time) activity.release = plan[i] + random.Below(7);
      if (standing.frozen[i] && plan[i] + activity.duration > now) {
        Prolong(static_cast<int>(i), 2 + random.Below(3), model);
      }
    }
    if (Is(disturbance, Disturbance::kChampions) && standing.frozen[i] && random.OneIn(4)) {
      activity.supplies.clear();
    }
  }
  if (Is(disturbance, Disturbance::kAbsences)) {
    const int teams = *std::max_element(scenario.teams.begin(), scenario.teams.end()) + 1;
    for (int team = 0; team < teams; ++team) {
      if (!random.OneIn(20)) continue;
      SendAway(scenario, team, first + random.Below(std::max(1, last - first)), model);
    }
  }
  return disturbed;
}

schedule::Model WithRoomForFrozen(const DisturbedScenario& disturbed) {
  const schedule::Standing& standing = disturbed.standing;
  Model model = disturbed.scenario.model;
  for (size_t i = 0; i < model.activities.size(); ++i) {
    Activity& activity = model.activities[i];
    if (!standing.frozen[i]) {
      activity.release = std::max(activity.release, standing.first);
      continue;
    }
    activity.release = standing.starts[i];
    activity.deadline = standing.starts[i] + activity.duration;
    model.closed_starts[i].clear();
  }
  std::erase_if(model.arcs, [&](const schedule::Arc& arc) {
    return standing.frozen[arc.before] && standing.frozen[arc.after];
  });
  // The others ask for nothing, so that what is broken is broken by the frozen ones.
  Model alone = model;
  for (size_t i = 0; i < alone.activities.size(); ++i) {
    if (standing.frozen[i]) continue;
    alone.activities[i] = Activity{};
    for (schedule::Growth& growth : alone.growths) {
      std::erase_if(growth.members,
                    [&](const auto& member) { return member.activity == static_cast<int>(i); });
    }
  }
  alone.arcs.clear();
  alone.closed_starts.clear();
  for (const schedule::Violation& broken :
       schedule::FindViolations(alone, standing.starts, SIZE_MAX)) {
    if (broken.rule == schedule::Violation::Rule::kResource) {
      std::vector<int>& capacity = model.resources[broken.other].capacity;
      const size_t week = static_cast<size_t>(broken.period);
      if (capacity.size() <= week) capacity.resize(week + 1, capacity.back());
      capacity[week] += static_cast<int>(broken.excess);
    } else if (broken.rule == schedule::Violation::Rule::kGrowth) {
      int64_t& pilot = model.growths[broken.other].pilot;
      pilot = std::max(pilot, disturbed.scenario.model.growths[broken.other].pilot +
                                  (broken.excess + 999) / 1000);
    }
  }
  return model;
}

schedule::Starts ShiftInOrder(const DisturbedScenario& disturbed) {
  const schedule::Standing& standing = disturbed.standing;
  const Model model = WithRoomForFrozen(disturbed);
  schedule::SerialDecoder decoder(model, disturbed.scenario.values);
  schedule::Starts held = standing.starts, not_before = standing.starts, starts;
  std::vector<int> order;
  for (size_t i = 0; i < held.size(); ++i) {
    if (standing.frozen[i]) continue;
    held[i] = -1;
    order.push_back(static_cast<int>(i));
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return standing.starts[a] < standing.starts[b]; });
  decoder.Hold(held);
  // Each round moves one at least, and none back.
  while (decoder.Decode(order, starts, not_before)) {
    bool overtaken = false;
    int latest = 0;
    for (const int activity : order) {
      overtaken |= starts[activity] < latest;
      latest = std::max(latest, starts[activity]);
      not_before[activity] = std::max(not_before[activity], latest);
    }
    if (!overtaken) return starts;
  }
  return {};
}

}  // namespace palier::quality
