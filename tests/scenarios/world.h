// SPDX-License-Identifier: Apache-2.0
// The running suite as a scenario sees it: the same bodies in one process and in one process per
// service, on SQLite and on PostgreSQL.
#ifndef PALIER_TESTS_SCENARIOS_WORLD_H_
#define PALIER_TESTS_SCENARIOS_WORLD_H_

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/app/suite.h"
#include "common/rpc/client.h"
#include "common/testing/child_process.h"
#include "common/testing/private_redis.h"
#include "common/testing/temp_dir.h"

namespace palier::scenarios {

// All services in the test's own process, in one palierd, or each in a process of its own.
enum class Topology { kEmbedded, kPalierd, kDistributed };
enum class StoreKind { kSqlite, kPostgres };

struct WorldOptions {
  Topology topology = Topology::kEmbedded;
  StoreKind store = StoreKind::kSqlite;
  // Address of a Redis; empty: none.
  std::string redis;
  // The present, moved by SetTime; unset: the system's.
  std::optional<absl::Time> now;
  // How long a process that was told to stop says NOT_SERVING before it does.
  absl::Duration drain_delay = absl::ZeroDuration();
};

// Services, stores and clients of one test; everything ends with it.
class World {
 public:
  // Why such a world cannot be had here, for GTEST_SKIP.
  static std::optional<std::string> WhyNot(const WorldOptions& options);
  static absl::StatusOr<std::unique_ptr<World>> Start(const WorldOptions& options);
  ~World();

  // A client that calls the service as this principal (`users/lea`), in this language.
  const rpc::Client& As(const std::string& service, const std::string& principal,
                        const std::string& language = "en");
  // Moves the clock of every process.
  void SetTime(absl::Time now);
  // SIGKILLs the process that holds the service and starts it again on the same store and address.
  // Not embedded.
  absl::Status KillAndRestart(const std::string& service);
  // The same in two steps, ended by SIGTERM: in between nobody answers at the service's address.
  void StopService(const std::string& service);
  absl::Status RestartService(const std::string& service);
  // Starts one more process of the service on the same store and returns its address. Distributed,
  // PostgreSQL.
  absl::StatusOr<std::string> StartReplica(const std::string& service);
  // The process that holds the service. Not embedded.
  pid_t ProcessOf(const std::string& service) const;
  // Where their files are.
  const std::string& folder() const { return dir_.path(); }
  // Services that run.
  std::vector<std::string> services() const;
  std::string AddressOf(const std::string& service) const { return addresses_.at(service); }

 private:
  explicit World(WorldOptions options) : options_(std::move(options)) {}
  absl::Status StartEmbedded();
  absl::Status StartPalierd();
  absl::Status StartDistributed();
  // `program` is `palierd` or `palier-{service}`; `process` its name here.
  absl::StatusOr<std::string> Launch(const std::string& program, const std::string& process,
                                     const std::string& listen);
  std::string ProgramOf(const std::string& service) const;

  const WorldOptions options_;
  testing::TempDir dir_;
  std::string store_url_;
  std::unique_ptr<app::Suite> suite_;
  // By name.
  std::map<std::string, std::unique_ptr<testing::ChildProcess>> processes_;
  std::map<std::string, std::string> addresses_;
  std::map<std::string, std::unique_ptr<rpc::Client>> clients_;
};

// What each parameterised scenario test begins with: a world, or a skip that says why.
class ScenarioTest : public ::testing::TestWithParam<std::pair<Topology, StoreKind>> {
 protected:
  void SetUp() override;
  virtual void Configure(WorldOptions& options) {}
  World& world() { return *world_; }
  const rpc::Client& As(const std::string& service, const std::string& principal,
                        const std::string& language = "en") {
    return world_->As(service, principal, language);
  }

  std::unique_ptr<World> world_;
};

// Embedded and distributed on every store; for INSTANTIATE_TEST_SUITE_P.
std::vector<std::pair<Topology, StoreKind>> AllWorlds();
std::string WorldName(const ::testing::TestParamInfo<std::pair<Topology, StoreKind>>& info);

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_WORLD_H_
