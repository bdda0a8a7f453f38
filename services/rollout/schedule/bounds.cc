// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/bounds.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "rollout/schedule/packed_model.h"
#include "rollout/schedule/propagation.h"

namespace palier::schedule {
namespace {

// What one look at all activities, or at all intervals, costs of the effort: 1 for small models.
constexpr int64_t kSquareOfSmall = 2'500;
constexpr int64_t kCubeOfSmall = 200'000;

struct Part {
  int head, tail;
  int64_t energy;
};

// The largest head + energy / capacity + tail over the parts whose head is at least some value,
// with the least tail among them.
int64_t FromHeads(std::vector<Part> parts, int64_t capacity) {
  std::sort(parts.begin(), parts.end(),
            [](const Part& a, const Part& b) { return a.head > b.head; });
  int64_t best = 0, energy = 0;
  int tail = kNever;
  for (const Part& part : parts) {
    energy += part.energy;
    tail = std::min(tail, part.tail);
    best = std::max(best, part.head + (energy + capacity - 1) / capacity + tail);
  }
  return best;
}

// From the end of each activity to the end of all, at least.
std::vector<int> TailsOf(const Model& model) {
  std::vector<int> from_start;
  for (const Activity& activity : model.activities) from_start.push_back(activity.duration);
  bool changed = true;
  for (size_t round = 0; changed && round < from_start.size(); ++round) {
    changed = false;
    for (const Arc& arc : model.arcs) {
      const int longer = arc.lag + from_start[arc.after];
      changed |= longer > from_start[arc.before];
      from_start[arc.before] = std::max(from_start[arc.before], longer);
    }
  }
  for (size_t i = 0; i < from_start.size(); ++i) from_start[i] -= model.activities[i].duration;
  return from_start;
}

int EnergyBound(const Model& model, const Starts& heads) {
  const std::vector<int> tails = TailsOf(model);
  std::vector<std::vector<Part>> parts(model.resources.size());
  for (size_t i = 0; i < model.activities.size(); ++i) {
    for (const Demand& demand : model.activities[i].demands) {
      const int64_t energy = int64_t{demand.amount} * model.activities[i].duration;
      if (energy > 0) parts[demand.resource].push_back({heads[i], tails[i], energy});
    }
  }
  int64_t best = 0;
  for (size_t k = 0; k < parts.size(); ++k) {
    const std::vector<int>& steps = model.resources[k].capacity;
    const int most = *std::max_element(steps.begin(), steps.end());
    if (most == 0 || parts[k].empty()) continue;
    best = std::max(best, FromHeads(parts[k], most));
    for (Part& part : parts[k]) std::swap(part.head, part.tail);
    best = std::max(best, FromHeads(std::move(parts[k]), most));
  }
  return static_cast<int>(std::min<int64_t>(best, kNever));
}

// Looks for contradictions in "complete by some end".
class Refutation {
 public:
  Refutation(Propagation& propagation, int64_t activities, int64_t effort)
      : propagation_(propagation),
        narrow_cost_(1 + activities * activities / kSquareOfSmall),
        energy_cost_(1 + activities * activities * activities / kCubeOfSmall),
        effort_(effort) {}

  bool spent() const { return effort_ <= 0; }

  // True only if no schedule has its starts in `windows`.
  bool Refutes(Windows windows) {
    if (!Narrow(windows) || !EnergyFits(windows)) return true;
    for (bool changed = true; changed && !spent();) {
      changed = false;
      for (size_t i = 0; i < windows.earliest.size() && !spent(); ++i) {
        if (!Shave(i, windows, changed)) return true;
      }
      if (changed && !spent() && !EnergyFits(windows)) return true;
    }
    return false;
  }

 private:
  bool Narrow(Windows& windows) {
    effort_ -= narrow_cost_;
    return propagation_.Narrow({}, windows);
  }
  bool EnergyFits(const Windows& windows) {
    effort_ -= energy_cost_;
    return propagation_.EnergyFits(windows);
  }

  // No part of a window that leads to a contradiction has a start.
  bool Shave(size_t i, Windows& windows, bool& changed) {
    for (const bool single : {false, true}) {
      for (const bool early : {true, false}) {
        int& earliest = windows.earliest[i];
        int& latest = windows.latest[i];
        if (earliest == latest) return true;
        const int width = single ? 0 : (latest - earliest) / 2;
        Windows part = windows;
        if (early) {
          part.latest[i] = earliest + width;
        } else {
          part.earliest[i] = latest - width;
        }
        const int rest = early ? earliest + width + 1 : latest - width - 1;
        if (Narrow(part)) continue;
        (early ? earliest : latest) = rest;
        changed = true;
        if (!Narrow(windows)) return false;
      }
    }
    return true;
  }

  Propagation& propagation_;
  const int64_t narrow_cost_, energy_cost_;
  int64_t effort_;
};

absl::Status NoSchedule() {
  return absl::FailedPreconditionError("no schedule exists");
}

}  // namespace

absl::StatusOr<MakespanBounds> BoundMakespan(const Model& model, int effort) {
  RETURN_IF_ERROR(Validate(model));
  RETURN_IF_ERROR(CheckConstantDemands(model));
  MakespanBounds bounds;
  const Starts heads = WindowsOf(model).earliest;
  bounds.critical_path = MakespanOf(model, heads);
  bounds.energy = EnergyBound(model, heads);
  bounds.proven = std::max(bounds.critical_path, bounds.energy);
  if (bounds.proven > model.horizon) return NoSchedule();
  if (!Propagation::IsFor(model)) return bounds;
  Propagation propagation(model);
  Windows all = propagation.Widest(model.horizon);
  if (!propagation.Narrow({}, all)) return NoSchedule();
  bounds.proven = std::max(bounds.proven, MakespanOf(model, all.earliest));
  const auto activities = static_cast<int64_t>(model.activities.size());
  for (Refutation refutation(propagation, activities, effort);
       !refutation.spent() && refutation.Refutes(propagation.Widest(bounds.proven));) {
    if (++bounds.proven > model.horizon) return NoSchedule();
  }
  return bounds;
}

}  // namespace palier::schedule
