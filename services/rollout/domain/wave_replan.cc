// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wave_replan.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "rollout/domain/capacities.h"
#include "rollout/domain/replan_checker.h"
#include "rollout/domain/serial_pass.h"
#include "rollout/domain/wave_search.h"

namespace palier::rollout {
namespace {

// So that the sums fit.
constexpr int64_t kMostPeople = 100'000;

// A plan for one choice of the days before which no group goes into a wave.
struct Trial {
  std::vector<int> not_before;
  // Empty for a choice that leads nowhere.
  std::optional<Plan> plan;
  std::map<int, RuleFinding> not_kept;
  // Groups that have other dates than before; or found no place.
  std::set<int> moved;
  // The higher the better: first whether there is a plan.
  std::pair<bool, int64_t> score;
};

class LeastChange {
 public:
  LeastChange(const CompiledModel& model, const StandingPlan& standing, const PlanOptions& options)
      : model_(model),
        standing_(standing),
        check_(options.check),
        left_(AffordableSchedules(model, options)),
        order_(InOldOrder(model, standing)) {
    for (size_t i = 0; i < model.deployments().size(); ++i) {
      groups_[model.deployments()[i].id] = model.GroupOf(static_cast<int>(i));
    }
  }

  // None when no choice led to a plan, or when the check ended it.
  std::optional<Trial> Search() {
    Trial best = Try(Begin());
    MakeWay(best);
    for (bool better = true; better && left_ > 0;) {
      better = false;
      // Those that move, then those who share a wave with them.
      for (const int group : Near(best)) {
        if (left_ <= 0 || (check_ && !check_().ok())) break;
        better |= ImproveBy(group, best);
      }
    }
    if (!best.plan) return std::nullopt;
    return best;
  }

  // Why a group is not where it was: asked of the pass that would have kept it.
  std::optional<RuleFinding> WhyMoved(const Trial& trial, int group) {
    if (const auto at = trial.not_kept.find(group); at != trial.not_kept.end()) return at->second;
    const std::optional<int> before = standing_.WaveStart(group);
    if (!before || trial.not_before[group] == *before || left_ <= -kMostProbes) return std::nullopt;
    std::vector<int> not_before = trial.not_before;
    not_before[group] = *before;
    const Trial probe = Try(std::move(not_before));
    const auto at = probe.not_kept.find(group);
    if (at == probe.not_kept.end()) return std::nullopt;
    return at->second;
  }

  // What a plan costs in moves and in days of use.
  int64_t Cost(const Plan& plan) const {
    std::set<int> moved;
    return CostOf(plan, moved);
  }

 private:
  static constexpr int64_t kMostProbes = 200;

  // Who would make the next wave late goes into that one, all at once, as long as that helps.
  void MakeWay(Trial& best) {
    Trial trial = best;
    for (size_t round = 0; round <= standing_.wave_starts().size() + 1 && left_ > 0; ++round) {
      std::vector<int> not_before = trial.not_before;
      if (!trial.plan || !GiveWay(*trial.plan, not_before)) return;
      trial = Try(std::move(not_before));
      if (trial.score > best.score) best = trial;
    }
  }

  // False when nobody is in the way.
  bool GiveWay(const Plan& plan, std::vector<int>& not_before) const {
    const int support = model_.limits().hypercare_days + model_.limits().gate_review_days;
    const std::vector<int>& starts = standing_.wave_starts();
    bool any = false;
    for (size_t i = standing_.frozen().size(); i < plan.waves.size(); ++i) {
      const int start = model_.OffsetOf(plan.waves[i].start);
      const auto next = std::upper_bound(starts.begin(), starts.end(), start);
      if (next == starts.end()) break;
      for (const PlannedDeployment& planned : plan.waves[i].deployments) {
        if (model_.OffsetOf(planned.go_live) + support < *next) continue;
        not_before[groups_.at(planned.deployment)] = *next;
        any = true;
      }
    }
    return any;
  }

