// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/plan_risk.h"

#include <algorithm>
#include <cmath>

#include "common/stats/diffusion.h"
#include "common/stats/permille.h"
#include "common/stats/random.h"
#include "common/stats/triangular.h"
#include "common/status/macros.h"

namespace palier::rollout {
namespace {

using stats::Random;

constexpr int kYear = 365;
// A gate that is adjusted so often is passed.
constexpr int kMostAdjustments = 10;
// Runs between two looks at the clock.
constexpr int kBetweenChecks = 64;
constexpr double kDaysOfWeek = 7;

enum class Draw : uint64_t { kAttendance = 1, kSupport, kGate, kAdjust, kReach, kRamp };

// A stream of its own for each thing that is drawn in a run.
Random StreamOf(uint64_t seed, int run, Draw draw, uint64_t index) {
  Random mixed(seed ^ (static_cast<uint64_t>(run) * 0x9e3779b97f4a7c15u));
  const uint64_t of_run = mixed.Next();
  return Random(of_run ^ (static_cast<uint64_t>(draw) << 56) ^ (index * 0xbf58476d1ce4e5b9u));
}

double Sample(const Triangle& triangle, Random& random) {
  return stats::TriangularAt(random.Unit(), triangle.least, triangle.likely, triangle.greatest);
}

// Weeks of use by one person out of `weeks` when use grows evenly over `ramp` weeks.
double UseOf(double weeks, double ramp) {
  if (weeks <= 0) return 0;
  return weeks < ramp ? weeks * weeks / (2 * ramp) : weeks - ramp / 2;
}

template <typename T>
Percentiles<T> PercentilesOf(std::vector<T> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto at = [&](size_t tenths) {
    const size_t rank = (values.size() * tenths + 9) / 10;
    return values[std::max<size_t>(rank, 1) - 1];
  };
  return {at(1), at(5), at(9)};
}

// A deployment of the plan with what a run needs of it.
struct Item {
  const PlannedDeployment* planned;
  int wave, team;
  // From the start of its wave.
  int to_go_live;
  // People that can be trained on one day once sessions are missed.
  int a_day;
  uint64_t index;
};

class Game {
 public:
  Game(const CompiledModel& model, const std::vector<PlannedWave>& waves,
       const PlanProgress& progress, const RiskAssumptions& assumptions)
      : model_(model), waves_(waves), progress_(progress), assumptions_(assumptions) {
    for (size_t w = 0; w < waves.size(); ++w) {
      for (const PlannedDeployment& planned : waves[w].deployments) {
        const int team = model.TeamAt(planned.team);
        items_.push_back(
            {&planned, static_cast<int>(w), team,
             static_cast<int>(planned.go_live - waves[w].start),
             std::max(1, std::min(model.TrainingCap(team), model.limits().session_size)),
             stats::SeedOf(planned.deployment)});
      }
    }
    starts_.resize(waves.size());
    go_lives_.resize(items_.size());
    critical_.resize(items_.size());
    if (!waves.empty()) until_ = waves.back().gate_day + kYear;
    const auto teams = static_cast<int64_t>(std::max<size_t>(items_.size(), 1));
    runs_ = static_cast<int>(std::min<int64_t>(assumptions.runs, kMostRiskDraws / teams));
  }

  absl::StatusOr<PlanRisk> Play(const std::function<absl::Status()>& check) {
    for (int run = 0; run < runs_; ++run) {
      if (check && run % kBetweenChecks == 0) RETURN_IF_ERROR(check());
      PlayOnce(run);
    }
    return Result();
  }

 private:
  absl::CivilDay StartOf(int wave, absl::CivilDay gate) const {
    const absl::CivilDay planned = waves_[wave].start;
    if (wave < progress_.started) return planned;
    absl::CivilDay wanted = std::max(planned, progress_.today);
    if (wave > 0) wanted = std::max(wanted, gate + 1);
    if (wanted == planned) return planned;
    const int offset = model_.OffsetOf(wanted);
    // Outside the period weeks go on as in it.
    if (offset < 0 || offset >= model_.days()) return wanted;
    const std::optional<int> next = model_.NextWaveStart(offset);
    return next ? model_.DayAt(*next) : wanted;
  }

