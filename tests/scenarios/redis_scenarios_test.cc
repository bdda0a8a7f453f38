// SPDX-License-Identifier: Apache-2.0
// Redis stops, hangs, forgets and lies while people read and write: nobody sees a failed call or a
// wrong answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "tests/scenarios/redis_faults.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {
namespace {

using registry::v1::Project;

// The cache promises at most 25 ms a command; the rest is for a machine that does other things too.
constexpr absl::Duration kAddedToTheMedian = absl::Milliseconds(100);
constexpr absl::Duration kLongestCall = absl::Seconds(2);
// A call that waited for a Redis that hangs took at least that long.
constexpr absl::Duration kFelt = absl::Milliseconds(20);
constexpr int kRounds = 25;
// Longer than the cache leaves a broken Redis alone, so that it tries again while the fault lasts.
constexpr absl::Duration kFaultLength = absl::Milliseconds(1300);

// One thread that writes, reads what it wrote and asks for the report, again and again.
class Workload {
 public:
  explicit Workload(World& world)
      : registry_(world.As("registry", "users/lea")),
        reporting_(world.As("reporting", "users/lea")),
        thread_([this] { Run(); }) {}
  ~Workload() { Stop(); }

  void Stop() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    if (thread_.joinable()) thread_.join();
  }
  // From now on latencies belong to this phase.
  void Enter(const std::string& phase) {
    absl::MutexLock lock(&mutex_);
    phase_ = phase;
    rounds_ = 0;
  }
  // Rounds that this phase has gone through.
  int rounds() const {
    absl::MutexLock lock(&mutex_);
    return rounds_;
  }
  // Read after Stop.
  const std::vector<std::string>& failures() const ABSL_NO_THREAD_SAFETY_ANALYSIS {
    return failures_;
  }
  std::map<std::string, std::vector<absl::Duration>> latencies() const
      ABSL_NO_THREAD_SAFETY_ANALYSIS {
    return latencies_;
  }

 private:
  void Run();
  void Round(int number);
  void Expect(bool right, const std::string& what);
  template <typename Response>
  Response Timed(const std::function<absl::StatusOr<Response>()>& call);

  const rpc::Client& registry_;
  const rpc::Client& reporting_;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::string phase_ ABSL_GUARDED_BY(mutex_) = "healthy";
  int rounds_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::string> failures_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::vector<absl::Duration>> latencies_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

void Workload::Expect(bool right, const std::string& what) {
  absl::MutexLock lock(&mutex_);
  if (!right) failures_.push_back(absl::StrCat(phase_, ": ", what));
}

template <typename Response>
Response Workload::Timed(const std::function<absl::StatusOr<Response>()>& call) {
  const absl::Time start = absl::Now();
  absl::StatusOr<Response> response = call();
  const absl::Duration took = absl::Now() - start;
  Expect(response.ok(), response.status().ToString());
  absl::MutexLock lock(&mutex_);
  latencies_[phase_].push_back(took);
  return response.ok() ? *std::move(response) : Response();
}

void Workload::Run() {
  for (int number = 1;; ++number) {
    Round(number);
    absl::MutexLock lock(&mutex_);
    ++rounds_;
    if (stopping_) return;
  }
}

void Workload::Round(int number) {
  registry::v1::CreateProjectRequest create;
  create.set_parent("organizations/acme");
  create.set_project_id(absl::StrCat("p", number));
  create.mutable_project()->set_display_name("A project");
  Timed<Project>([&] { return Unary<Project>(registry_, "CreateProject", create); });

  registry::v1::GetProjectRequest get;
  get.set_name("organizations/acme/projects/shared");
  const Project before =
      Timed<Project>([&] { return Unary<Project>(registry_, "GetProject", get); });
  Expect(before.topic() == (number == 1 ? "" : absl::StrCat("topic ", number - 1)),
         "an old topic was read");
  registry::v1::UpdateProjectRequest update;
  *update.mutable_project() = before;
  update.mutable_project()->set_topic(absl::StrCat("topic ", number));
  update.mutable_update_mask()->add_paths("topic");
  Timed<Project>([&] { return Unary<Project>(registry_, "UpdateProject", update); });
  const Project after =
      Timed<Project>([&] { return Unary<Project>(registry_, "GetProject", get); });
  Expect(after.topic() == absl::StrCat("topic ", number), "the topic just written was not read");

  reporting::v1::GetPortfolioRequest report;
  report.set_name("organizations/acme/portfolio");
  for (int twice = 0; twice < 2; ++twice) {
    const auto portfolio = Timed<reporting::v1::Portfolio>(
        [&] { return Unary<reporting::v1::Portfolio>(reporting_, "GetPortfolio", report); });
    Expect(portfolio.project_count() == number + 1,
           absl::StrCat("portfolio of ", portfolio.project_count(), " projects instead of ",
                        number + 1));
  }
}

absl::Duration Median(std::vector<absl::Duration> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? absl::InfiniteDuration() : values[values.size() / 2];
}

class RedisScenario : public ScenarioTest {
 protected:
  void SetUp() override {
    if (const auto why = testing::PrivateRedis::WhyNot()) GTEST_SKIP() << *why;
    auto redis = testing::PrivateRedis::Start();
    ASSERT_TRUE(redis.ok()) << redis.status();
    redis_ = *std::move(redis);
    ScenarioTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    MakeOrganization(As("registry", "users/dev"), "acme", {{"users/lea", api::v1::MANAGER}});
    Project project;
    project.set_display_name("Shared");
    MakeProject(As("registry", "users/lea"), "acme", "shared", project);
  }
  void Configure(WorldOptions& options) override { options.redis = redis_->address(); }

