// SPDX-License-Identifier: Apache-2.0
// The goals of the registry, one bench at a time: times are CPU of the service's process, or ratios
// within the run.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/app/config.h"
#include "common/rpc/auth.h"
#include "common/status/macros.h"
#include "common/testing/private_postgres.h"
#include "common/testing/private_redis.h"
#include "common/testing/temp_dir.h"
#include "tests/bench/load.h"
#include "tests/bench/registry_benches.h"

ABSL_FLAG(std::string, bench, "gate", "gate, portfolio, figures, list, redis or import");
ABSL_FLAG(bool, postgres, false, "on a PostgreSQL of its own instead of SQLite");
ABSL_FLAG(int, projects, 0,
          "of portfolio and figures (default 10000), list and redis (default 100000)");
ABSL_FLAG(int, entries, 0,
          "of the gate's dossier (default 200), of each of portfolio (default 10) and of figures "
          "(default 20)");
ABSL_FLAG(int, calls, 300, "calls whose quantiles are printed");
ABSL_FLAG(int, copies, 10, "registers in the larger file of import");

namespace palier::bench {

void Tell(const std::string& what, double value, const std::string& unit, const std::string& goal) {
  absl::PrintF("%-64s %12.3f %-4s %s\n", what, value, unit, goal);
  std::fflush(stdout);
}

absl::StatusOr<absl::Duration> CpuOf(const Servers& servers,
                                     const std::function<absl::Status()>& call) {
  const absl::Duration before = CpuTimeOf(servers.process());
  RETURN_IF_ERROR(call());
  return CpuTimeOf(servers.process()) - before;
}

double Quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(q * static_cast<double>(values.size() - 1))];
}

std::unique_ptr<rpc::Client> Caller(const Servers& servers) {
  rpc::ClientOptions options;
  options.headers = {{rpc::kPrincipalKey, "users/dev"}};
  options.default_timeout = absl::Minutes(2);
  return std::make_unique<rpc::Client>(rpc::Connect(servers.suite()), options);
}

namespace {

int Given(int flag, int otherwise) {
  return flag > 0 ? flag : otherwise;
}

// What a start leaves to do (indexes, the clock's first round) is no part of any figure.
absl::Status Settle(const Servers& servers) {
  constexpr absl::Duration kLook = absl::Milliseconds(200);
  for (const absl::Time end = absl::Now() + absl::Minutes(2); absl::Now() < end;) {
    const absl::Duration before = CpuTimeOf(servers.process());
    absl::SleepFor(kLook);
    if (CpuTimeOf(servers.process()) - before < kLook / 50) return absl::OkStatus();
  }
  return absl::DeadlineExceededError("the servers do not come to rest");
}

absl::StatusOr<std::unique_ptr<RegistryBench>> Chosen(const testing::PrivateRedis* redis) {
  const std::string bench = absl::GetFlag(FLAGS_bench);
  const int projects = absl::GetFlag(FLAGS_projects), entries = absl::GetFlag(FLAGS_entries),
            calls = std::max(1, absl::GetFlag(FLAGS_calls));
  if (bench == "gate") return GateBench(Given(entries, 200), calls);
  if (bench == "portfolio") return PortfolioBench(Given(projects, 10000), Given(entries, 10));
  if (bench == "figures") return FiguresBench(Given(projects, 10000), Given(entries, 20), calls);
  if (bench == "list") return ListBench(Given(projects, 100000), calls);
  if (redis != nullptr) return RedisBench(redis->socket(), Given(projects, 100000));
  const char* const data = std::getenv("PALIER_TEST_DATA");
  if (bench == "import" && data != nullptr) {
    return ImportBench(
        absl::StrCat(data, "/us-ai-inventory/2024_consolidated_ai_inventory_raw_v2.csv"),
        absl::GetFlag(FLAGS_copies));
  }
  return absl::InvalidArgumentError(
      "--bench: gate, portfolio, figures, list, redis, or import with PALIER_TEST_DATA");
}

absl::Status Run() {
  std::unique_ptr<testing::PrivateRedis> redis;
  if (absl::GetFlag(FLAGS_bench) == "redis") {
    ASSIGN_OR_RETURN(redis, testing::PrivateRedis::Start());
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<RegistryBench> bench, Chosen(redis.get()));
  const testing::TempDir folder;
  ASSIGN_OR_RETURN(app::Config config, app::ConfigFromFlags());
  config.listen = "127.0.0.1:0";
  config.data = folder.path();
  config.drain_delay = absl::ZeroDuration();
  config.schema_prefix = "bench";
  if (redis != nullptr) config.redis = redis->address();
  std::unique_ptr<testing::PrivatePostgres> postgres;
  if (absl::GetFlag(FLAGS_postgres)) {
    ASSIGN_OR_RETURN(postgres, testing::PrivatePostgres::Start({}));
    config.store = postgres->url();
  }
  sql::OpenOptions options;
  options.url = config.store.empty() ? "sqlite:" + folder.File("registry.db") : config.store;
  options.schema = "bench_registry";
  {
    ASSIGN_OR_RETURN(const auto seed, RegistrySeed::Open(options));
    RETURN_IF_ERROR(bench->Prepare(*seed));
  }
  ASSIGN_OR_RETURN(const auto servers, Servers::Start(config));
  RETURN_IF_ERROR(Settle(*servers));
  return bench->Measure(*servers);
}

}  // namespace
}  // namespace palier::bench

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Holds the registry against its goals; --bench says which.");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = palier::bench::Run();
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
