// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/model.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace palier::schedule {
namespace {

constexpr size_t kMaxViolations = 20;

absl::Status Bad(const std::string& what) {
  return absl::InvalidArgumentError(what);
}

bool IsPosition(int position, size_t size) {
  return position >= 0 && static_cast<size_t>(position) < size;
}

absl::Status ValidateActivity(const Model& model, size_t i) {
  const Activity& activity = model.activities[i];
  const std::string name = absl::StrCat("activity ", i);
  if (activity.duration < 0 || activity.release < 0 || activity.deadline < 0 || activity.cost < 0) {
    return Bad(absl::StrCat(name, ": a negative duration, release, deadline or cost"));
  }
  for (const Demand& demand : activity.demands) {
    if (!IsPosition(demand.resource, model.resources.size())) {
      return Bad(absl::StrCat(name, ": demands no resource of the model"));
    }
    if (demand.from < 0 || demand.to < demand.from || demand.to > activity.duration ||
        demand.amount < 0) {
      return Bad(absl::StrCat(name, ": a demand outside of its duration, or below 0"));
    }
  }
  for (const Supply& supply : activity.supplies) {
    if (!IsPosition(supply.resource, model.resources.size()) || supply.amount < 0 ||
        supply.after < 0) {
      return Bad(absl::StrCat(name, ": supplies no resource, less than 0, or before it starts"));
    }
  }
  return absl::OkStatus();
}

absl::Status ValidateGrowth(const Model& model, const Growth& growth) {
  if (growth.pilot < 0 || growth.growth_permille < 0) return Bad("growth: a negative bound");
  for (const Growth::Member& member : growth.members) {
    if (!IsPosition(member.activity, model.activities.size()) || member.people < 0 ||
        member.live_after < 0) {
      return Bad("growth: a member that is none, or below 0");
    }
  }
  return absl::OkStatus();
}

template <typename T>
T ValueAt(const std::vector<T>& steps, int period) {
  return steps[std::min(static_cast<size_t>(period), steps.size() - 1)];
}

class Findings {
 public:
  template <typename... Parts>
  void Add(const Parts&... parts) {
    if (found_.size() < kMaxViolations) found_.push_back(absl::StrCat(parts...));
  }
  std::vector<std::string> Take() { return std::move(found_); }

