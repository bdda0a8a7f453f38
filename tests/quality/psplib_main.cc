// SPDX-License-Identifier: Apache-2.0
// Runs the makespan search and the lag search on published instances and prints how good their
// schedules are. Figures are for a number of decodes; with --seconds for what that time allowed.
#include <cstdio>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/macros.h"
#include "common/testing/temp_dir.h"
#include "tests/quality/best_known.h"
#include "tests/quality/instances.h"
#include "tests/quality/trial.h"

ABSL_FLAG(std::string, data, "", "the folder of the instances; that of the test data by default");
ABSL_FLAG(std::vector<std::string>, set, {},
          "some of j30, j60, j120_sample, patterson, sm_j10; all");
ABSL_FLAG(int64_t, decodes, 50'000, "schedules built for each instance, at most");
ABSL_FLAG(double, seconds, 0, "CPU time for each instance; 0 for no end but --decodes");
ABSL_FLAG(int, sample, 1, "only every N-th instance of a set");
ABSL_FLAG(int, skip, 0, "instances of a set that are left out before the first");
ABSL_FLAG(uint64_t, seed, 1, "of the search");
ABSL_FLAG(bool, each, false, "also prints each instance that is not as good as the best known");

namespace palier::quality {
namespace {

void PrintEach(const std::vector<Trial>& trials, const std::map<std::string, BestKnown>& known) {
  for (const Trial& trial : trials) {
    const BestKnown& best = known.at(trial.name);
    if (trial.makespan == best.upper && trial.violations.empty()) continue;
    absl::PrintF("  %-10s %d, best known %d to %d, our bound %d, %d decodes %s\n", trial.name,
                 trial.makespan, best.lower, best.upper, trial.bound, trial.decodes,
                 trial.violations.empty() ? "" : trial.violations[0]);
  }
}

void PrintLags(const std::string& set, const LagSummary& lags) {
  absl::PrintF(
      "%s: %d instances, %d feasible (%d shortest), %d infeasible, %d unknown, %d broken, "
      "%d nodes, %.2f s\n",
      set, lags.instances, lags.feasible, lags.proven, lags.infeasible, lags.unknown, lags.broken,
      lags.nodes, lags.seconds);
}

void Print(const std::string& set, const Summary& summary) {
  const int n = summary.instances;
  absl::PrintF(
      "%s: %d instances, %.3f %% above best known, %.3f %% above critical path, %d as good, "
      "%d better, %d optimal, %d proven, %d below bound, %d broken, %d decodes, %.2f s each\n",
      set, n, summary.above_best, summary.above_critical_path, summary.as_good, summary.better,
      summary.optimal, summary.proven, summary.below_bound + summary.bound_too_high, summary.broken,
      summary.decodes / n, summary.seconds / n);
  std::fflush(stdout);
}

absl::Status RunSet(const std::string& folder, const std::string& set) {
  ASSIGN_OR_RETURN(const std::vector<Instance> all, ReadSet(folder, set));
  std::vector<Instance> instances;
  const size_t step = std::max(1, absl::GetFlag(FLAGS_sample));
  for (size_t i = std::max(0, absl::GetFlag(FLAGS_skip)); i < all.size(); i += step) {
    instances.push_back(all[i]);
  }
  if (set == "sm_j10") {
    PrintLags(set, TryLags(instances, absl::GetFlag(FLAGS_decodes)));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const auto known, ReadBestKnown(folder));
  const Budget budget{absl::GetFlag(FLAGS_decodes), absl::GetFlag(FLAGS_seconds),
                      absl::GetFlag(FLAGS_seed)};
  std::vector<Trial> trials;
  for (const Instance& instance : instances) {
    if (!known.contains(instance.name)) {
      return absl::NotFoundError(absl::StrCat("nothing is known of ", instance.name));
    }
    ASSIGN_OR_RETURN(trials.emplace_back(), Try(instance, budget));
  }
  if (trials.empty()) return absl::NotFoundError(absl::StrCat("nothing left of ", set));
  if (absl::GetFlag(FLAGS_each)) PrintEach(trials, known);
  Print(set, Summarise(trials, known));
  return absl::OkStatus();
}

absl::Status Run() {
  std::string folder = absl::GetFlag(FLAGS_data);
  if (folder.empty()) {
    const auto data = testing::TestDataDir();
    if (!data) return absl::NotFoundError("no test data: give --data");
    folder = *data + "/rcpsp";
  }
  std::vector<std::string> sets = absl::GetFlag(FLAGS_set);
  if (sets.empty()) sets = {"j30", "j60", "j120_sample", "patterson", "sm_j10"};
  for (const std::string& set : sets) RETURN_IF_ERROR(RunSet(folder, set));
  return absl::OkStatus();
}

}  // namespace
}  // namespace palier::quality

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("palier_psplib [--set=j60,...] [--decodes=N] [--seconds=S]");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = palier::quality::Run();
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
