// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/model.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace palier::schedule {
namespace {

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
  explicit Findings(size_t most) : most_(most) {}
  void Add(Violation violation) {
    if (found_.size() < most_) found_.push_back(violation);
  }
  std::vector<Violation> Take() { return std::move(found_); }

 private:
  const size_t most_;
  std::vector<Violation> found_;
};

using Rule = Violation::Rule;

void CheckTimes(const Model& model, const Starts& starts, Findings& findings) {
  for (size_t i = 0; i < starts.size(); ++i) {
    const Activity& activity = model.activities[i];
    const int position = static_cast<int>(i);
    if (starts[i] < activity.release) {
      findings.Add({Rule::kRelease, position, -1, starts[i], activity.release - starts[i]});
    }
    const int late = starts[i] + activity.duration - std::min(activity.deadline, model.horizon);
    if (late > 0) findings.Add({Rule::kEnd, position, -1, starts[i], late});
    if (model.closed_starts.empty()) continue;
    const std::vector<int>& closed = model.closed_starts[i];
    if (std::find(closed.begin(), closed.end(), starts[i]) != closed.end()) {
      findings.Add({Rule::kClosed, position, -1, starts[i], 1});
    }
  }
  for (const Arc& arc : model.arcs) {
    const int early = starts[arc.before] + arc.lag - starts[arc.after];
    if (early > 0) findings.Add({Rule::kArc, arc.after, arc.before, starts[arc.after], early});
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
        findings.Add({Rule::kResource, -1, static_cast<int>(k), t, used - capacity});
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
      const int64_t excess = 1000 * (started - growth.pilot) - growth.growth_permille * live;
      if (excess > 0) findings.Add({Rule::kGrowth, -1, static_cast<int>(g), t, excess});
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
    const int64_t excess = spent - ValueAt(model.budget, period);
    if (excess > 0) findings.Add({Rule::kBudget, -1, -1, period, excess});
  }
}

std::string SentenceOf(const Violation& violation) {
  const std::string at = absl::StrCat(" at ", violation.period, " by ", violation.excess);
  switch (violation.rule) {
    case Rule::kRelease:
      return absl::StrCat("activity ", violation.activity, " starts before its release", at);
    case Rule::kEnd:
      return absl::StrCat("activity ", violation.activity, " is complete too late", at);
    case Rule::kClosed:
      return absl::StrCat("activity ", violation.activity, " starts in a closed period", at);
    case Rule::kArc:
      return absl::StrCat("activity ", violation.activity, " starts too soon after ",
                          violation.other, at);
    case Rule::kResource:
      return absl::StrCat("resource ", violation.other, " is exceeded", at);
    case Rule::kGrowth:
      return absl::StrCat("growth ", violation.other, " is exceeded", at);
    case Rule::kBudget:
      return absl::StrCat("the budget is exceeded", at);
  }
  return "";
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

std::vector<Violation> FindViolations(const Model& model, const Starts& starts, size_t most) {
  Findings findings(most);
  CheckTimes(model, starts, findings);
  CheckResources(model, starts, findings);
  CheckGrowths(model, starts, findings);
  CheckBudget(model, starts, findings);
  return findings.Take();
}

std::vector<std::string> Violations(const Model& model, const Starts& starts) {
  if (starts.size() != model.activities.size()) return {"not one start for each activity"};
  std::vector<std::string> sentences;
  for (const Violation& violation : FindViolations(model, starts)) {
    sentences.push_back(SentenceOf(violation));
  }
  return sentences;
}

int MakespanOf(const Model& model, const Starts& starts) {
  int end = 0;
  for (size_t i = 0; i < starts.size(); ++i) {
    end = std::max(end, starts[i] + model.activities[i].duration);
  }
  return end;
}

}  // namespace palier::schedule