 private:
  std::vector<std::string> found_;
};

void CheckTimes(const Model& model, const Starts& starts, Findings& findings) {
  for (size_t i = 0; i < starts.size(); ++i) {
    const Activity& activity = model.activities[i];
    if (starts[i] < activity.release) {
      findings.Add("activity ", i, " starts at ", starts[i], " before ", activity.release);
    }
    const int complete = starts[i] + activity.duration;
    if (complete > std::min(activity.deadline, model.horizon)) {
      findings.Add("activity ", i, " is complete at ", complete, ", too late");
    }
    if (model.closed_starts.empty()) continue;
    const std::vector<int>& closed = model.closed_starts[i];
    if (std::find(closed.begin(), closed.end(), starts[i]) != closed.end()) {
      findings.Add("activity ", i, " starts at ", starts[i], ", which is closed");
    }
  }
  for (const Arc& arc : model.arcs) {
    if (starts[arc.after] >= starts[arc.before] + arc.lag) continue;
    findings.Add("activity ", arc.after, " starts less than ", arc.lag, " after ", arc.before);
  }
}

void CheckResources(const Model& model, const Starts& starts, Findings& findings) {
  // Changes of use and of what activities add, by resource and period.
  std::vector<std::map<int, int64_t>> use(model.resources.size()), added(model.resources.size());
  for (size_t i = 0; i < starts.size(); ++i) {
    for (const Demand& demand : model.activities[i].demands) {
      use[demand.resource][starts[i] + demand.from] += demand.amount;
      use[demand.resource][starts[i] + demand.to] -= demand.amount;
    }
    for (const Supply& supply : model.activities[i].supplies) {
      added[supply.resource][starts[i] + supply.after] += supply.amount;
    }
  }
  for (size_t k = 0; k < model.resources.size(); ++k) {
    int64_t used = 0, more = 0;
    for (int t = 0; t <= model.horizon; ++t) {
      if (const auto at = use[k].find(t); at != use[k].end()) used += at->second;
      if (const auto at = added[k].find(t); at != added[k].end()) more += at->second;
      const int64_t capacity = ValueAt(model.resources[k].capacity, t) + more;
      if (used > 0 && used > capacity) {
        findings.Add("resource ", k, " at ", t, ": ", used, " used of ", capacity);
      }
    }
  }
}

void CheckGrowths(const Model& model, const Starts& starts, Findings& findings) {
  for (size_t g = 0; g < model.growths.size(); ++g) {
    const Growth& growth = model.growths[g];
    for (int t = 0; t <= model.horizon; ++t) {
      int64_t started = 0, live = 0;
      for (const Growth::Member& member : growth.members) {
        if (starts[member.activity] <= t) started += member.people;
        if (starts[member.activity] + member.live_after <= t) live += member.people;
      }
      if (1000 * started > 1000 * growth.pilot + growth.growth_permille * live) {
        findings.Add("growth ", g, " at ", t, ": ", started, " started with ", live, " live");
      }
    }
  }
}

void CheckBudget(const Model& model, const Starts& starts, Findings& findings) {
  if (model.budget.empty()) return;
  std::map<int, int64_t> spent_at;
  for (size_t i = 0; i < starts.size(); ++i) spent_at[starts[i]] += model.activities[i].cost;
  int64_t spent = 0;
  for (const auto& [period, cost] : spent_at) {
    spent += cost;
    if (spent <= ValueAt(model.budget, period)) continue;
    findings.Add("budget at ", period, ": ", spent, " spent of ", ValueAt(model.budget, period));
  }
}

}  // namespace

absl::Status Validate(const Model& model) {
  if (model.horizon < 0 || model.horizon > kMaxHorizon) return Bad("horizon out of range");
  if (model.activities.size() > kMaxActivities) return Bad("too many activities");
  if (model.resources.size() > kMaxResources) return Bad("too many resources");
  for (const Resource& resource : model.resources) {
    if (resource.capacity.empty()) return Bad("a resource without capacity");
    if (*std::min_element(resource.capacity.begin(), resource.capacity.end()) < 0) {
      return Bad("a capacity below 0");
    }
  }
  for (size_t i = 0; i < model.activities.size(); ++i) RETURN_IF_ERROR(ValidateActivity(model, i));
  for (const Arc& arc : model.arcs) {
    if (!IsPosition(arc.before, model.activities.size()) ||
        !IsPosition(arc.after, model.activities.size()) || arc.lag > kMaxHorizon ||
        arc.lag < -kMaxHorizon) {
      return Bad("an arc between activities that are none, or with a lag out of range");
    }
  }
  for (const Growth& growth : model.growths) RETURN_IF_ERROR(ValidateGrowth(model, growth));
  if (!std::is_sorted(model.budget.begin(), model.budget.end())) return Bad("a budget that falls");
  if (!model.closed_starts.empty() && model.closed_starts.size() != model.activities.size()) {
    return Bad("closed starts: one list for each activity, or none");
  }
  for (const std::vector<int>& closed : model.closed_starts) {
    if (!std::is_sorted(closed.begin(), closed.end())) return Bad("closed starts: not ascending");
  }
  return absl::OkStatus();
}

std::vector<std::string> Violations(const Model& model, const Starts& starts) {
  if (starts.size() != model.activities.size()) return {"not one start for each activity"};
  Findings findings;
  CheckTimes(model, starts, findings);
  CheckResources(model, starts, findings);
  CheckGrowths(model, starts, findings);
  CheckBudget(model, starts, findings);
  return findings.Take();
}

int MakespanOf(const Model& model, const Starts& starts) {
  int end = 0;
  for (size_t i = 0; i < starts.size(); ++i) {
    end = std::max(end, starts[i] + model.activities[i].duration);
  }
  return end;
}

}  // namespace palier::schedule
