// SPDX-License-Identifier: Apache-2.0
// Plans that must change: what re-planning moves and loses, against shifting everything to the
// right and against planning all anew; and how long it takes to say of every deployment why it is
// not earlier.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "rollout/schedule/value_search.h"
#include "tests/quality/disturbance.h"

ABSL_FLAG(std::string, sizes, "20x3,60x4,100x5", "teams x tools of the scenarios");
ABSL_FLAG(int, seeds, 10, "scenarios of each size");
ABSL_FLAG(int, schedules, 20'000, "of one search: the plan, the re-planning, planning all anew");
ABSL_FLAG(bool, verbose, false, "a line for each scenario");

namespace palier::quality {
namespace {

double CpuSeconds() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Sums over scenarios.
struct Totals {
  int scenarios = 0, frozen_moved = 0, accepted = 0;
  int64_t ordered_moves = 0, shifted_moves = 0, forced_moves = 0, least_moves = 0, best_moves = 0,
          anew_moves = 0;
  double shifted_loss = 0, least_loss = 0, best_loss = 0, worst_loss = 0, seconds = 0;
};

// Where no plan could leave it.
bool MustMove(const DisturbedScenario& disturbed, size_t i) {
  const schedule::Model& model = disturbed.scenario.model;
  const int start = disturbed.standing.starts[i];
  if (disturbed.standing.frozen[i]) return false;
  return start < model.activities[i].release ||
         std::binary_search(model.closed_starts[i].begin(), model.closed_starts[i].end(), start);
}

schedule::SearchOptions Options() {
  schedule::SearchOptions options;
  options.decodes = absl::GetFlag(FLAGS_schedules);
  return options;
}

// The most value that keeps the frozen activities, searched for without regard to what moves.
absl::StatusOr<schedule::Starts> PlanAnew(const DisturbedScenario& disturbed,
                                          const schedule::Replans& replans) {
  const schedule::Model model = WithRoomForFrozen(disturbed);
  const schedule::Values& values = disturbed.scenario.values;
  absl::StatusOr<schedule::Found> best =
      schedule::MaximiseValue(model, values, Options(), replans.best_value.starts);
  if (best.ok() && replans.right_shifted) {
    auto other = schedule::MaximiseValue(model, values, Options(), replans.right_shifted->starts);
    if (other.ok() && other->objective > best->objective) best = std::move(other);
  }
  if (!best.ok()) return best.status();
  return std::move(best->starts);
}

bool Run(const WaveScenario& scenario, const schedule::Starts& plan, Disturbance kind,
         uint64_t seed, Totals& totals) {
  const DisturbedScenario disturbed = Disturb(scenario, plan, kind, seed);
  const schedule::Standing& standing = disturbed.standing;
  const double begin = CpuSeconds();
  const auto replans =
      schedule::Replan(disturbed.scenario.model, disturbed.scenario.values, standing, Options());
  totals.seconds += CpuSeconds() - begin;
  if (!replans.ok() || !replans->right_shifted) {
    std::printf("%s seed %d: %s\n", NameOf(kind), static_cast<int>(seed),
                replans.ok() ? "no right shift" : replans.status().ToString().c_str());
    return false;
  }
  const auto anew = PlanAnew(disturbed, *replans);
  if (!anew.ok()) {
    std::printf("%s seed %d: %s\n", NameOf(kind), static_cast<int>(seed),
                anew.status().ToString().c_str());
    return false;
  }
  const auto most = static_cast<double>(schedule::ValueOf(disturbed.scenario.values, *anew));
  const auto loss = [&](const schedule::Replanned& one) {
    return 100 * (1 - static_cast<double>(one.value) / most);
  };
  const schedule::Starts ordered = ShiftInOrder(disturbed);
  if (ordered.empty()) {
    std::printf("%s seed %d: no shift in order\n", NameOf(kind), static_cast<int>(seed));
    return false;
  }
  int anew_moves = 0, ordered_moves = 0;
  for (size_t i = 0; i < plan.size(); ++i) {
    anew_moves += (*anew)[i] != plan[i] ? 1 : 0;
    ordered_moves += ordered[i] != plan[i] ? 1 : 0;
    totals.forced_moves += MustMove(disturbed, i) ? 1 : 0;
    const bool moved =
        replans->least_change.starts[i] != plan[i] || replans->best_value.starts[i] != plan[i];
    if (standing.frozen[i] && moved) ++totals.frozen_moved;
  }
  ++totals.scenarios;
  totals.accepted += replans->accepted.empty() ? 0 : 1;
  totals.shifted_moves += static_cast<int64_t>(replans->right_shifted->moved.size());
  totals.least_moves += static_cast<int64_t>(replans->least_change.moved.size());
  totals.best_moves += static_cast<int64_t>(replans->best_value.moved.size());
  totals.anew_moves += anew_moves;
  totals.ordered_moves += ordered_moves;
  totals.shifted_loss += loss(*replans->right_shifted);
  totals.least_loss += loss(replans->least_change);
  totals.best_loss += loss(replans->best_value);
  totals.worst_loss = std::max(totals.worst_loss, loss(replans->least_change));
  if (absl::GetFlag(FLAGS_verbose)) {
    std::printf(
        "  %s seed %d: of %zu, %d in order, %zu shifted (-%.2f %%), %zu least (-%.2f %%), %zu best "
        "(-%.2f %%), %d anew\n",
        NameOf(kind), static_cast<int>(seed), plan.size(), ordered_moves,
        replans->right_shifted->moved.size(), loss(*replans->right_shifted),
        replans->least_change.moved.size(), loss(replans->least_change),
        replans->best_value.moved.size(), loss(replans->best_value), anew_moves);
  }
  return true;
}

void Print(const char* name, const Totals& totals) {
  const auto share = [](int64_t part, int64_t whole) {
    return whole == 0 ? 0.0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
  };
  const double n = std::max(1, totals.scenarios);
  std::printf(
      "%-15s %3d scenarios: moves %5.1f %% of a shift in order, %5.1f %% of one that overtakes, "
      "%5.1f %% of planning anew (%.1f a scenario, %.1f had to)\n",
      name, totals.scenarios, share(totals.least_moves, totals.ordered_moves),
      share(totals.least_moves, totals.shifted_moves), share(totals.least_moves, totals.anew_moves),
      static_cast<double>(totals.least_moves) / n, static_cast<double>(totals.forced_moves) / n);
  std::printf(
      "%-15s value lost %5.2f %% (worst %5.2f), best value %5.2f %%, shift %5.2f %%; frozen moved "
      "%d; %.2f s each\n",
      "", totals.least_loss / n, totals.worst_loss, totals.best_loss / n, totals.shifted_loss / n,
      totals.frozen_moved, totals.seconds / n);
  std::fflush(stdout);
}

// Seconds to say of each deployment of a plan what keeps it from a week earlier.
double SecondsToExplain(const WaveScenario& scenario, const schedule::Starts& plan) {
  const double begin = CpuSeconds();
  schedule::SerialDecoder decoder(scenario.model, scenario.values);
  int64_t explained = 0;
  for (size_t i = 0; i < plan.size(); ++i) {
    if (plan[i] == 0) continue;
    const auto why = decoder.WhyNot(plan, static_cast<int>(i), plan[i] - 1);
    explained += why ? 1 : 0;
  }
  if (explained == 0) std::printf("nothing is explained\n");
  return CpuSeconds() - begin;
}

bool RunSize(int teams, int tools) {
  std::vector<Totals> totals(kDisturbances);
  double explaining = 0;
  for (int seed = 1; seed <= absl::GetFlag(FLAGS_seeds); ++seed) {
    const WaveScenario scenario = MakeWaveScenario(teams, tools, static_cast<uint64_t>(seed));
    const auto plan = schedule::MaximiseValue(scenario.model, scenario.values, Options());
    if (!plan.ok()) return false;
    explaining = std::max(explaining, SecondsToExplain(scenario, plan->starts));
    for (int kind = 0; kind < kDisturbances; ++kind) {
      if (!Run(scenario, plan->starts, static_cast<Disturbance>(kind), static_cast<uint64_t>(seed),
               totals[kind])) {
        return false;
      }
    }
  }
  std::printf("%d teams x %d tools: all %d explained in %.3f s at most\n", teams, tools,
              teams * tools, explaining);
  for (int kind = 0; kind < kDisturbances; ++kind) {
    Print(NameOf(static_cast<Disturbance>(kind)), totals[kind]);
  }
  return true;
}

int Main() {
  for (const auto& size : absl::StrSplit(absl::GetFlag(FLAGS_sizes), ',')) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(size, 'x');
    int teams = 0, tools = 0;
    if (!absl::SimpleAtoi(parts.first, &teams) || !absl::SimpleAtoi(parts.second, &tools)) return 2;
    if (!RunSize(teams, tools)) return 1;
  }
  return 0;
}

}  // namespace
}  // namespace palier::quality

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return palier::quality::Main();
}
