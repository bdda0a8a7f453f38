// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/programme_planner.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "rollout/domain/programme_model.h"
#include "rollout/schedule/value_search.h"

namespace palier::rollout {
namespace {

// A plan with one limit raised is looked for with so much less effort, from the plan there is.
constexpr int64_t kLeverShare = 10;
constexpr int kPilotStep = 10;
constexpr int64_t kBudgetPercent = 10;

absl::Status NoPlan(const Programme& programme, const ProgrammeModel& model, bool proven) {
  schedule::SerialDecoder decoder(model.model, model.values);
  std::vector<int> order;
  for (size_t i = 0; i < model.activities.size(); ++i) order.push_back(static_cast<int>(i));
  schedule::Starts starts;
  decoder.Decode(order, starts);
  status::Error error(absl::StatusCode::kFailedPrecondition, error::v1::NO_PLAN_FOUND,
                      {proven ? "No plan exists: not every team finds a place."
                              : "No plan was found in which every team finds a place.",
                       proven ? "Aucun plan n'existe : toutes les équipes ne trouvent pas de place."
                              : "Aucun plan n'a été trouvé où chaque équipe trouve une place."});
  error.With("proven", proven ? "true" : "false");
  constexpr size_t kShown = 20;
  for (size_t i = 0; i < std::min(kShown, decoder.unplaced().size()); ++i) {
    const ProgrammeActivity& left = model.activities[decoder.unplaced()[i]];
    const std::string& tool = programme.tools[static_cast<size_t>(left.tool)].id;
    error.Precondition(
        "HORIZON", absl::StrCat(tool, "/", left.team),
        {absl::StrCat(left.team, " finds no place for ", tool, " within the limits."),
         absl::StrCat(left.team, " ne trouve pas de place pour ", tool, " dans les limites.")});
  }
  return error;
}

class Planning {
 public:
  Planning(const Programme& programme, const PlanOptions& options, ProgrammeModel model)
      : programme_(programme),
        options_(options),
        model_(std::move(model)),
        decoder_(model_.model, model_.values) {}

  absl::StatusOr<ProgrammePlan> Run() {
    auto found = Search(model_.model, options_.schedules, {});
    if (!found.ok()) return NoPlan(programme_, model_, absl::IsFailedPrecondition(found.status()));
    starts_ = std::move(found->starts);
    Advance();
    if (const auto broken = schedule::Violations(model_.model, starts_); !broken.empty()) {
      return status::Internal(absl::StrCat("the programme's plan: ", broken.front()));
    }
    ProgrammePlan plan;
    plan.value = schedule::ValueOf(model_.values, starts_);
    plan.bound = std::max(found->bound, plan.value);
    plan.schedules = found->decodes;
    plan.start = model_.first_monday;
    plan.end = model_.first_monday + 7 * schedule::MakespanOf(model_.model, starts_);
    FillEntries(plan);
    FillLevers(plan);
    return plan;
  }

 private:
  absl::StatusOr<schedule::Found> Search(const schedule::Model& model, int64_t schedules,
                                         const schedule::Starts& known) const {
    schedule::SearchOptions options;
    options.decodes = std::max<int64_t>(1, schedules);
    options.seed = options_.seed;
    return schedule::MaximiseValue(model, model_.values, options, known);
  }

  int64_t ValueAt(size_t i, int start) const {
    return model_.values[i][static_cast<size_t>(start)];
  }

  // Whatever could begin a week earlier and be worth no less does.
  void Advance() {
    for (bool moved = true; std::exchange(moved, false);) {
      for (size_t i = 0; i < starts_.size(); ++i) {
        const int activity = static_cast<int>(i);
        while (starts_[i] > 0 && ValueAt(i, starts_[i] - 1) >= ValueAt(i, starts_[i]) &&
               !decoder_.WhyNot(starts_, activity, starts_[i] - 1)) {
          --starts_[i];
          moved = true;
        }
      }
    }
  }

  ProgrammeReason ReasonOfStart(int activity) {
    const int start = starts_[activity];
    ProgrammeReason reason;
    reason.week = model_.first_monday;
    if (start == 0) return reason;
    const auto why = decoder_.WhyNot(starts_, activity, start - 1);
    if (why) return ReasonOf(model_, programme_, *why);
    reason.limit = ProgrammeLimit::kPlan;
    reason.week = model_.first_monday + 7 * (start - 1);
    return reason;
  }

