// SPDX-License-Identifier: Apache-2.0
// The benches of the registry: each prepares a store, and then asks the suite that serves it.
#ifndef PALIER_TESTS_BENCH_REGISTRY_BENCHES_H_
#define PALIER_TESTS_BENCH_REGISTRY_BENCHES_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/client.h"
#include "tests/bench/registry_seed.h"
#include "tests/bench/servers.h"

namespace palier::bench {

// One line: what was measured, in which unit, and what it is held to ("" for nothing).
void Tell(const std::string& what, double value, const std::string& unit,
          const std::string& goal = "");

// CPU time that the servers' process used while `call` ran alone.
absl::StatusOr<absl::Duration> CpuOf(const Servers& servers,
                                     const std::function<absl::Status()>& call);
double Quantile(std::vector<double> values, double q);

// Calls the suite as its administrator.
std::unique_ptr<rpc::Client> Caller(const Servers& servers);

class RegistryBench {
 public:
  virtual ~RegistryBench() = default;
  // Before the servers start.
  virtual absl::Status Prepare(RegistrySeed& seed) = 0;
  virtual absl::Status Measure(const Servers& servers) = 0;
};

// Organisations `few` with a tenth of the projects and `many` with all, each with so many entries.
absl::Status SeedFewAndMany(RegistrySeed& seed, int projects, int entries);

// EvaluateGate of a ready project with so many entries, so many times.
std::unique_ptr<RegistryBench> GateBench(int entries, int calls);
// ListAssessments of a tenth of the projects and of all, each with so many entries.
std::unique_ptr<RegistryBench> PortfolioBench(int projects, int entries);
// Figures of reporting over a tenth of the projects and over all: the whole read, the next answer,
// and that after a change.
std::unique_ptr<RegistryBench> FiguresBench(int projects, int entries, int calls);
// First page of ListProjects by stage, department and sponsor, ordered by update time, beside the
// statement and the index that one would write by hand for it.
std::unique_ptr<RegistryBench> ListBench(int projects, int calls);
// ImportProjects of the register at `path`, and memory while it imports `copies` of it in one file.
std::unique_ptr<RegistryBench> ImportBench(const std::string& path, int copies);
// GetProject of so many projects from the Redis behind `socket`, beside a bare answer of its size.
std::unique_ptr<RegistryBench> RedisBench(const std::string& socket, int projects);

}  // namespace palier::bench

#endif  // PALIER_TESTS_BENCH_REGISTRY_BENCHES_H_