  absl::CivilDay NextOpen(int team, absl::CivilDay day) const {
    const int offset = model_.OffsetOf(day);
    if (offset < 0 || offset >= model_.days()) return day;
    const std::optional<int> next = model_.NextOpen(team, offset);
    return next ? model_.DayAt(*next) : day;
  }

  absl::CivilDay GoLive(const Item& item, absl::CivilDay start, int run) const {
    Random random = StreamOf(assumptions_.seed, run, Draw::kAttendance, item.index);
    const double missing =
        item.planned->people * (1 - Sample(assumptions_.attendance_permille, random) / 1000);
    absl::CivilDay day = NextOpen(item.team, start + item.to_go_live);
    const int more = (static_cast<int>(std::lround(missing)) + item.a_day - 1) / item.a_day;
    for (int i = 0; i < more; ++i) day = NextOpen(item.team, day + 1);
    return day;
  }

  // The day of the gate that is passed; none when the roll-out is stopped there.
  std::optional<absl::CivilDay> PassGate(int wave, absl::CivilDay gate, int run) const {
    Random passing = StreamOf(assumptions_.seed, run, Draw::kGate, static_cast<uint64_t>(wave));
    Random adjusting = StreamOf(assumptions_.seed, run, Draw::kAdjust, static_cast<uint64_t>(wave));
    for (int i = 0; i < kMostAdjustments; ++i) {
      const double chance = passing.Unit() * 1000;
      if (chance < assumptions_.gate_pass_permille) return gate;
      if (chance < assumptions_.gate_pass_permille + assumptions_.gate_stop_permille)
        return std::nullopt;
      gate += static_cast<int64_t>(std::lround(Sample(assumptions_.adjust_days, adjusting)));
    }
    return gate;
  }

  void PlayOnce(int run) {
    double use = 0;
    absl::CivilDay gate = absl::CivilDay::min();
    size_t item = 0;
    bool stopped = false;
    for (int w = 0; w < static_cast<int>(waves_.size()); ++w) {
      const bool fixed = w < progress_.passed;
      const absl::CivilDay start = StartOf(w, gate);
      starts_[w].push_back(start);
      const size_t first = item;
      absl::CivilDay last = start;
      for (; item < items_.size() && items_[item].wave == w; ++item) {
        const Item& one = items_[item];
        const absl::CivilDay live = fixed ? one.planned->go_live : GoLive(one, start, run);
        go_lives_[item].push_back(static_cast<int32_t>(live - waves_[0].start));
        last = std::max(last, live);
        use += UseOfItem(one, live, run);
      }
      for (size_t i = first; i < item; ++i)
        critical_[i] += waves_[0].start + go_lives_[i].back() == last;
      if (fixed) {
        gate = waves_[w].gate_day;
        continue;
      }
      Random supporting =
          StreamOf(assumptions_.seed, run, Draw::kSupport, static_cast<uint64_t>(w));
      const double support =
          model_.limits().hypercare_days * Sample(assumptions_.support_permille, supporting) / 1000;
      gate = last + static_cast<int64_t>(std::lround(support)) + model_.limits().gate_review_days;
      const std::optional<absl::CivilDay> passed_on = PassGate(w, gate, run);
      if (!passed_on) {
        stopped = true;
        break;
      }
      gate = *passed_on;
    }
    uses_.push_back(static_cast<int64_t>(std::llround(use)));
    if (!stopped) ends_.push_back(gate);
  }

  double UseOfItem(const Item& item, absl::CivilDay live, int run) const {
    Random reaching = StreamOf(assumptions_.seed, run, Draw::kReach, item.index);
    Random ramping = StreamOf(assumptions_.seed, run, Draw::kRamp, item.index);
    const double reach = Sample(assumptions_.reach_permille, reaching) / 1000;
    const double ramp = std::max(1.0, Sample(assumptions_.ramp_weeks, ramping));
    return item.planned->people * reach *
           UseOf(static_cast<double>(until_ - live) / kDaysOfWeek, ramp);
  }