  void FillEntries(ProgrammePlan& plan) {
    const auto monday = [&](int week) { return model_.first_monday + 7 * week; };
    // Weeks in which training begins, by tool.
    std::map<int, std::set<int>> waves;
    const auto trained_from = [&](size_t i) { return starts_[i] + model_.activities[i].prepare; };
    for (size_t i = 0; i < starts_.size(); ++i) {
      waves[model_.activities[i].tool].insert(trained_from(i));
    }
    for (size_t i = 0; i < starts_.size(); ++i) {
      const ProgrammeActivity& what = model_.activities[i];
      const std::set<int>& of_tool = waves.at(what.tool);
      ProgrammeEntry entry;
      entry.tool = programme_.tools[static_cast<size_t>(what.tool)].id;
      entry.team = what.team;
      entry.people = what.people;
      entry.start = monday(starts_[i]);
      entry.training = monday(trained_from(i));
      entry.go_live = monday(trained_from(i) + what.train);
      entry.end = monday(starts_[i] + model_.model.activities[i].duration);
      entry.wave =
          1 + static_cast<int>(std::distance(of_tool.begin(), of_tool.find(trained_from(i))));
      entry.reason = ReasonOfStart(static_cast<int>(i));
      plan.entries.push_back(std::move(entry));
    }
    std::sort(plan.entries.begin(), plan.entries.end(), [](const auto& a, const auto& b) {
      return std::tie(a.training, a.tool, a.team) < std::tie(b.training, b.tool, b.team);
    });
  }

  // The model with a little more of what the meaning names; 0 for what nobody can raise.
  int64_t Raise(const ProgrammeModel::Meaning& meaning, schedule::Model& model) const {
    const auto& [limit, of] = meaning;
    if (limit == ProgrammeLimit::kGrowth) {
      for (size_t g = 0; g < model.growths.size(); ++g) {
        if (model_.growths[g] == of) model.growths[g].pilot += kPilotStep;
      }
      return kPilotStep;
    }
    if (limit == ProgrammeLimit::kBudget) {
      const int64_t more = model.budget.back() * kBudgetPercent / 100;
      for (int64_t& released : model.budget) released += more;
      return more;
    }
    int64_t more = 0;
    for (size_t k = 0; k < model.resources.size(); ++k) {
      if (model_.resources[k] != meaning) continue;
      more = limit == ProgrammeLimit::kChampions ? UsersPerChampion(of) : 1;
      for (int& capacity : model.resources[k].capacity) {
        // A freeze stays one.
        if (capacity > 0 || limit == ProgrammeLimit::kChampions) capacity += static_cast<int>(more);
      }
    }
    return more;
  }
  int64_t UsersPerChampion(const std::string& tool) const {
    for (const ProgrammeTool& one : programme_.tools) {
      if (one.id == tool) return one.model.limits.users_per_champion;
    }
    return 0;
  }

  void FillLevers(ProgrammePlan& plan) const {
    std::set<ProgrammeModel::Meaning> binding;
    for (const ProgrammeEntry& entry : plan.entries) {
      switch (entry.reason.limit) {
        case ProgrammeLimit::kItCapacity:
        case ProgrammeLimit::kTrainers:
        case ProgrammeLimit::kChampions:
        case ProgrammeLimit::kGrowth:
        case ProgrammeLimit::kBudget:
          binding.insert({entry.reason.limit, entry.reason.of});
          break;
        default:
          break;
      }
    }
    const int end = schedule::MakespanOf(model_.model, starts_);
    for (const ProgrammeModel::Meaning& meaning : binding) {
      schedule::Model raised = model_.model;
      const int64_t more = Raise(meaning, raised);
      if (more == 0) continue;
      const auto found = Search(raised, options_.schedules / kLeverShare, starts_);
      if (!found.ok() || found->objective <= plan.value) continue;
      plan.levers.push_back({meaning.first, meaning.second, more, found->objective - plan.value,
                             end - schedule::MakespanOf(raised, found->starts)});
    }
    std::stable_sort(plan.levers.begin(), plan.levers.end(),
                     [](const auto& a, const auto& b) { return a.gain > b.gain; });
  }

  const Programme& programme_;
  const PlanOptions& options_;
  const ProgrammeModel model_;
  schedule::SerialDecoder decoder_;
  schedule::Starts starts_;
};

}  // namespace

absl::StatusOr<ProgrammePlan> PlanProgramme(const Programme& programme,
                                            const PlanOptions& options) {
  ASSIGN_OR_RETURN(ProgrammeModel model, ModelOf(programme));
  return Planning(programme, options, std::move(model)).Run();
}

}  // namespace palier::rollout
