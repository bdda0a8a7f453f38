// SPDX-License-Identifier: Apache-2.0
// Reviews that are kept complete by several processes on one store.
#include "rollout/api/review_rounds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "common/resource/read_all.h"
#include "common/rpc/auth.h"
#include "common/testing/private_postgres.h"
#include "common/time/clock.h"
#include "palier/rollout/v1/review.pb.h"
#include "palier/rollout/v1/wave.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;

absl::Time Soon() {
  return absl::Now() + absl::Seconds(30);
}

// What one process has.
struct Replica {
  Replica(const std::string& url, const time::Clock& clock, const RegistryView& registry)
      : database(Open(url)), store(*database, clock), rounds(types, store, registry) {
    EXPECT_TRUE(
        sql::Migrate(*database, "resource", resource::Migrations(), sql::MigrateMode::kAuto).ok());
    EXPECT_TRUE(store.Prepare(types.all()).ok());
  }
  static std::unique_ptr<sql::Database> Open(const std::string& url) {
    sql::OpenOptions options;
    options.url = url;
    auto database = sql::Open(options);
    EXPECT_TRUE(database.ok()) << database.status();
    return *std::move(database);
  }
  std::vector<std::string> Ids() {
    std::vector<v1::Review> reviews;
    EXPECT_TRUE(store
                    .Read(Soon(),
                          [&](resource::Session& session) {
                            reviews.clear();
                            return resource::ReadAll(session, types.review, kRollout, reviews);
                          })
                    .ok());
    std::vector<std::string> ids;
    for (const v1::Review& review : reviews) {
      ids.push_back(review.name().substr(review.name().rfind('/') + 1));
    }
    return ids;
  }

  const Types types;
  const std::unique_ptr<sql::Database> database;
  resource::Store store;
  ReviewRounds rounds;
};

