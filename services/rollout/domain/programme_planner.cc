// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/programme_planner.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "rollout/domain/programme_entries.h"
#include "rollout/domain/programme_model.h"
#include "rollout/schedule/value_search.h"

namespace palier::rollout {
namespace {

// A plan with one limit raised is looked for with so much less effort, from the plan there is.
constexpr int64_t kLeverShare = 10;
constexpr int kPilotStep = 10;
constexpr int64_t kBudgetPercent = 10;

class Planning {
 public:
  Planning(const Programme& programme, const PlanOptions& options, ProgrammeModel model)
      : programme_(programme),
        options_(options),
        model_(std::move(model)),
        decoder_(model_.model, model_.values) {}

  absl::StatusOr<ProgrammePlan> Run() {
    auto found = Search(model_.model, options_.schedules, {});
    RETURN_IF_ERROR(checked_);
    if (!found.ok())
      return NoProgrammePlan(programme_, model_, absl::IsFailedPrecondition(found.status()));
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
    plan.entries = EntriesOf(programme_, model_, starts_, decoder_);
    FillLevers(plan);
    RETURN_IF_ERROR(checked_);
    return plan;
  }

 private:
  absl::StatusOr<schedule::Found> Search(const schedule::Model& model, int64_t schedules,
                                         const schedule::Starts& known) {
    schedule::SearchOptions options;
    options.decodes = std::max<int64_t>(1, schedules);
    options.seed = options_.seed;
    options.progress = [this](const schedule::Progress&) {
      if (options_.check && checked_.ok()) checked_ = options_.check();
      return checked_.ok();
    };
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

  void FillLevers(ProgrammePlan& plan) {
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
      if (!checked_.ok()) return;
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
  // What the check of the options said last.
  absl::Status checked_;
};

}  // namespace

absl::StatusOr<ProgrammePlan> PlanProgramme(const Programme& programme,
                                            const PlanOptions& options) {
  ASSIGN_OR_RETURN(ProgrammeModel model, ModelOf(programme));
  return Planning(programme, options, std::move(model)).Run();
}

}  // namespace palier::rollout