  PlanRisk Result() const {
    PlanRisk risk;
    const int64_t runs = runs_;
    risk.runs = runs_;
    if (!ends_.empty()) risk.end = PercentilesOf(ends_);
    risk.stopped_permille = stats::Permille(runs - static_cast<int64_t>(ends_.size()), runs);
    risk.use = PercentilesOf(uses_);
    if (!waves_.empty()) {
      risk.on_time_permille = stats::Permille(
          std::count_if(ends_.begin(), ends_.end(),
                        [&](absl::CivilDay end) { return end <= waves_.back().gate_day; }),
          runs);
    }
    double planned = 0;
    for (const Item& item : items_) {
      planned += item.planned->people * (assumptions_.reach_permille.likely / 1000.0) *
                 UseOf(static_cast<double>(until_ - item.planned->go_live) / kDaysOfWeek,
                       std::max(1, assumptions_.ramp_weeks.likely));
    }
    risk.planned_use = static_cast<int64_t>(std::llround(planned));
    for (size_t w = 0; w < waves_.size(); ++w) {
      const auto started = static_cast<int64_t>(starts_[w].size());
      risk.waves.push_back(
          {waves_[w].number, PercentilesOf(starts_[w]),
           stats::Permille(std::count(starts_[w].begin(), starts_[w].end(), waves_[w].start), runs),
           stats::Permille(runs - started, runs)});
    }
    for (size_t i = 0; i < items_.size(); ++i) {
      TeamRisk& team = risk.teams.emplace_back();
      team.deployment = items_[i].planned->deployment;
      team.alone = waves_[static_cast<size_t>(items_[i].wave)].deployments.size() == 1;
      team.critical_permille =
          stats::Permille(critical_[i], static_cast<int64_t>(go_lives_[i].size()));
      if (go_lives_[i].empty()) continue;
      const Percentiles<int32_t> days = PercentilesOf(go_lives_[i]);
      const absl::CivilDay first = waves_[0].start;
      team.go_live = {first + days.p10, first + days.p50, first + days.p90};
    }
    return risk;
  }

  const CompiledModel& model_;
  const std::vector<PlannedWave>& waves_;
  const PlanProgress progress_;
  const RiskAssumptions& assumptions_;
  std::vector<Item> items_;
  absl::CivilDay until_;
  std::vector<absl::CivilDay> ends_;
  std::vector<int64_t> uses_;
  int runs_ = 0;
  std::vector<std::vector<absl::CivilDay>> starts_;
  // Days from the start of the first wave.
  std::vector<std::vector<int32_t>> go_lives_;
  std::vector<int64_t> critical_;
};

}  // namespace

absl::StatusOr<PlanRisk> AssessRisk(const CompiledModel& model,
                                    const std::vector<PlannedWave>& waves,
                                    const PlanProgress& progress,
                                    const RiskAssumptions& assumptions,
                                    const std::function<absl::Status()>& check) {
  return Game(model, waves, progress, assumptions).Play(check);
}

std::optional<GrowthCheck> CheckGrowth(const CompiledModel& model,
                                       const std::vector<PlannedWave>& waves) {
  const Limits& limits = model.limits();
  if (waves.size() < 2 || limits.users_per_champion == 0) return std::nullopt;
  double hours = 0;
  for (const Champion& champion : model.champions()) hours += champion.hours_per_week;
  if (hours == 0) return std::nullopt;
  hours /= static_cast<double>(model.champions().size());
  absl::CivilDay first = absl::CivilDay::max(), last = absl::CivilDay::min();
  int64_t people = 0;
  for (const PlannedWave& wave : waves) {
    for (const PlannedDeployment& planned : wave.deployments) {
      first = std::min(first, planned.go_live);
      last = std::max(last, planned.go_live);
    }
    people += wave.headcount;
  }
  if (last <= first || waves[0].headcount == 0) return std::nullopt;
  const double weeks = static_cast<double>(last - first) / kDaysOfWeek;
  const double hours_per_user =
      limits.session_minutes / 60.0 / static_cast<double>(limits.session_size);
  // Whoever is trained in one wave trains in the next one.
  const double lag =
      static_cast<double>(limits.hypercare_days + limits.gate_review_days) / kDaysOfWeek;
  GrowthCheck check;
  check.planned = std::log(static_cast<double>(people) / waves[0].headcount) / weeks;
  check.possible = stats::TrainTheTrainerGrowth(
      hours, hours_per_user, static_cast<double>(limits.users_per_champion), lag);
  return check;
}

}  // namespace palier::rollout