  // Lets work go on while `fault` is as it is.
  void Suffer(Workload& work, const std::string& fault) {
    work.Enter(fault);
    const absl::Time end = absl::Now() + kFaultLength;
    EXPECT_TRUE(Await([&] { return absl::Now() > end && work.rounds() >= kRounds; })) << fault;
  }
  // Lets work go on until every service uses the emptied Redis again.
  void Recover(Workload& work, const std::string& phase) {
    EXPECT_EQ(Ask("FLUSHALL"), "+OK");
    work.Enter(phase);
    EXPECT_TRUE(Await([&] { return work.rounds() >= kRounds && AllServicesCache(); })) << phase;
  }
  bool AllServicesCache() {
    const int reports = Number(Ask("KEYS *reporting*"));
    return reports > 0 && Number(Ask("DBSIZE")) > reports;
  }
  std::string Ask(const std::string& command) { return AskRedis(redis_->socket(), command); }
  static int Number(const std::string& answer) {
    return answer.empty() ? 0 : std::atoi(answer.c_str() + 1);
  }

  std::unique_ptr<testing::PrivateRedis> redis_;
};

TEST_P(RedisScenario, NobodyNoticesWhatHappensToRedis) {
  Workload work(world());
  Recover(work, "healthy");

  redis_->Stop();
  Suffer(work, "stopped");
  ASSERT_TRUE(redis_->Restart().ok());
  Recover(work, "started again");

  redis_->Pause();
  Suffer(work, "paused");
  redis_->Resume();
  Recover(work, "resumed");

  work.Enter("flushed");
  EXPECT_TRUE(Await([&] {
    EXPECT_EQ(Ask("FLUSHALL"), "+OK");
    return work.rounds() >= kRounds;
  }));

  redis_->Stop();
  {
    GarbageServer garbage(redis_->socket());
    Suffer(work, "garbage");
    EXPECT_GT(garbage.answers(), 0) << "nobody asked";
  }
  ASSERT_TRUE(redis_->Restart().ok());
  Recover(work, "well again");
  work.Stop();

  EXPECT_THAT(work.failures(), ::testing::IsEmpty());
  const auto latencies = work.latencies();
  const absl::Duration healthy = Median(latencies.at("healthy"));
  const auto& paused = latencies.at("paused");
  EXPECT_GT(*std::max_element(paused.begin(), paused.end()), kFelt)
      << "nobody asked the paused Redis";
  for (const auto& [phase, values] : latencies) {
    const absl::Duration longest = *std::max_element(values.begin(), values.end());
    EXPECT_LT(Median(values), healthy + kAddedToTheMedian) << phase;
    EXPECT_LT(longest, kLongestCall) << phase;
    RecordProperty(
        absl::StrCat(phase, ", median and longest"),
        absl::StrCat(absl::FormatDuration(Median(values)), " ", absl::FormatDuration(longest)));
  }
}

INSTANTIATE_TEST_SUITE_P(Worlds, RedisScenario,
                         ::testing::Values(std::pair(Topology::kEmbedded, StoreKind::kSqlite),
                                           std::pair(Topology::kDistributed, StoreKind::kSqlite)),
                         WorldName);

}  // namespace
}  // namespace palier::scenarios
