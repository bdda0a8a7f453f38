// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/world.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "common/testing/private_postgres.h"
#include "tests/scenarios/free_address.h"
#include "tests/scenarios/modules.h"

namespace palier::scenarios {
namespace {

constexpr absl::Duration kStartLimit = absl::Seconds(60);

std::string BinDir() {
  const char* dir = std::getenv("PALIER_BIN_DIR");
  return dir == nullptr ? "" : dir;
}

absl::StatusOr<std::string> ReadAddress(const std::string& port_file,
                                        testing::ChildProcess& process, const std::string& log) {
  const absl::Time limit = absl::Now() + kStartLimit;
  while (absl::Now() < limit) {
    std::ifstream file(port_file);
    std::string word, address;
    if (file >> word >> address && word == "grpc") return address;
    if (process.Wait(absl::Milliseconds(20)).has_value()) break;
  }
  std::ifstream file(log);
  std::stringstream text;
  text << file.rdbuf();
  return absl::InternalError(absl::StrCat("a service did not start: ", text.str()));
}

}  // namespace

std::optional<std::string> World::WhyNot(const WorldOptions& options) {
  if (options.store == StoreKind::kPostgres) {
    if (auto why = testing::PrivatePostgres::WhyNot()) return why;
  }
  const char* const program =
      options.topology == Topology::kPalierd ? "/palierd" : "/palier-registry";
  if (options.topology != Topology::kEmbedded &&
      ::access(absl::StrCat(BinDir(), program).c_str(), X_OK) != 0) {
    return "the services' programs are not built (PALIER_BIN_DIR)";
  }
  return std::nullopt;
}

absl::StatusOr<std::unique_ptr<World>> World::Start(const WorldOptions& options) {
  auto world = std::unique_ptr<World>(new World(options));
  if (options.store == StoreKind::kPostgres) {
    ASSIGN_OR_RETURN(testing::PrivatePostgres * postgres, testing::PrivatePostgres::Shared());
    world->store_url_ = postgres->url();
  }
  if (options.now.has_value()) world->SetTime(*options.now);
  RETURN_IF_ERROR(options.topology == Topology::kEmbedded  ? world->StartEmbedded()
                  : options.topology == Topology::kPalierd ? world->StartPalierd()
                                                           : world->StartDistributed());
  return world;
}

World::~World() {
  clients_.clear();
  if (suite_ != nullptr) suite_->Stop();
  for (auto& [name, process] : processes_) process->Signal(SIGTERM);
  for (auto& [name, process] : processes_) {
    EXPECT_EQ(process->Wait(absl::Seconds(20)), 0) << name << " did not stop cleanly";
  }
}

absl::Status World::StartEmbedded() {
  app::Config config;
  config.listen = "127.0.0.1:0";
  config.data = dir_.path();
  config.store = store_url_;
  config.schema_prefix = absl::StrCat("w", ::getpid(), "_", absl::ToUnixNanos(absl::Now()));
  config.redis = options_.redis;
  config.cache_prefix = config.schema_prefix;
  config.drain_delay = options_.drain_delay;
  if (options_.now.has_value()) config.clock_file = dir_.File("clock");
  ASSIGN_OR_RETURN(suite_, app::Suite::Start(config, AllModules()));
  for (const app::ModuleSpec& spec : AllModules()) addresses_[spec.name] = suite_->address();
  return absl::OkStatus();
}

std::string World::ProgramOf(const std::string& service) const {
  return options_.topology == Topology::kPalierd ? "palierd" : "palier-" + service;
}

absl::StatusOr<std::string> World::Launch(const std::string& program, const std::string& process,
                                          const std::string& listen) {
  const std::string port_file = dir_.File(process + ".port");
  const std::string log = dir_.File(process + ".log");
  ::unlink(port_file.c_str());
  std::vector<std::string> arguments = {
      absl::StrCat(BinDir(), "/", program),
      "--listen=" + listen,
      "--http_listen=",  // the tests of the gateway have worlds of their own
      "--data=" + dir_.path(),
      "--store=" + store_url_,
      "--schema_prefix=" + std::string(dir_.path().substr(dir_.path().rfind('/') + 1)),
      "--redis=" + options_.redis,
      "--cache_prefix=" + dir_.path(),
      "--drain_delay=" + absl::FormatDuration(options_.drain_delay),
      "--port_file=" + port_file};
  std::vector<std::string> peers;
  for (const auto& [name, address] : addresses_) {
    if (ProgramOf(name) != program) peers.push_back(absl::StrCat(name, "=", address));
  }
  if (!peers.empty()) arguments.push_back("--peer=" + absl::StrJoin(peers, ","));
  if (options_.now.has_value()) arguments.push_back("--clock_file=" + dir_.File("clock"));
  testing::ChildProcess::Options options;
  options.log = log;
  ASSIGN_OR_RETURN(processes_[process],
                   testing::ChildProcess::Start(std::move(arguments), options));
  return ReadAddress(port_file, *processes_[process], log);
}

absl::Status World::StartPalierd() {
  ASSIGN_OR_RETURN(const std::string address, Launch("palierd", "palierd", FreeAddress()));
  for (const app::ModuleSpec& spec : AllModules()) addresses_[spec.name] = address;
  return absl::OkStatus();
}

absl::Status World::StartDistributed() {
  for (const app::ModuleSpec& spec : AllModules()) {
    const std::string program = ProgramOf(spec.name);
    ASSIGN_OR_RETURN(addresses_[spec.name], Launch(program, program, FreeAddress()));
  }
  return absl::OkStatus();
}

absl::Status World::KillAndRestart(const std::string& service) {
  testing::ChildProcess& process = *processes_.at(ProgramOf(service));
  process.Signal(SIGKILL);
  process.Wait(absl::Seconds(10));
  return RestartService(service);
}

void World::StopService(const std::string& service) {
  const auto process = processes_.find(ProgramOf(service));
  process->second->Signal(SIGTERM);
  EXPECT_EQ(process->second->Wait(absl::Seconds(20)), 0)
      << process->first << " did not stop cleanly";
  processes_.erase(process);
}

absl::Status World::RestartService(const std::string& service) {
  return Launch(ProgramOf(service), ProgramOf(service), addresses_.at(service)).status();
}

absl::StatusOr<std::string> World::StartReplica(const std::string& service) {
  return Launch(ProgramOf(service), absl::StrCat(ProgramOf(service), "-", processes_.size()),
                FreeAddress());
}

const rpc::Client& World::As(const std::string& service, const std::string& principal,
                             const std::string& language) {
  std::unique_ptr<rpc::Client>& client =
      clients_[absl::StrCat(service, " ", principal, " ", language)];
  if (client == nullptr) {
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, principal}, {"accept-language", language}};
    options.default_timeout = absl::Seconds(60);
    client =
        std::make_unique<rpc::Client>(rpc::Connect(addresses_.at(service)), std::move(options));
  }
  return *client;
}

