// SPDX-License-Identifier: Apache-2.0
#include <latch>
#include <utility>

#include "common/sql/database_contract.h"
#include "common/sql/postgres_numeric.h"
#include "common/status/macros.h"
#include "common/testing/private_postgres.h"

namespace palier::sql {
namespace {

using testing::PrivatePostgres;

absl::Status OnSharedServer(OpenOptions& options) {
  static int schemas = 0;
  ASSIGN_OR_RETURN(PrivatePostgres * server, PrivatePostgres::Shared());
  options.url = server->url();
  options.schema = absl::StrCat("Test \"", ++schemas);
  return absl::OkStatus();
}

INSTANTIATE_TEST_SUITE_P(Postgres, DatabaseContract,
                         ::testing::Values(Store{"Server", PrivatePostgres::WhyNot,
                                                 OnSharedServer}),
                         [](const auto& info) { return info.param.name; });

absl::Time Soon() {
  return absl::Now() + absl::Seconds(30);
}

absl::Status Execute(Database& database, const std::string& statement, absl::Time deadline) {
  return database.Write(deadline, [&](Transaction& transaction) {
    return transaction.Execute(statement, {}).status();
  });
}

class PostgresTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const auto reason = PrivatePostgres::WhyNot()) GTEST_SKIP() << *reason;
    auto server = PrivatePostgres::Start({});
    ASSERT_EQ(server.status(), absl::OkStatus());
    server_ = *std::move(server);
    auto database = Open({.url = server_->url(), .connections = 4});
    ASSERT_EQ(database.status(), absl::OkStatus());
    database_ = *std::move(database);
    ASSERT_EQ(Execute(*database_, "CREATE TABLE t (n BIGINT)", Soon()), absl::OkStatus());
  }

  std::unique_ptr<PrivatePostgres> server_;
  std::unique_ptr<Database> database_;
};

TEST_F(PostgresTest, ReplacesTerminatedConnections) {
  ASSERT_EQ(Execute(*database_,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
                    Soon()),
            absl::OkStatus());
  const absl::Status own =
      Execute(*database_, "SELECT pg_terminate_backend(pg_backend_pid())", Soon());
  EXPECT_EQ(own.code(), absl::StatusCode::kUnavailable) << own;
  EXPECT_EQ(status::ReasonOf(own), error::v1::STORE_UNAVAILABLE);
  EXPECT_NE(status::DetailOf(own).fr(), "");
  EXPECT_EQ(Execute(*database_, "INSERT INTO t VALUES (1)", Soon()), absl::OkStatus());
}

TEST_F(PostgresTest, RecoversFromARestart) {
  server_->Stop();
  EXPECT_EQ(database_->Ping(Soon()).code(), absl::StatusCode::kUnavailable);
  const OpenOptions once{.url = server_->url(), .start_patience = absl::ZeroDuration()};
  EXPECT_EQ(Open(once).status().code(), absl::StatusCode::kUnavailable);
  ASSERT_EQ(server_->Restart(), absl::OkStatus());
  EXPECT_EQ(Execute(*database_, "INSERT INTO t VALUES (1)", Soon()), absl::OkStatus());
}

TEST_F(PostgresTest, OpenWaitsForAServerThatIsNotThereYet) {
  server_->Stop();
  std::latch refused(1);
  std::atomic<int> retries{0};
  absl::Status opened;
  std::thread opener([&] {
    OpenOptions options{.url = server_->url()};
    options.on_retry = [&](const absl::Status& why) {
      EXPECT_EQ(status::ReasonOf(why), error::v1::STORE_UNAVAILABLE) << why;
      if (++retries == 1) refused.count_down();
    };
    opened = Open(options).status();
  });
  refused.wait();
  EXPECT_EQ(server_->Restart(), absl::OkStatus());
  opener.join();
  EXPECT_EQ(opened, absl::OkStatus()) << "after " << retries << " retries";
}

TEST_F(PostgresTest, OpenWaitsForAServerThatHangs) {
  server_->Pause();
  OpenOptions options{.url = server_->url(), .connect_timeout = absl::Milliseconds(50)};
  options.on_retry = [&](const absl::Status&) { server_->Resume(); };
  EXPECT_EQ(Open(options).status(), absl::OkStatus());
}