  // Everybody stays; who is new comes at the end.
  std::vector<int> Begin() const {
    std::vector<int> not_before;
    const int last = standing_.wave_starts().empty() ? 0 : standing_.wave_starts().back();
    for (size_t group = 0; group < model_.groups().size(); ++group) {
      not_before.push_back(standing_.WaveStart(static_cast<int>(group)).value_or(last));
    }
    return not_before;
  }

  Trial Try(std::vector<int> not_before) {
    --left_;
    Trial trial;
    SerialPass pass(model_, order_, standing_, not_before);
    trial.plan = pass.Run();
    trial.not_before = std::move(not_before);
    trial.not_kept = pass.not_kept();
    if (!trial.plan) {
      int64_t placed = 0;
      for (size_t group = 0; group < model_.groups().size(); ++group) {
        if (pass.placed()[group]) {
          ++placed;
        } else {
          trial.moved.insert(static_cast<int>(group));
        }
      }
      trial.score = {false, placed};
      return trial;
    }
    trial.score = {true, -CostOf(*trial.plan, trial.moved)};
    return trial;
  }

  int64_t CostOf(const Plan& plan, std::set<int>& moved) const {
    std::map<std::string, const PlannedDeployment*> after;
    for (const PlannedWave& wave : plan.waves) {
      for (const PlannedDeployment& planned : wave.deployments) {
        after[planned.deployment] = &planned;
      }
    }
    int64_t cost = 0;
    for (size_t i = 0; i < model_.deployments().size(); ++i) {
      const int group = model_.GroupOf(static_cast<int>(i));
      if (standing_.IsFrozen(group)) continue;
      const PlannedDeployment* before = standing_.Before(static_cast<int>(i));
      const PlannedDeployment& now = *after.at(model_.deployments()[i].id);
      const int64_t people = std::min<int64_t>(now.people, kMostPeople);
      cost += people * model_.OffsetOf(now.go_live);
      if (before == nullptr) continue;
      if (before->start == now.start && before->go_live == now.go_live) continue;
      moved.insert(group);
      cost +=
          people * (kDaysOfAMove + std::abs(static_cast<int64_t>(now.go_live - before->go_live)));
    }
    return cost;
  }

  std::vector<int> Near(const Trial& trial) const {
    std::vector<int> near(trial.moved.begin(), trial.moved.end());
    for (const auto& [group, finding] : trial.not_kept) {
      if (!trial.moved.contains(group)) near.push_back(group);
    }
    std::set<std::optional<int>> waves;
    for (const int group : near) waves.insert(standing_.WaveStart(group));
    const std::set<int> known(near.begin(), near.end());
    for (const int group : order_) {
      if (standing_.IsFrozen(group) || known.contains(group)) continue;
      if (waves.contains(standing_.WaveStart(group))) near.push_back(group);
    }
    return near;
  }

  // The days on which it could go into a wave: at once, with those of the plan, after all of them.
  std::vector<int> DaysFor(int group, const Trial& trial) const {
    std::set<int> days = {0};
    days.insert(standing_.wave_starts().begin(), standing_.wave_starts().end());
    if (trial.plan) {
      const size_t frozen = standing_.frozen().size();
      for (size_t i = frozen; i < trial.plan->waves.size(); ++i) {
        days.insert(model_.OffsetOf(trial.plan->waves[i].start));
        days.insert(model_.OffsetOf(trial.plan->waves[i].gate_day) + 1);
      }
    }
    days.erase(trial.not_before[group]);
    std::vector<int> sorted(days.begin(), days.end());
    std::erase_if(sorted, [&](int day) { return day >= model_.days(); });
    return sorted;
  }

  bool ImproveBy(int group, Trial& best) {
    bool better = false;
    for (const int day : DaysFor(group, best)) {
      if (left_ <= 0) break;
      std::vector<int> not_before = best.not_before;
      not_before[group] = day;
      Trial trial = Try(std::move(not_before));
      if (trial.score <= best.score) continue;
      best = std::move(trial);
      better = true;
    }
    return better;
  }