class ReviewRoundsTest : public RolloutFixture {
 protected:
  void SetUp() override {
    RolloutFixture::SetUp();
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, "services/rollout"}};
    client_ = std::make_unique<rpc::Client>(rpc::Connect(suite_->address()), options);
    registry_ = std::make_unique<RegistryView>(*client_);
  }

  // Its first wave started on that day at noon (UTC); the plan ends on `end`.
  void Insert(Replica& replica, CivilDay start, CivilDay end) {
    v1::Rollout rollout;
    rollout.set_name(kRollout);
    rollout.set_display_name("Quotation assistant");
    rollout.set_state(v1::Rollout::ACTIVE);
    *rollout.mutable_plan()->mutable_end_date() = ToDate(end);
    v1::Wave wave;
    wave.set_name(WaveName(1));
    wave.set_number(1);
    wave.set_state(v1::Wave::ACTIVE);
    resource::SetStandardTime(wave, "actual_start_time",
                              absl::FromCivil(absl::CivilHour(start) + 12, absl::UTCTimeZone()));
    const absl::Status stored = replica.store.Write(
        Soon(), {"users/abe", "", "test"}, [&](resource::Session& session) -> absl::Status {
          const absl::Status first = session.Insert(replica.types.rollout, rollout);
          return first.ok() ? session.Insert(replica.types.wave, wave) : first;
        });
    ASSERT_TRUE(stored.ok()) << stored;
  }
  template <typename Change>
  void ChangeRollout(Replica& replica, const Change& change) {
    const absl::Status stored = replica.store.Write(
        Soon(), {"users/abe", "", "test"}, [&](resource::Session& session) -> absl::Status {
          v1::Rollout before;
          const absl::Status read = session.Get(replica.types.rollout, kRollout, &before);
          if (!read.ok()) return read;
          v1::Rollout after = before;
          change(after);
          return session.Replace(replica.types.rollout, before, after).status();
        });
    ASSERT_TRUE(stored.ok()) << stored;
  }
  void Close(Replica& replica, const std::string& id) {
    const absl::Status stored = replica.store.Write(
        Soon(), {"users/abe", "", "test"}, [&](resource::Session& session) -> absl::Status {
          v1::Review before;
          const absl::Status read =
              session.Get(replica.types.review, absl::StrCat(kRollout, "/reviews/", id), &before);
          if (!read.ok()) return read;
          v1::Review after = before;
          resource::SetStandardTime(after, "done_time", session.now());
          return session.Replace(replica.types.review, before, after).status();
        });
    ASSERT_TRUE(stored.ok()) << stored;
  }
  void SetDay(CivilDay day) {
    clock_.Set(absl::FromCivil(absl::CivilHour(day) + 10, absl::UTCTimeZone()));
  }

  // All rounds of all replicas at once, again until none has anything left to do.
  static int RunAll(const std::vector<Replica*>& replicas) {
    std::atomic<int> made = 0;
    std::vector<std::thread> threads;
    for (Replica* replica : replicas) {
      threads.emplace_back([replica, &made] {
        for (const absl::Time deadline = Soon(); absl::Now() < deadline;) {
          const auto some = replica->rounds.RunOnce(true, deadline);
          if (!some.ok()) continue;  // another one was faster
          made += *some;
          if (*some == 0) return;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    return made;
  }

  time::FakeClock clock_{absl::UnixEpoch()};
  std::unique_ptr<rpc::Client> client_;
  std::unique_ptr<RegistryView> registry_;
};

TEST_F(ReviewRoundsTest, ALongerAndAShorterPlanKeepWhatIsDone) {
  RecordProperty("requirement", "S1-34");
  Replica one("sqlite::memory:", clock_, *registry_);
  SetDay(CivilDay(2026, 1, 31));
  Insert(one, CivilDay(2026, 1, 31), CivilDay(2026, 4, 30));
  EXPECT_EQ(RunAll({&one}), 5);
  EXPECT_THAT(one.Ids(), ElementsAre("monthly-2026-02", "monthly-2026-03", "monthly-2026-04",
                                     "roi-2026-04", "survey-2026-04"));
  Close(one, "monthly-2026-03");
  ChangeRollout(one, [](v1::Rollout& rollout) {
    *rollout.mutable_plan()->mutable_end_date() = ToDate(CivilDay(2026, 6, 1));
  });
  EXPECT_EQ(RunAll({&one}), 1);
  EXPECT_THAT(one.Ids(), ::testing::Contains("monthly-2026-05"));
  // Shorter: open ones of days to come go; one that is done, and the next of each kind, stay.
  ChangeRollout(one, [](v1::Rollout& rollout) {
    *rollout.mutable_plan()->mutable_end_date() = ToDate(CivilDay(2026, 2, 15));
  });
  EXPECT_EQ(RunAll({&one}), 2);
  EXPECT_THAT(one.Ids(),
              ElementsAre("monthly-2026-02", "monthly-2026-03", "roi-2026-04", "survey-2026-04"));
  EXPECT_EQ(RunAll({&one}), 0);
}

TEST_F(ReviewRoundsTest, AfterAnOutageTwoProcessesMakeEachOnce) {
  RecordProperty("requirement", "S1-34");
  if (const auto why = testing::PrivatePostgres::WhyNot()) GTEST_SKIP() << *why;
  auto server = testing::PrivatePostgres::Start({});
  ASSERT_TRUE(server.ok()) << server.status();
  {
    Replica one((*server)->url(), clock_, *registry_), two((*server)->url(), clock_, *registry_);
    SetDay(CivilDay(2026, 3, 9));
    Insert(one, CivilDay(2026, 3, 9), CivilDay(2026, 4, 20));
    EXPECT_EQ(RunAll({&one, &two}), 3);
    SetDay(CivilDay(2026, 8, 20));
    EXPECT_EQ(RunAll({&one, &two, &one, &two}), 7);
    EXPECT_EQ(one.Ids().size(), 10u);
    EXPECT_EQ(two.Ids(), one.Ids());
  }
}

TEST_F(ReviewRoundsTest, OfWhatChangedOnlyThatIsLookedAt) {
  Replica one("sqlite::memory:", clock_, *registry_);
  SetDay(CivilDay(2026, 3, 9));
  Insert(one, CivilDay(2026, 3, 9), CivilDay(2026, 4, 20));
  const auto run = [&] { return one.rounds.RunOnce(false, Soon()); };
  EXPECT_EQ(*run(), 0);
  one.rounds.Notice(WaveName(1));
  EXPECT_EQ(*run(), 0);
  one.rounds.Notice(kRollout);
  // Without time nothing is read, and it stays to be done.
  EXPECT_FALSE(one.rounds.RunOnce(false, absl::Now() - absl::Seconds(1)).ok());
  EXPECT_EQ(*run(), 3);
  EXPECT_EQ(*run(), 0);
}

TEST_F(ReviewRoundsTest, ADeletedRollOutKeepsNoOtherWaiting) {
  Replica one("sqlite::memory:", clock_, *registry_);
  SetDay(CivilDay(2026, 3, 9));
  Insert(one, CivilDay(2026, 3, 9), CivilDay(2026, 4, 20));
  ChangeRollout(one, [](v1::Rollout& rollout) {
    resource::SetStandardTime(rollout, "delete_time", absl::FromUnixSeconds(1773000000));
  });
  const auto made = one.rounds.RunOnce(true, Soon());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(*made, 0);
}

}  // namespace
}  // namespace palier::rollout
