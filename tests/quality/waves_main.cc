// SPDX-License-Identifier: Apache-2.0
// Wave scenarios against their linear bound: what the search reaches in one and in ten seconds of
// CPU, and what simpler orders reach.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "rollout/schedule/first_orders.h"
#include "rollout/schedule/value_search.h"
#include "tests/quality/linear_bound.h"
#include "tests/quality/wave_scenario.h"

ABSL_FLAG(std::string, sizes, "20x3,60x4,100x5", "teams x tools of the scenarios");
ABSL_FLAG(int, seeds, 10, "scenarios of each size");
ABSL_FLAG(std::string, seconds, "1,10", "CPU seconds of a search");
ABSL_FLAG(std::string, folder, "", "for the files of clp; empty: a temporary one");

namespace palier::quality {
namespace {

double CpuSeconds() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Mean {
  double sum = 0, least = 1e9;
  int count = 0;
  void Add(double value) {
    sum += value;
    least = std::min(least, value);
    ++count;
  }
};

// Departments one after the other, as companies do it by habit.
std::vector<int> ByTeam(const WaveScenario& scenario) {
  std::vector<int> order(scenario.teams.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return scenario.teams[a] < scenario.teams[b]; });
  return order;
}

class Size {
 public:
  Size(int teams, int tools) : teams_(teams), tools_(tools) {}

  bool Run(const std::vector<double>& seconds, const std::string& folder) {
    std::vector<Mean> reached(seconds.size());
    Mean by_team, first, microseconds, least_ms;
    for (int seed = 1; seed <= absl::GetFlag(FLAGS_seeds); ++seed) {
      const WaveScenario scenario = MakeWaveScenario(teams_, tools_, static_cast<uint64_t>(seed));
      const auto bound = LinearBound(scenario.model, scenario.values, folder);
      if (!bound.ok()) {
        std::printf("%s\n", std::string(bound.status().message()).c_str());
        return false;
      }
      schedule::SerialDecoder decoder(scenario.model, scenario.values);
      schedule::Starts starts;
      const double begin = CpuSeconds();
      if (decoder.Decode(ByTeam(scenario), starts)) {
        by_team.Add(100 * static_cast<double>(schedule::ValueOf(scenario.values, starts)) / *bound);
      }
      least_ms.Add(1000 * (CpuSeconds() - begin));
      const auto some = Searched(scenario, 205);
      if (!some.found.ok()) {
        std::printf("seed %d: %s\n", seed, std::string(some.found.status().message()).c_str());
        return false;
      }
      microseconds.Add(1e6 * some.seconds / static_cast<double>(some.found->decodes));
      first.Add(100 * static_cast<double>(Searched(scenario, 5).found->objective) / *bound);
      for (size_t i = 0; i < seconds.size(); ++i) {
        const double rate = static_cast<double>(some.found->decodes) / some.seconds;
        const auto run = Searched(scenario, static_cast<int64_t>(rate * seconds[i]));
        if (!schedule::Violations(scenario.model, run.found->starts).empty()) return false;
        const double share = 100 * static_cast<double>(run.found->objective) / *bound;
        reached[i].Add(share);
        std::printf("%dx%d seed %d: bound %.0f, %.1f s and %lld decodes: %.2f %%\n", teams_, tools_,
                    seed, *bound, run.seconds, static_cast<long long>(run.found->decodes), share);
        std::fflush(stdout);
      }
    }
    std::printf("%dx%d (%d scenarios, %.0f us a decode, first schedule in %.2f ms):", teams_,
                tools_, first.count, microseconds.sum / microseconds.count,
                least_ms.sum / least_ms.count);
    std::printf(" by team %.1f %%, best rule %.1f %%", by_team.sum / by_team.count,
                first.sum / first.count);
    for (size_t i = 0; i < seconds.size(); ++i) {
      std::printf(", %.0f s %.2f %% (least %.2f)", seconds[i], reached[i].sum / reached[i].count,
                  reached[i].least);
    }
    std::printf("\n");
    return true;
  }

 private:
  struct Timed {
    absl::StatusOr<schedule::Found> found;
    double seconds = 0;
  };
  static Timed Searched(const WaveScenario& scenario, int64_t decodes) {
    schedule::SearchOptions options;
    options.decodes = decodes;
    const double begin = CpuSeconds();
    auto found = schedule::MaximiseValue(scenario.model, scenario.values, options);
    return {std::move(found), CpuSeconds() - begin};
  }

  const int teams_;
  const int tools_;
};

int Main() {
  std::string folder = absl::GetFlag(FLAGS_folder);
  if (folder.empty()) folder = std::filesystem::temp_directory_path() / "palier-waves";
  std::filesystem::create_directories(folder);
  std::vector<double> seconds;
  for (const auto& text : absl::StrSplit(absl::GetFlag(FLAGS_seconds), ',')) {
    double value = 0;
    if (!absl::SimpleAtod(text, &value)) return 2;
    seconds.push_back(value);
  }
  for (const auto& size : absl::StrSplit(absl::GetFlag(FLAGS_sizes), ',')) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(size, 'x');
    int teams = 0, tools = 0;
    if (!absl::SimpleAtoi(parts.first, &teams) || !absl::SimpleAtoi(parts.second, &tools)) return 2;
    if (!Size(teams, tools).Run(seconds, folder)) return 1;
  }
  return 0;
}

}  // namespace
}  // namespace palier::quality

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return palier::quality::Main();
}
