// SPDX-License-Identifier: Apache-2.0
// Conditional updates against each other, while the service is killed and started again: they are
// linearizable, and none that was acknowledged is lost.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tests/linear/checker.h"
#include "tests/scenarios/etag_clients.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {
namespace {

constexpr int kClients = 16;
constexpr int kProjects = 10;
constexpr int kKills = 3;
constexpr int kMade = -1;  // client of the calls that made the projects
constexpr int kLast = kClients;

// Updates of each client. PALIER_LINEAR_UPDATES says otherwise, to run the full number by hand
// where each commit is a round trip to a server.
int UpdatesPerClient(StoreKind store) {
  int updates = store == StoreKind::kSqlite ? 2000 : 250;
  const char* const wanted = std::getenv("PALIER_LINEAR_UPDATES");
  if (wanted != nullptr && !absl::SimpleAtoi(wanted, &updates)) ADD_FAILURE() << wanted;
  return updates;
}

class LinearScenario : public ScenarioTest {
 protected:
  void SetUp() override {
    ScenarioTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    MakeOrganization(As("registry", "users/dev"), "acme", {{"users/lea", api::v1::MANAGER}});
    scene_.address = world().AddressOf("registry");
    scene_.organization = "organizations/acme";
    scene_.updates_per_client = UpdatesPerClient(GetParam().second);
    for (int i = 0; i < kProjects; ++i) MakeOne(absl::StrCat("p", i));
  }

  void MakeOne(const std::string& id) {
    registry::v1::Project project;
    project.set_display_name(id);
    linear::Operation made{kMade};
    made.kind = linear::Kind::kWrite;
    made.invoked = scene_.moments.Next();
    project = MakeProject(As("registry", "users/lea"), "acme", id, project);
    made.answered = scene_.moments.Next();
    made.record = project.name();
    made.version = project.etag();
    made.value = project.display_name();
    history_.push_back(made);
    scene_.projects.push_back(project.name());
  }

  void Add(const linear::History& more) {
    history_.insert(history_.end(), more.begin(), more.end());
  }

  // All clients at once; kills the service when they have made a quarter, a half, three quarters of
  // their updates.
  void RunClients() {
    std::vector<std::unique_ptr<EtagClient>> clients;
    std::vector<std::thread> threads;
    for (int i = 0; i < kClients; ++i) {
      clients.push_back(std::make_unique<EtagClient>(scene_, i));
      threads.emplace_back([&client = *clients.back()] { client.Run(); });
    }
    const int64_t all = int64_t{kClients} * scene_.updates_per_client;
    for (int kill = 1; kill <= kKills; ++kill) {
      const int64_t goal = all * kill / (kKills + 1);
      EXPECT_TRUE(Await([&] { return scene_.updates >= goal; }, absl::Minutes(4)));
      const absl::Status restarted = world().KillAndRestart("registry");
      EXPECT_TRUE(restarted.ok()) << restarted;
    }
    for (std::thread& thread : threads) thread.join();
    for (const auto& client : clients) Add(client->history());
  }

  int64_t Count(linear::Kind kind, linear::Outcome outcome) const {
    return std::count_if(history_.begin(), history_.end(), [&](const linear::Operation& call) {
      return call.kind == kind && call.outcome == outcome;
    });
  }

  EtagScene scene_;
  linear::History history_;
};

TEST_P(LinearScenario, UpdatesUnderAnEtagAreLinearizable) {
  RunClients();
  EtagClient last(scene_, kLast);
  last.List();
  Add(last.history());

  const auto wrong = linear::Check(history_);
  EXPECT_EQ(wrong, std::nullopt) << linear::Name(wrong->reason) << ": " << wrong->text;
  const int64_t lost = Count(linear::Kind::kWrite, linear::Outcome::kUnknown);
  EXPECT_GT(lost, 0) << "no kill came in the middle of anything";
  EXPECT_GT(Count(linear::Kind::kWrite, linear::Outcome::kFailed), 0) << "nobody met anybody";
  RecordProperty("updates", absl::StrCat(scene_.updates.load()));
  RecordProperty("written", absl::StrCat(Count(linear::Kind::kWrite, linear::Outcome::kOk)));
  RecordProperty("refused", absl::StrCat(Count(linear::Kind::kWrite, linear::Outcome::kFailed)));
  RecordProperty("unanswered", absl::StrCat(lost));
  RecordProperty("reads", absl::StrCat(Count(linear::Kind::kRead, linear::Outcome::kOk)));
}

INSTANTIATE_TEST_SUITE_P(Worlds, LinearScenario,
                         ::testing::Values(std::pair(Topology::kPalierd, StoreKind::kSqlite),
                                           std::pair(Topology::kDistributed, StoreKind::kPostgres)),
                         WorldName);

}  // namespace
}  // namespace palier::scenarios
