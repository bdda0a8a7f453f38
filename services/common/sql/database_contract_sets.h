// SPDX-License-Identifier: Apache-2.0
// Contract of sql::Database: bulk inserts, snapshots and migrations.
#ifndef PALIER_COMMON_SQL_DATABASE_CONTRACT_SETS_H_
#define PALIER_COMMON_SQL_DATABASE_CONTRACT_SETS_H_

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/sql/database_contract_fixture.h"

namespace palier::sql {

TEST_P(DatabaseContract, InsertsInBulk) {
  constexpr int64_t kRows = 10037;
  std::vector<std::vector<Value>> rows;
  for (int64_t i = 0; i < kRows; ++i) {
    rows.push_back({i, absl::StrCat("label ", i), i % 3 == 0 ? Value() : Value(i / 4.0),
                    Blob{std::string(i % 50, '\0')}});
  }
  const std::vector<absl::string_view> columns = {"id", "label", "size", "content"};
  const auto insert = [&](Transaction& transaction) {
    return transaction.BulkInsert("item", columns, rows);
  };
  EXPECT_EQ(database_->Write(Soon(), insert), absl::OkStatus());
  EXPECT_EQ(Number("SELECT count(*) FROM item").value_or(-1), kRows);
  EXPECT_EQ(Number("SELECT count(size) FROM item").value_or(-1), kRows - 3346);
  EXPECT_EQ(Number("SELECT sum(length(content)) FROM item").value_or(-1),
            24 * 37 + 200 * 1225 - 222);
  EXPECT_EQ(
      Number("SELECT count(*) FROM item WHERE label = 'label 10036' AND size = 2509").value_or(-1),
      1);
  EXPECT_TRUE(absl::IsAlreadyExists(database_->Write(Soon(), insert)));
  rows.back().pop_back();
  EXPECT_EQ(database_->Write(Soon(), insert).code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Number("SELECT count(*) FROM item").value_or(-1), kRows);
}

TEST_P(DatabaseContract, ReadsOneSnapshot) {
  absl::Notification written;
  const auto count = [](Transaction& transaction) {
    int64_t number = -1;
    EXPECT_EQ(transaction.Query("SELECT count(*) FROM item", {},
                                [&](const Row& row) {
                                  number = row.int64(0);
                                  return absl::OkStatus();
                                }),
              absl::OkStatus());
    return number;
  };
  EXPECT_EQ(database_->Read(Soon(),
                            [&](Transaction& transaction) {
                              EXPECT_EQ(count(transaction), 0);
                              database_->WriteAsync(
                                  Soon(),
                                  [](Transaction& other) {
                                    return other.Execute(kInsertId, {int64_t{1}}).status();
                                  },
                                  [&](absl::Status status) {
                                    EXPECT_EQ(status, absl::OkStatus());
                                    written.Notify();
                                  });
                              // A store without snapshots makes the write wait for this read.
                              if (options_.url != "sqlite::memory:") written.WaitForNotification();
                              EXPECT_EQ(count(transaction), 0);
                              return absl::OkStatus();
                            }),
            absl::OkStatus());
  written.WaitForNotification();
  EXPECT_EQ(Number("SELECT count(*) FROM item").value_or(-1), 1);
}

constexpr Migration kSteps[] = {
    {1, "create",
     "CREATE TABLE step_a (id BIGINT PRIMARY KEY, t TEXT, b {BLOB}); -- first; really\n"
     "INSERT INTO step_a (id, t) VALUES (1, 'TEXT; ''{BLOB')"},
    {2, "extend", "ALTER TABLE step_a ADD COLUMN more TEXT NOT NULL DEFAULT 'x'"},
};
constexpr Migration kOther[] = {{1, "other", "CREATE TABLE step_b (id BIGINT PRIMARY KEY)"}};

TEST_P(DatabaseContract, MigratesOnce) {
  const absl::Span<const Migration> steps(kSteps);
  const auto migrate = [&](absl::Span<const Migration> migrations, MigrateMode mode) {
    return Migrate(*database_, "part", migrations, mode);
  };
  EXPECT_TRUE(absl::IsFailedPrecondition(migrate(steps, MigrateMode::kCheck)));
  EXPECT_EQ(migrate(steps.subspan(0, 1), MigrateMode::kAuto), absl::OkStatus());
  EXPECT_EQ(migrate(steps.subspan(0, 1), MigrateMode::kCheck), absl::OkStatus());
  EXPECT_TRUE(absl::IsFailedPrecondition(migrate(steps, MigrateMode::kCheck)));
  EXPECT_EQ(migrate(steps, MigrateMode::kOnly), absl::OkStatus());
  EXPECT_EQ(migrate(steps, MigrateMode::kAuto), absl::OkStatus());
  EXPECT_EQ(migrate(steps.subspan(0, 1), MigrateMode::kAuto), absl::OkStatus()) << "newer schema";
  EXPECT_EQ(migrate(steps.subspan(1, 1), MigrateMode::kAuto).code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(
      absl::IsFailedPrecondition(Migrate(*database_, "other", kOther, MigrateMode::kCheck)));
  EXPECT_EQ(Migrate(*database_, "other", kOther, MigrateMode::kAuto), absl::OkStatus());
  EXPECT_EQ(Number("SELECT count(*) FROM schema_migration").value_or(-1), 3);
  EXPECT_EQ(
      Number("SELECT count(*) FROM step_a WHERE t = 'TEXT; ''{BLOB' AND more = 'x'").value_or(-1),
      1);
}

TEST_P(DatabaseContract, RollsBackAFailedMigration) {
  const Migration broken[] = {{1, "broken", "CREATE TABLE half (id BIGINT); NONSENSE"}};
  EXPECT_FALSE(Migrate(*database_, "part", broken, MigrateMode::kAuto).ok());
  EXPECT_FALSE(Number("SELECT count(*) FROM half").ok());
  EXPECT_EQ(Number("SELECT count(*) FROM schema_migration").value_or(-1), 0);
}

TEST_P(DatabaseContract, MigratesFromSeveralThreads) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      EXPECT_EQ(Migrate(*database_, "part", kSteps, MigrateMode::kAuto), absl::OkStatus());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Number("SELECT count(*) FROM step_a").value_or(-1), 1);
}

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_DATABASE_CONTRACT_SETS_H_