TEST_F(PostgresTest, DoesNotWaitForAServerThatHangs) {
  server_->Pause();
  for (int i = 0; i < 3; ++i) {
    const absl::Time start = absl::Now();
    const absl::Status status = Execute(*database_, "SELECT 1", start + absl::Milliseconds(100));
    EXPECT_TRUE(absl::IsDeadlineExceeded(status) || absl::IsUnavailable(status)) << status;
    EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  }
  server_->Resume();
  EXPECT_EQ(database_->Ping(Soon()), absl::OkStatus());
}

// Two transactions that each read what the other writes: one must run again, and sees the other's
// row then.
TEST_F(PostgresTest, RunsAgainAfterASerializationFailure) {
  std::latch both_read(2);
  std::atomic<int> runs{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      bool first = true;
      EXPECT_EQ(database_->Write(
                    Soon(),
                    [&](Transaction& transaction) {
                      ++runs;
                      int64_t count = 0;
                      RETURN_IF_ERROR(
                          transaction.Query("SELECT count(*) FROM t", {}, [&](const Row& row) {
                            count = row.int64(0);
                            return absl::OkStatus();
                          }));
                      if (std::exchange(first, false)) both_read.arrive_and_wait();
                      return transaction.Execute("INSERT INTO t VALUES ($1)", {count}).status();
                    }),
                absl::OkStatus());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GE(runs, 3);
  int64_t sum = -1;
  EXPECT_EQ(database_->Read(Soon(),
                            [&](Transaction& transaction) {
                              return transaction.Query("SELECT sum(n) FROM t", {},
                                                       [&](const Row& row) {
                                                         sum = row.int64(0);
                                                         return absl::OkStatus();
                                                       });
                            }),
            absl::OkStatus());
  EXPECT_EQ(sum, 1);
}

TEST_F(PostgresTest, RefusesABulkValueOfTheWrongKind) {
  const std::vector<std::vector<Value>> rows = {{int64_t{1}}, {std::string("two")}};
  const std::vector<absl::string_view> columns = {"n"};
  for (const char* table : {"t", "nothing"}) {
    EXPECT_EQ(database_
                  ->Write(Soon(),
                          [&](Transaction& transaction) {
                            return transaction.BulkInsert(table, columns, rows);
                          })
                  .code(),
              absl::StatusCode::kInternal);
  }
  EXPECT_EQ(Execute(*database_, "INSERT INTO t VALUES (1)", Soon()), absl::OkStatus());
}

TEST_F(PostgresTest, RefusesTextWithAZeroByte) {
  EXPECT_EQ(database_
                ->Read(Soon(),
                       [](Transaction& transaction) {
                         return transaction.Query("SELECT $1", {std::string("a\0b", 3)},
                                                  [](const Row&) { return absl::OkStatus(); });
                       })
                .code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(PostgresTest, GivesUpContentionAfterSomeTries) {
  int runs = 0;
  const absl::Status status = database_->Write(Soon(), [&](Transaction& transaction) {
    ++runs;
    // Swallowed on purpose: what the store said counts.
    transaction.Execute("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$", {}).IgnoreError();
    return absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(status::ReasonOf(status), error::v1::CONTENTION);
  EXPECT_EQ(runs, 9);
}

TEST(PostgresNumericTest, ReadsDecimals) {
  const struct {
    std::string binary;
    const char* text;
  } cases[] = {
      {std::string("\0\0\0\0\0\0\0\0", 8), "0"},
      {std::string("\0\1\0\0\0\0\0\0\0\x2a", 10), "42"},
      {std::string("\0\2\0\1\x40\0\0\0\0\1\0\2", 12), "-10002"},
      {std::string("\0\1\0\1\0\0\0\0\0\3", 10), "30000"},
      {std::string("\0\2\0\0\0\0\0\2\0\1\x13\x88", 12), "1.50"},
      {std::string("\0\1\xff\xff\0\0\0\4\0\7", 10), "0.0007"},
      {std::string("\0\0\0\0\xc0\0\0\0", 8), "NaN"},
      {std::string("\0\5\0\0\0\0\0\0", 8), ""},
      {"short", ""},
  };
  for (const auto& [binary, text] : cases) EXPECT_EQ(NumericText(binary), text);
}

}  // namespace
}  // namespace palier::sql
