// SPDX-License-Identifier: Apache-2.0
#include "rollout/storage/fact_outbox.h"

#include <gtest/gtest.h>

#include <memory>

#include "rollout/storage/migrations.h"

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
    ASSERT_TRUE(sql::Migrate(*database_, "rollout", Migrations(), sql::MigrateMode::kAuto).ok());
  }

  void Tell(const FactNews& news) {
    const absl::Status told = database_->Write(
        Soon(), [&](sql::Transaction& transaction) { return Announce(transaction, news); });
    ASSERT_TRUE(told.ok()) << told;
  }
  std::vector<FactNews> Pending(int limit = 10) {
    auto pending = PendingNews(*database_, limit, Soon());
    EXPECT_TRUE(pending.ok()) << pending.status();
    return pending.ok() ? *std::move(pending) : std::vector<FactNews>();
  }
  // All at the same moment: a clock may stand still.
  static FactNews News(const std::string& subject, const std::string& fact) {
    return {"firm", "project", subject, FactKind::kRollout, absl::FromUnixSeconds(1000), fact};
  }

  std::unique_ptr<sql::Database> database_;
};

TEST_F(FactOutboxTest, KeepsWhatItIsTold) {
  Tell(News("wave-1", std::string("fact\0!", 6)));
  const std::vector<FactNews> pending = Pending();
  ASSERT_EQ(pending.size(), 1u);
  EXPECT_EQ(pending[0].organization, "firm");
  EXPECT_EQ(pending[0].project, "project");
  EXPECT_EQ(pending[0].subject, "wave-1");
  EXPECT_EQ(pending[0].kind, FactKind::kRollout);
  EXPECT_EQ(pending[0].as_of, absl::FromUnixSeconds(1000));
  EXPECT_EQ(pending[0].fact, std::string("fact\0!", 6));
}

TEST_F(FactOutboxTest, EachProjectHasItsNews) {
  FactNews other = News("wave-1", "b");
  other.project = "second";
  Tell(News("wave-1", "a"));
  Tell(other);
  ASSERT_EQ(Pending().size(), 2u);
  ASSERT_TRUE(ForgetNews(*database_, Pending()[0], Soon()).ok());
  const std::vector<FactNews> left = Pending();
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].project, "second");
  EXPECT_EQ(left[0].fact, "b");
}

TEST_F(FactOutboxTest, NewsOfOneSubjectReplaceEachOther) {
  Tell(News("wave-1", "a"));
  Tell(News("wave-2", "a"));
  Tell(News("wave-1", "b"));
  const std::vector<FactNews> pending = Pending();
  ASSERT_EQ(pending.size(), 2u);
  EXPECT_EQ(pending[0].fact, "b");
  EXPECT_EQ(Pending(1).size(), 1u);
}

TEST_F(FactOutboxTest, NewsThatCameDuringThePushStay) {
  Tell(News("wave-1", "a"));
  const FactNews pushed = Pending()[0];
  Tell(News("wave-1", "b"));
  ASSERT_TRUE(ForgetNews(*database_, pushed, Soon()).ok());
  ASSERT_EQ(Pending().size(), 1u);
  ASSERT_TRUE(ForgetNews(*database_, Pending()[0], Soon()).ok());
  EXPECT_TRUE(Pending().empty());
}

// What an older version had not told yet is told by this one.
TEST_F(FactOutboxTest, NewsOfAnOlderVersionAreTaken) {
  sql::OpenOptions options;
  options.url = "sqlite::memory:";
  database_ = *sql::Open(options);
  const absl::Span<const sql::Migration> all = Migrations();
  ASSERT_TRUE(sql::Migrate(*database_, "rollout", all.first(2), sql::MigrateMode::kAuto).ok());
  const absl::Status told = database_->Write(Soon(), [](sql::Transaction& transaction) {
    return transaction
        .Execute(
            "INSERT INTO wave_news (organization, wave, project, revision, as_of, fact) "
            "VALUES ($1,$2,$3,$4,$5,$6)",
            {"firm", "wave-1", "project", int64_t{7}, int64_t{1000}, sql::Blob{"fact"}})
        .status();
  });
  ASSERT_TRUE(told.ok()) << told;
  ASSERT_TRUE(sql::Migrate(*database_, "rollout", all, sql::MigrateMode::kAuto).ok());
  const std::vector<FactNews> pending = Pending();
  ASSERT_EQ(pending.size(), 1u);
  EXPECT_EQ(pending[0].subject, "wave-1");
  EXPECT_EQ(pending[0].kind, FactKind::kWave);
  EXPECT_EQ(pending[0].fact, "fact");
}

}  // namespace
}  // namespace palier::rollout
