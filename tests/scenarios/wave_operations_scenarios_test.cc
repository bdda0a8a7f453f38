// SPDX-License-Identifier: Apache-2.0
// Four people plan, start, stop and decide at random on the same roll-outs, while the service is
// killed; then its log is judged: no wave started with an unmet gate, no capacity was exceeded.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/rpc/auth.h"
#include "common/rpc/method_path.h"
#include "common/status/error.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/rollout/v1/operation_service.pb.h"
#include "palier/rollout/v1/review_service.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "palier/rollout/v1/wave_service.pb.h"
#include "rollout/client/operations.h"
#include "tests/scenarios/random_people.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/wave_firm.h"
#include "tests/scenarios/wave_judge.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {
namespace {

using google::longrunning::Operation;

using rollout::v1::Wave;

constexpr int kPeople = 4;
// A long run says how far it is.
constexpr int64_t kBetweenReports = 25'000;
const absl::Time kStart = absl::FromUnixSeconds(1772956800);  // Sunday 8 March 2026, 08:00 UTC

// By hand 1,000,000, with PALIER_OPERATIONS.
int64_t Operations() {
  const char* wanted = std::getenv("PALIER_OPERATIONS");
  return wanted == nullptr ? 3000 : std::atoll(wanted);
}

class WaveScenario : public ScenarioTest {
 protected:
  void Configure(WorldOptions& options) override { options.now = kStart; }

