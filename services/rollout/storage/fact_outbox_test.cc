// SPDX-License-Identifier: Apache-2.0
#include "rollout/storage/fact_outbox.h"
#include "rollout/storage/migrations.h"

#include <gtest/gtest.h>

#include <memory>

namespace palier::rollout {
namespace {

absl::Time Soon() {
  return absl::Now() + absl::Seconds(10);
}

class FactOutboxTest : public ::testing::Test {
 protected:
  void SetUp() override {
    sql::OpenOptions options;
    options.url = "sqlite::memory:";
    auto database = sql::Open(options);
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
    ASSERT_TRUE(
        sql::Migrate(*database_, "rollout", Migrations(), sql::MigrateMode::kAuto).ok());
  }

  void Tell(const WaveNews& news) {
    const absl::Status told = database_->Write(
        Soon(), [&](sql::Transaction& transaction) { return Announce(transaction, news); });
    ASSERT_TRUE(told.ok()) << told;
  }
  std::vector<WaveNews> Pending(int limit = 10) {
    auto pending = PendingNews(*database_, limit, Soon());
    EXPECT_TRUE(pending.ok()) << pending.status();
    return pending.ok() ? *std::move(pending) : std::vector<WaveNews>();
  }
  // All at the same moment: a clock may stand still.
  static WaveNews News(const std::string& wave, int64_t revision) {
    return {
        "firm", "project", wave, revision, absl::FromUnixSeconds(1000), std::string("fact\0!", 6)};
  }

  std::unique_ptr<sql::Database> database_;
};

TEST_F(FactOutboxTest, KeepsWhatItIsTold) {
  Tell(News("wave-1", 3));
  const std::vector<WaveNews> pending = Pending();
  ASSERT_EQ(pending.size(), 1u);
  EXPECT_EQ(pending[0].organization, "firm");
  EXPECT_EQ(pending[0].project, "project");
  EXPECT_EQ(pending[0].wave, "wave-1");
  EXPECT_EQ(pending[0].revision, 3);
  EXPECT_EQ(pending[0].as_of, absl::FromUnixSeconds(1000));
  EXPECT_EQ(pending[0].fact, std::string("fact\0!", 6));
}

TEST_F(FactOutboxTest, NewsOfOneWaveReplaceEachOther) {
  Tell(News("wave-1", 1));
  Tell(News("wave-2", 1));
  Tell(News("wave-1", 2));
  const std::vector<WaveNews> pending = Pending();
  ASSERT_EQ(pending.size(), 2u);
  EXPECT_EQ(pending[0].revision, 2);
  EXPECT_EQ(Pending(1).size(), 1u);
}

TEST_F(FactOutboxTest, NewsThatCameDuringThePushStay) {
  Tell(News("wave-1", 1));
  const WaveNews pushed = Pending()[0];
  Tell(News("wave-1", 2));
  ASSERT_TRUE(ForgetNews(*database_, pushed, Soon()).ok());
  ASSERT_EQ(Pending().size(), 1u);
  ASSERT_TRUE(ForgetNews(*database_, Pending()[0], Soon()).ok());
  EXPECT_TRUE(Pending().empty());
}

}  // namespace
}  // namespace palier::rollout
