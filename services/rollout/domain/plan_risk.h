// SPDX-License-Identifier: Apache-2.0
// What may become of a plan: its waves played many times with people who miss sessions, support
// that takes longer, and gates that are not passed at once.
#ifndef PALIER_ROLLOUT_DOMAIN_PLAN_RISK_H_
#define PALIER_ROLLOUT_DOMAIN_PLAN_RISK_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "rollout/domain/compiled_model.h"
#include "rollout/domain/plan.h"

namespace palier::rollout {

// A triangular distribution over whole numbers: least, most likely, greatest, in order.
struct Triangle {
  int least = 0, likely = 0, greatest = 0;
};

// Presets are assumptions, and said to be; whoever has figures of his own gives them.
struct RiskAssumptions {
  // Share of those booked for a session that come, in thousandths; the others take another one on
  // the team's next open days.
  Triangle attendance_permille{700, 900, 1000};
  // Length of the close support, in thousandths of the planned one.
  Triangle support_permille{1000, 1000, 1500};
  // Chance that a gate is passed when it is decided, and that it ends the roll-out; else it is
  // adjusted and decided again. In thousandths, together at most 1000, the first above 0.
  int gate_pass_permille = 800;
  int gate_stop_permille = 20;
  Triangle adjust_days{7, 14, 42};
  // Share of a team's people who come to use it, in thousandths, and weeks until they all do.
  Triangle reach_permille{500, 700, 900};
  Triangle ramp_weeks{4, 12, 26};
  // 1 to 100,000.
  int runs = 10000;
  uint64_t seed = 1;
};

// The tenth, fifth and ninth tenths by nearest rank: a tenth of the runs are at most `p10`.
template <typename T>
struct Percentiles {
  T p10{}, p50{}, p90{};
};

struct WaveRisk {
  int number = 0;
  // Of the runs in which it starts.
  Percentiles<absl::CivilDay> start;
  // Thousandths of the runs in which it starts as planned, and in which it never does.
  int on_time_permille = 0;
  int never_permille = 0;
};

// Where a plan has come to. The first `passed` waves and their gates went as planned; the first
// `started` began as planned; none of the others begins before today.
struct PlanProgress {
  int passed = 0;
  int started = 0;
  absl::CivilDay today = absl::CivilDay::min();
};

// Most runs times teams that are played; more runs are cut.
inline constexpr int64_t kMostRiskDraws = 10'000'000;

struct TeamRisk {
  std::string deployment;
  // Unset when its wave never starts.
  std::optional<Percentiles<absl::CivilDay>> go_live;
  // Thousandths of the runs in which its wave starts, and ends later because of it.
  int critical_permille = 0;
  // Nobody else is in its wave.
  bool alone = false;
};

struct PlanRisk {
  // Of the runs that come to the end; unset when none does.
  std::optional<Percentiles<absl::CivilDay>> end;
  int on_time_permille = 0;
  int stopped_permille = 0;
  // Weeks of use by one person, from each go-live to a year after the planned end; over all runs.
  Percentiles<int64_t> use;
  // If all goes as planned, with most likely reach and ramp.
  int64_t planned_use = 0;
  int runs = 0;
  std::vector<WaveRisk> waves;
  // By wave and id.
  std::vector<TeamRisk> teams;
};

// Keeps the order of the teams and the gates of `waves`; a wave starts on its planned day or, when
// the gate before is late, on the next day on which waves may start. The same draws for the same
// run, wave and team whatever else there is (common random numbers), so that two plans compare. The
// model is valid and has all teams of `waves`. Returns what `check` returns once that is not OK; it
// is asked now and then, and may be null. Pure, safe from any thread.
absl::StatusOr<PlanRisk> AssessRisk(const CompiledModel& model,
                                    const std::vector<PlannedWave>& waves,
                                    const PlanProgress& progress,
                                    const RiskAssumptions& assumptions,
                                    const std::function<absl::Status()>& check = nullptr);

// How fast the plan grows beside how fast its champions can make it grow.
struct GrowthCheck {
  // Per week: that of the people live from the first go-live to the last, and what the champions'
  // hours allow (common/stats/diffusion.h).
  double planned = 0;
  double possible = 0;
};
// None for a plan of one wave, or without champions.
std::optional<GrowthCheck> CheckGrowth(const CompiledModel& model,
                                       const std::vector<PlannedWave>& waves);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PLAN_RISK_H_