  // The log so far, in order.
  void Read(WaveJudge& judge) {
    const rpc::Client& auditor = As("rollout", "users/dev");
    while (true) {
      rollout::v1::ListChangesRequest request;
      request.set_parent(WaveFirm::kName);
      request.set_page_size(1000);
      request.set_after_sequence(judge.sequence());
      absl::StatusOr<rollout::v1::ListChangesResponse> page;
      // A service that has just come back is not connected to at once.
      Await([&] {
        page = Unary<rollout::v1::ListChangesResponse>(auditor, "ListChanges", request);
        return !absl::IsUnavailable(page.status());
      });
      ASSERT_TRUE(page.ok()) << page.status();
      if (page->changes().empty()) return;
      for (const api::v1::Change& change : page->changes()) judge.See(change);
    }
  }
  // The days of drills in the registry.
  void ReadDrills(WaveJudge& judge) {
    registry::v1::ListEntriesRequest request;
    request.set_parent(WaveFirm::kProject);
    request.set_page_size(1000);
    request.set_filter("kind = \"fallback_drill\"");
    while (true) {
      const auto page = As("registry", "users/dev")
                            .Unary<registry::v1::ListEntriesResponse>(
                                rpc::MethodPath("ListEntries", request), request);
      ASSERT_TRUE(page.ok()) << page.status();
      for (const registry::v1::Entry& entry : page->entries()) {
        judge.Drill(absl::CivilDay(entry.event_date().year(), entry.event_date().month(),
                                   entry.event_date().day()),
                    absl::FromUnixSeconds(entry.create_time().seconds()));
      }
      if (page->next_page_token().empty()) return;
      request.set_page_token(page->next_page_token());
    }
  }
  static void ExpectFaultless(const WaveJudge& judge) {
    for (size_t i = 0; i < judge.faults().size() && i < 10; ++i) ADD_FAILURE() << judge.faults()[i];
    EXPECT_TRUE(judge.faults().empty()) << judge.faults().size();
  }
};

TEST_P(WaveScenario, NothingStartsThatMustNotWhateverManyDoAtOnce) {
  RecordProperty("requirement", "S1-30");
  const WaveFirm firm(world(), kPeople);
  if (HasFailure()) return;
  Board board(world(), kStart);
  std::vector<std::unique_ptr<Person>> people;
  for (int n = 0; n < kPeople; ++n) people.push_back(std::make_unique<Person>(world(), board, n));
  const int64_t operations = Operations();
  std::atomic<int64_t> done{0};
  std::atomic<int> running{kPeople};
  std::vector<std::thread> threads;
  for (auto& person : people) {
    threads.emplace_back([&] {
      while (done++ < operations) person->DoSomething();
      --running;
    });
  }
  // A kill every thousand operations, so that most time is spent at work.
  int kills = 0;
  int64_t told = 0;
  while (running > 0) {
    if (done / kBetweenReports > told) {
      told = done / kBetweenReports;
      std::printf("%lld of %lld operations\n", static_cast<long long>(told * kBetweenReports),
                  static_cast<long long>(operations));
      std::fflush(stdout);
    }
    if (done / 1000 > kills && GetParam().first != Topology::kEmbedded) {
      ++kills;
      EXPECT_TRUE(world().KillAndRestart("rollout").ok());
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
  for (std::thread& thread : threads) thread.join();

  WaveJudge judge(WaveFirm::Headcounts(), WaveFirm::ChampionHours());
  ReadDrills(judge);
  Read(judge);
  judge.End();
  ExpectFaultless(judge);
  std::map<std::string, int64_t> outcomes;
  for (const auto& person : people) {
    for (const auto& [outcome, count] : person->outcomes()) outcomes[outcome] += count;
  }
  for (const auto& [outcome, count] : outcomes) RecordProperty(outcome, absl::StrCat(count));
  RecordProperty("kills", absl::StrCat(kills));
  RecordProperty("plans", absl::StrCat(judge.revisions()));
  RecordProperty("starts", absl::StrCat(judge.starts()));
  std::string summary =
      absl::StrCat(kills, " kills, ", judge.revisions(), " plans, ", judge.starts(), " starts; ");
  for (const auto& [outcome, count] : outcomes) absl::StrAppend(&summary, outcome, " ", count, ", ");
  std::printf("%s\n", summary.c_str());
  // Otherwise it has shown nothing.
  EXPECT_GT(judge.revisions(), operations / 200);
  // One start in a thousand operations or so: most waves wait for a gate.
  EXPECT_GT(judge.starts(), operations / 1500);
}

// By hand 200, with PALIER_KILLS.
int Kills() {
  const char* wanted = std::getenv("PALIER_KILLS");
  return wanted == nullptr ? 10 : std::atoi(wanted);
}

TEST_P(WaveScenario, WhatIsKilledWhilePlanningOrStartingIsThereWholeOrNotAtAll) {
  RecordProperty("requirement", "S1-33");
  const WaveFirm firm(world(), 1);
  if (HasFailure()) return;
  const rpc::Client& manager = As("rollout", "users/p0");
  // They try once: a second try would hide what the kill left.
  const auto once = [&](const std::string& principal) {
    rpc::ClientOptions options;
    options.attempts = 1;
    options.headers = {{rpc::kPrincipalKey, principal}};
    return rpc::Client(rpc::Connect(world().AddressOf("rollout")), options);
  };
  const rpc::Client planner = once("users/p0");
  const rpc::Client approver = once("users/a0");
  ASSERT_TRUE(
      RecordDrill(As("registry", "users/p0"), WaveFirm::kProject, absl::CivilDay(2026, 3, 1)).ok());
  std::mt19937_64 random(7);
  const auto kill_after = [&](const std::function<void()>& wait,
                              const std::function<void()>& call) {
    std::thread caller(call);
    wait();
    EXPECT_TRUE(world().KillAndRestart("rollout").ok());
    caller.join();
  };
  // Kills the service somewhere in the call, which takes about half that long.
  const auto kill_during = [&](uint64_t microseconds, const std::function<void()>& call) {
    const absl::Duration wait = absl::Microseconds(static_cast<int64_t>(random() % microseconds));
    kill_after([wait] { absl::SleepFor(wait); }, call);
  };
  const auto ask = [&]<typename Response>(Response& response, const std::string& method,
                                          const auto& request) {
    absl::Status status;
    // A service that has just come back is not connected to at once.
    Await([&] {
      auto answer = Unary<Response>(manager, method, request);
      status = answer.status();
      if (answer.ok()) response = *std::move(answer);
      return !absl::IsUnavailable(status);
    });
    EXPECT_TRUE(status.ok()) << status;
  };
  int planned = 0, interrupted = 0, started = 0;
  for (int n = 0; n < Kills(); ++n) {
    const std::string rollout = absl::StrCat(WaveFirm::kName, "/rollouts/k-", n);
    ASSERT_TRUE(WaveFirm::CreateRollout(manager, absl::StrCat("k-", n), n).ok());
    rollout::v1::PlanWavesRequest plan;
    plan.set_name(rollout);
    plan.set_request_id(absl::StrFormat("11111111-1111-4111-8111-%012d", n));
    plan.set_schedule_count(10000);
    const auto begin = [&] { Unary<Operation>(planner, "PlanWaves", plan).IgnoreError(); };
    rollout::v1::ListOperationsRequest of_plans;
    of_plans.set_parent(rollout);
    rollout::v1::ListOperationsResponse operations;
    if (n % 2 == 0) {
      kill_during(80000, begin);
    } else {  // as soon as it is under way
      const auto under_way = [&] {
        ask(operations, "ListOperations", of_plans);
        return operations.operations_size() > 0;
      };
      kill_after([&] { EXPECT_TRUE(Await(under_way)); }, begin);
    }
    ask(operations, "ListOperations", of_plans);
    ASSERT_LE(operations.operations_size(), 1);
    if (operations.operations_size() == 1) {
      Operation operation = operations.operations(0);
      operation.done() ? ++planned : ++interrupted;
      // Nobody asks for the plan again: the operation ends by itself.
      rollout::v1::GetOperationRequest get;
      get.set_name(operation.name());
      EXPECT_TRUE(Await([&] {
        ask(operation, "GetOperation", get);
        return operation.done();
      }));
      EXPECT_TRUE(operation.has_response()) << operation.error().message();
    } else {
      const auto made = rollout::PlanWavesAndWait(manager, plan);
      ASSERT_TRUE(made.ok()) << made.status();
    }
    rollout::v1::GetRolloutRequest get;
    get.set_name(rollout);
    rollout::v1::Rollout now;
    ask(now, "GetRollout", get);
    rollout::v1::ListWavesRequest list;
    list.set_parent(rollout);
    rollout::v1::ListWavesResponse waves;
    ask(waves, "ListWaves", list);
    rollout::v1::ListPlanRevisionsRequest of_rollout_plans;
    of_rollout_plans.set_parent(rollout);
    rollout::v1::ListPlanRevisionsResponse revisions;
    ask(revisions, "ListPlanRevisions", of_rollout_plans);
    EXPECT_EQ(now.state(), rollout::v1::Rollout::PLANNED);
    EXPECT_GT(waves.waves_size(), 0);
    EXPECT_EQ(waves.waves_size(), now.plan().wave_count());
    EXPECT_EQ(revisions.plan_revisions_size(), 1);

    rollout::v1::StartWaveRequest start;
    start.set_name(absl::StrCat(rollout, "/waves/wave-1"));
    start.set_request_id(absl::StrFormat("22222222-2222-4222-8222-%012d", n));
    kill_during(20000, [&] { Unary<Wave>(approver, "StartWave", start).IgnoreError(); });
    rollout::v1::GetWaveRequest first;
    first.set_name(start.name());
    Wave wave;
    ask(wave, "GetWave", first);
    rollout::v1::ListCheckInsRequest of_wave;
    of_wave.set_parent(start.name());
    rollout::v1::ListCheckInsResponse check_ins;
    ask(check_ins, "ListCheckIns", of_wave);
    rollout::v1::ListReviewsRequest of_rollout;
    of_rollout.set_parent(rollout);
    rollout::v1::ListReviewsResponse reviews;
    ask(reviews, "ListReviews", of_rollout);
    const bool active = wave.state() == Wave::ACTIVE;
    EXPECT_EQ(check_ins.check_ins_size(), active ? 4 * wave.teams_size() : 0);
    EXPECT_EQ(reviews.reviews_size() > 0, active);
    started += active;
    // Whoever repeats the request learns what became of it, and makes it so.
    absl::StatusOr<Wave> again;
    Await([&] {
      again = Unary<Wave>(approver, "StartWave", start);
      return !absl::IsUnavailable(again.status());
    });
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->state(), Wave::ACTIVE);
  }
  std::printf("of %d kills: planned before %d, planning interrupted %d, started before %d\n",
              Kills(), planned, interrupted, started);
  EXPECT_GT(interrupted, 0);
  WaveJudge judge(WaveFirm::Headcounts(), WaveFirm::ChampionHours());
  ReadDrills(judge);
  Read(judge);
  judge.End();
  ExpectFaultless(judge);
  EXPECT_EQ(judge.starts(), Kills());
}

INSTANTIATE_TEST_SUITE_P(Worlds, WaveScenario,
                         ::testing::Values(std::pair(Topology::kDistributed, StoreKind::kSqlite)),
                         WorldName);

}  // namespace
}  // namespace palier::scenarios