void World::SetTime(absl::Time now) {
  const std::string partial = dir_.File("clock.partial");
  std::ofstream(partial) << absl::FormatTime(absl::RFC3339_full, now, absl::UTCTimeZone()) << "\n";
  std::rename(partial.c_str(), dir_.File("clock").c_str());
}

pid_t World::ProcessOf(const std::string& service) const {
  return processes_.at(ProgramOf(service))->pid();
}

std::vector<std::string> World::services() const {
  std::vector<std::string> names;
  for (const auto& [name, address] : addresses_) names.push_back(name);
  return names;
}

void ScenarioTest::SetUp() {
  WorldOptions options;
  options.topology = GetParam().first;
  options.store = GetParam().second;
  Configure(options);
  if (const auto why = World::WhyNot(options)) GTEST_SKIP() << *why;
  auto world = World::Start(options);
  ASSERT_TRUE(world.ok()) << world.status();
  world_ = *std::move(world);
}

std::vector<std::pair<Topology, StoreKind>> AllWorlds() {
  return {{Topology::kEmbedded, StoreKind::kSqlite},
          {Topology::kEmbedded, StoreKind::kPostgres},
          {Topology::kDistributed, StoreKind::kSqlite},
          {Topology::kDistributed, StoreKind::kPostgres}};
}

std::string WorldName(const ::testing::TestParamInfo<std::pair<Topology, StoreKind>>& info) {
  const Topology topology = info.param.first;
  return absl::StrCat(topology == Topology::kEmbedded  ? "Embedded"
                      : topology == Topology::kPalierd ? "Palierd"
                                                       : "Distributed",
                      info.param.second == StoreKind::kSqlite ? "Sqlite" : "Postgres");
}

}  // namespace palier::scenarios
