// SPDX-License-Identifier: Apache-2.0
// Holds the suite against what the machine can do: rows taken one after the other in rounds,
// medians over the rounds.
#include <algorithm>
#include <cstdio>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/app/config.h"
#include "common/status/macros.h"
#include "common/testing/temp_dir.h"
#include "tests/bench/board.h"
#include "tests/bench/scene.h"
#include "tests/bench/servers.h"
#include "tests/bench/stages.h"

ABSL_FLAG(int, rounds, 7,
          "rounds whose median is printed; one more is run before them and forgotten");
ABSL_FLAG(double, seconds, 0.5, "length of one burst");
ABSL_FLAG(int, projects, 20000,
          "projects of the organisation, at least 4; uncached reads go round all of them, and are "
          "cached after all when one round takes less than the near cache's 2 s");
ABSL_FLAG(std::string, only, "", "take only the rows whose name contains this");
ABSL_FLAG(bool, json, false, "print JSON instead of the table");

namespace palier::bench {
namespace {

constexpr char kUsage[] =
    "Measures the whole suite against bare gRPC, raw SQLite and raw fdatasync. Takes the flags of "
    "palierd too "
    "(--threads, --queue, --redis); stores are SQLite files in a new folder under TMPDIR.";

absl::Status Round(const Stages& stages, absl::Duration time, Board* board) {
  for (const Stage& stage : stages.all()) {
    if (!absl::StrContains(stage.row.name, absl::GetFlag(FLAGS_only))) continue;
    const absl::StatusOr<Sample> sample = stage.burst(time);
    if (!sample.ok()) {
      return absl::Status(sample.status().code(),
                          absl::StrCat(stage.row.name, ": ", sample.status().message()));
    }
    if (board != nullptr) board->Add(stage.row.name, *sample);
  }
  return absl::OkStatus();
}

absl::Status Measure(const Servers& servers, const std::string& folder) {
  const int projects = std::max(absl::GetFlag(FLAGS_projects), kMeasuredProjects);
  ASSIGN_OR_RETURN(const auto scene, Scene::Make(servers, projects));
  ASSIGN_OR_RETURN(const auto stages, Stages::Make(*scene, folder, projects));
  Board board;
  for (const Stage& stage : stages->all()) board.Declare(stage.row);
  const absl::Duration time = absl::Seconds(absl::GetFlag(FLAGS_seconds));
  const int rounds = std::max(1, absl::GetFlag(FLAGS_rounds));
  RETURN_IF_ERROR(Round(*stages, time, nullptr));
  for (int round = 0; round < rounds; ++round) RETURN_IF_ERROR(Round(*stages, time, &board));
  if (absl::GetFlag(FLAGS_json)) {
    std::fputs(board.Json().c_str(), stdout);
  } else {
    absl::PrintF(
        "%d rounds of %.2f s a row; server process %d; rates and times are medians, ratios those "
        "of each round\n",
        rounds, absl::GetFlag(FLAGS_seconds), servers.process());
    std::fputs(board.Table().c_str(), stdout);
  }
  const std::vector<std::string> missing = board.Missing();
  if (missing.empty() || !absl::GetFlag(FLAGS_only).empty()) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("no sample of ", missing.front()));
}

absl::Status Run() {
  const testing::TempDir folder;
  ASSIGN_OR_RETURN(app::Config config, app::ConfigFromFlags());
  config.listen = "127.0.0.1:0";
  config.data = folder.File("data");
  config.drain_delay = absl::ZeroDuration();
  ASSIGN_OR_RETURN(const auto servers, Servers::Start(config));
  return Measure(*servers, folder.path());
}

}  // namespace
}  // namespace palier::bench

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(palier::bench::kUsage);
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = palier::bench::Run();
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