  const CompiledModel& model_;
  const StandingPlan& standing_;
  const std::function<absl::Status()> check_;
  // Schedules; below 0 for probes.
  int64_t left_;
  std::vector<int> order_;
  // By deployment.
  std::map<std::string, int> groups_;
};

std::map<std::string, WavePlace> PlacesOf(const std::vector<PlannedWave>& waves, int frozen) {
  std::map<std::string, WavePlace> places;
  for (size_t i = static_cast<size_t>(frozen); i < waves.size(); ++i) {
    for (const PlannedDeployment& planned : waves[i].deployments) {
      places[planned.deployment] = {waves[i].number, planned.start, planned.go_live};
    }
  }
  return places;
}

absl::Status Checked(const PlanningModel& model, const PlanInForce& in_force, const Plan& plan) {
  const std::vector<RuleFinding> broken = CheckReplan(model, in_force, plan);
  if (broken.empty()) return absl::OkStatus();
  return status::Internal(absl::StrCat("the new plan breaks ", RuleName(broken.front().rule),
                                       " for ", broken.front().subject, ": ",
                                       TextOf(broken.front()).en));
}

// That nothing can start any more behind what is frozen; none when something can.
std::optional<RuleFinding> NoStartLeft(const CompiledModel& model, const StandingPlan& standing) {
  bool all_frozen = true;
  for (size_t group = 0; group < model.groups().size(); ++group) {
    all_frozen &= standing.IsFrozen(static_cast<int>(group));
  }
  int earliest = standing.first();
  int number = 1;
  if (!standing.frozen().empty()) {
    const PlannedWave& last = standing.frozen().back();
    earliest = std::max(earliest, model.OffsetOf(last.gate_day) + 1);
    number = last.number + 1;
  }
  if (all_frozen || model.NextWaveStart(earliest)) return std::nullopt;
  return model.NoRoom(absl::StrCat("wave ", number));
}

// Limits that nothing can satisfy, but for those of what is frozen.
std::vector<RuleFinding> Impossible(const CompiledModel& model, const PlanInForce& in_force) {
  std::set<std::string> frozen;
  for (int i = 0; i < in_force.frozen; ++i) {
    for (const PlannedDeployment& planned : in_force.waves[i].deployments) {
      frozen.insert(planned.deployment);
    }
  }
  std::vector<RuleFinding> limits = ImpossibleLimits(model);
  std::erase_if(limits, [&](const RuleFinding& limit) { return frozen.contains(limit.subject); });
  return limits;
}

}  // namespace

void Recount(const PlanningModel& model, int frozen, Plan& plan) {
  std::map<std::string, int> live;
  int64_t covered = 0;
  for (size_t i = 0; i < plan.waves.size(); ++i) {
    PlannedWave& wave = plan.waves[i];
    std::map<std::string, int> people;
    absl::CivilDay last = wave.start;
    for (const PlannedDeployment& planned : wave.deployments) {
      int& most = people[planned.team];
      most = std::max(most, planned.people);
      int& before = live[planned.team];
      covered += std::max(0, planned.people - before);
      before = std::max(before, planned.people);
      last = std::max(last, planned.go_live);
    }
    if (static_cast<int>(i) < frozen) continue;
    wave.number = static_cast<int>(i) + 1;
    wave.hypercare_end = last + model.limits.hypercare_days;
    wave.gate_day = wave.hypercare_end + model.limits.gate_review_days;
    wave.headcount = 0;
    for (const auto& [team, count] : people) wave.headcount += count;
    wave.coverage_permille =
        static_cast<int>((covered * 2000 + model.population) / (int64_t{2} * model.population));
  }
}

int64_t UserDays(const std::vector<PlannedWave>& waves, int frozen, absl::CivilDay end) {
  int64_t days = 0;
  for (size_t i = static_cast<size_t>(frozen); i < waves.size(); ++i) {
    for (const PlannedDeployment& planned : waves[i].deployments) {
      days += planned.people * std::max<int64_t>(0, end - planned.go_live);
    }
  }
  return days;
}

std::vector<WaveMove> MovesOf(const PlanInForce& in_force, const Plan& plan) {
  const std::map<std::string, WavePlace> before = PlacesOf(in_force.waves, in_force.frozen);
  std::map<std::string, WavePlace> after = PlacesOf(plan.waves, in_force.frozen);
  std::map<std::string, RuleFinding> reasons;
  for (const RuleFinding& finding : plan.explanations) reasons.insert({finding.subject, finding});
  std::vector<WaveMove> moves;
  const auto add = [&](const PlannedDeployment& planned) {
    const auto was = before.find(planned.deployment);
    const auto is = after.find(planned.deployment);
    WaveMove move{planned.deployment, planned.team, planned.people, {}, {}, {}};
    if (was != before.end()) move.before = was->second;
    if (is != after.end()) move.after = is->second;
    if (move.before == move.after) return;
    const auto reason = reasons.find(planned.deployment);
    if (reason != reasons.end()) move.reason = reason->second;
    moves.push_back(std::move(move));
  };
  const auto frozen = static_cast<size_t>(in_force.frozen);
  for (size_t i = frozen; i < plan.waves.size(); ++i) {
    for (const PlannedDeployment& planned : plan.waves[i].deployments) add(planned);
  }
  for (size_t i = frozen; i < in_force.waves.size(); ++i) {
    for (const PlannedDeployment& planned : in_force.waves[i].deployments) {
      if (!after.contains(planned.deployment)) add(planned);
    }
  }
  return moves;
}

absl::StatusOr<WaveReplans> ReplanWaves(const PlanningModel& model, const PlanInForce& in_force,
                                        const PlanOptions& options) {
  RETURN_IF_ERROR(ValidateModel(model));
  const CompiledModel compiled(model);
  if (const auto limits = Impossible(compiled, in_force); !limits.empty()) {
    return NoPlanFound(limits.front().subject, true, limits);
  }
  const StandingPlan standing(compiled, in_force);
  if (const auto limit = NoStartLeft(compiled, standing)) {
    return NoPlanFound(limit->subject, true, {*limit});
  }
  LeastChange search(compiled, standing, options);
  std::optional<Trial> trial = search.Search();
  absl::StatusOr<Plan> best = SearchWaves(compiled, &standing, options);
  if (options.check) {
    RETURN_IF_ERROR(options.check());
  }
  if (!trial && !best.ok()) return best.status();
  // What was searched for without regard to moves can even move less.
  if (trial && best.ok() && search.Cost(*best) < search.Cost(*trial->plan)) trial.reset();
  WaveReplans replans;
  replans.least_change.plan = trial ? *trial->plan : *best;
  if (best.ok()) replans.least_change.plan.search = best->search;
  replans.least_change.moves = MovesOf(in_force, replans.least_change.plan);
  const WavePasses passes(compiled, &standing);
  const bool keep =
      !best.ok() || passes.WorthOf(replans.least_change.plan) >= passes.WorthOf(*best);
  replans.best_value.plan = keep ? replans.least_change.plan : *best;
  if (trial) {
    std::map<std::string, int> groups;
    for (size_t i = 0; i < compiled.deployments().size(); ++i) {
      groups[compiled.deployments()[i].id] = compiled.GroupOf(static_cast<int>(i));
    }
    for (WaveMove& move : replans.least_change.moves) {
      const auto group = groups.find(move.deployment);
      if (group == groups.end() || !move.changes_dates()) continue;
      const std::optional<RuleFinding> why = search.WhyMoved(*trial, group->second);
      if (!why) continue;
      move.reason = *why;
      move.reason.subject = move.deployment;
    }
  }
  replans.best_value.moves =
      keep ? replans.least_change.moves : MovesOf(in_force, replans.best_value.plan);
  RETURN_IF_ERROR(Checked(model, in_force, replans.least_change.plan));
  RETURN_IF_ERROR(Checked(model, in_force, replans.best_value.plan));
  return replans;
}

}  // namespace palier::rollout
