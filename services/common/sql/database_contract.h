// SPDX-License-Identifier: Apache-2.0
// What every Database must do. A store's test instantiates DatabaseContract with how to open it.
#ifndef PALIER_COMMON_SQL_DATABASE_CONTRACT_H_
#define PALIER_COMMON_SQL_DATABASE_CONTRACT_H_

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/sql/database.h"
#include "common/status/error.h"

namespace palier::sql {

struct Store {
  std::string name;
  // Why it cannot be tested here.
  std::function<std::optional<std::string>()> why_not;
  // Sets url and schema to an empty store.
  std::function<absl::Status(OpenOptions&)> locate;
};

inline void PrintTo(const Store& store, std::ostream* out) {
  *out << store.name;
}

class DatabaseContract : public ::testing::TestWithParam<Store> {
 protected:
  void SetUp() override {
    if (const auto reason = GetParam().why_not()) GTEST_SKIP() << *reason;
    ASSERT_EQ(GetParam().locate(options_), absl::OkStatus());
    auto opened = Open(options_);
    ASSERT_EQ(opened.status(), absl::OkStatus());
    database_ = *std::move(opened);
    ASSERT_EQ(Run("CREATE TABLE item (id BIGINT PRIMARY KEY, label TEXT COLLATE \"C\", size DOUBLE "
                  "PRECISION, content {BLOB})"),
              absl::OkStatus());
  }

  static absl::Time Soon() { return absl::Now() + absl::Seconds(30); }

  // Runs one statement in a transaction of its own. COLLATE "C" and {BLOB} are written for
  // PostgreSQL.
  absl::Status Run(std::string statement, std::vector<Value> parameters = {}) {
    const bool postgres = database_->dialect() == "postgres";
    Replace(statement, "{BLOB}", postgres ? "BYTEA" : "BLOB");
    if (!postgres) Replace(statement, " COLLATE \"C\"", "");
    return database_->Write(Soon(), [&](Transaction& transaction) {
      return transaction.Execute(statement, parameters).status();
    });
  }

  absl::StatusOr<int64_t> Number(const std::string& query) {
    int64_t number = 0;
    const absl::Status status = database_->Read(Soon(), [&](Transaction& transaction) {
      return transaction.Query(query, {}, [&](const Row& row) {
        number = row.int64(0);
        return absl::OkStatus();
      });
    });
    if (!status.ok()) return status;
    return number;
  }

  static void Replace(std::string& text, const std::string& from, const std::string& to) {
    if (const size_t at = text.find(from); at != std::string::npos)
      text.replace(at, from.size(), to);
  }

  OpenOptions options_;
  std::unique_ptr<Database> database_;
};

constexpr char kInsertId[] = "INSERT INTO item (id) VALUES ($1)";
// Runs for minutes unless it is stopped.
constexpr char kEndless[] =
    "WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 2000000000) "
    "SELECT count(*) FROM step";

TEST_P(DatabaseContract, KeepsEveryKindOfValue) {
  const std::string bytes("\0\xff\0z", 4);
  ASSERT_EQ(Run("INSERT INTO item (id, label, size, content) VALUES ($1, $2, $3, $4)",
                {int64_t{-1} << 62, std::string("été"), 0.1, Blob{bytes}}),
            absl::OkStatus());
  ASSERT_EQ(Run("INSERT INTO item (id, label, size, content) VALUES ($1, $2, $3, $4)",
                {int64_t{7}, std::monostate(), std::monostate(), std::monostate()}),
            absl::OkStatus());
  ASSERT_EQ(Run("INSERT INTO item (id, label, size, content) VALUES ($1, $2, $3, $4)",
                {int64_t{8}, std::string(), -0.5, Blob{}}),
            absl::OkStatus());
  int rows = 0;
  const auto check = [&](const Row& row) {
    EXPECT_EQ(row.size(), 4);
    const int64_t id = row.int64(0);
    ++rows;
    for (int i = 1; i < 4; ++i) EXPECT_EQ(row.is_null(i), id == 7) << id << " " << i;
    EXPECT_EQ(row.text(1), id < 0 ? "été" : "");
    EXPECT_EQ(row.real(2), id < 0 ? 0.1 : id == 8 ? -0.5 : 0.0);
    EXPECT_EQ(row.blob(3), absl::string_view(id < 0 ? bytes : ""));
    EXPECT_EQ(row.text(0), absl::StrCat(id));
    return absl::OkStatus();
  };
  EXPECT_EQ(database_->Read(Soon(),
                            [&](Transaction& transaction) {
                              return transaction.Query("SELECT id, label, size, content FROM item",
                                                       {}, check);
                            }),
            absl::OkStatus());
  EXPECT_EQ(rows, 3);
}

TEST_P(DatabaseContract, BindsParametersByNumber) {
  ASSERT_EQ(
      Run("INSERT INTO item (id, label) VALUES ($2, '$1' || $1)", {std::string("one"), int64_t{2}}),
      absl::OkStatus());
  const auto count = Number("SELECT count(*) FROM item WHERE id = 2 AND label = '$1one' -- $9");
  EXPECT_EQ(count.value_or(-1), 1);
}

TEST_P(DatabaseContract, CountsChangedRows) {
  for (int64_t id = 1; id <= 3; ++id) ASSERT_EQ(Run(kInsertId, {id}), absl::OkStatus());
  EXPECT_EQ(
      database_->Write(
          Soon(),
          [](Transaction& transaction) {
            EXPECT_EQ(transaction.Execute("UPDATE item SET size = 1 WHERE id > $1", {int64_t{1}})
                          .value_or(-1),
                      2);
            EXPECT_EQ(transaction.Execute("DELETE FROM item WHERE id > 9", {}).value_or(-1), 0);
            EXPECT_EQ(transaction.Execute("CREATE TABLE other (id BIGINT)", {}).value_or(-1), 0);
            return absl::OkStatus();
          }),
      absl::OkStatus());
}

TEST_P(DatabaseContract, AddsUp) {
  for (int64_t id = 1; id <= 4; ++id)
    ASSERT_EQ(Run(kInsertId, {id * 1000000007}), absl::OkStatus());
  EXPECT_EQ(Number("SELECT sum(id) FROM item").value_or(-1), 10000000070);
  EXPECT_EQ(Number("SELECT -sum(id) FROM item").value_or(-1), -10000000070);
  EXPECT_EQ(Number("SELECT sum(id) FROM item WHERE id < 0").value_or(-1), 0);
  EXPECT_EQ(Number("SELECT count(*) > 3 FROM item").value_or(-1), 1);
}

TEST_P(DatabaseContract, ComparesTextByBytes) {
  const char* labels[] = {"b", "B", "é", "a", "_"};
  int64_t id = 0;
  for (const char* label : labels) {
    ASSERT_EQ(Run("INSERT INTO item (id, label) VALUES ($1, $2)", {++id, std::string(label)}),
              absl::OkStatus());
  }
  std::string order;
  EXPECT_EQ(database_->Read(Soon(),
                            [&](Transaction& transaction) {
                              return transaction.Query("SELECT label FROM item ORDER BY label", {},
                                                       [&](const Row& row) {
                                                         absl::StrAppend(&order, row.text(0));
                                                         return absl::OkStatus();
                                                       });
                            }),
            absl::OkStatus());
  EXPECT_EQ(order, "B_abé");
}

TEST_P(DatabaseContract, TellsErrorsApart) {
  ASSERT_EQ(Run("CREATE TABLE part (id BIGINT PRIMARY KEY REFERENCES item(id), n BIGINT NOT NULL "
                "CHECK (n > 0), u TEXT UNIQUE)"),
            absl::OkStatus());
  ASSERT_EQ(Run(kInsertId, {int64_t{1}}), absl::OkStatus());
  const struct {
    const char* statement;
    absl::StatusCode code;
  } cases[] = {
      {"INSERT INTO item (id) VALUES (1)", absl::StatusCode::kAlreadyExists},
      {"INSERT INTO part VALUES (5, 1, 'x')", absl::StatusCode::kFailedPrecondition},
      {"INSERT INTO part VALUES (1, NULL, 'x')", absl::StatusCode::kFailedPrecondition},
      {"INSERT INTO part VALUES (1, -1, 'x')", absl::StatusCode::kFailedPrecondition},
      {"INSERT INTO nothing VALUES (1)", absl::StatusCode::kInternal},
      {"NONSENSE", absl::StatusCode::kInternal},
      {"INSERT INTO part VALUES (1, 1, 'x')", absl::StatusCode::kOk},
  };
  for (const auto& [statement, code] : cases) EXPECT_EQ(Run(statement).code(), code) << statement;
}

TEST_P(DatabaseContract, RollsBackAnError) {
  const absl::Status mine = absl::UnauthenticatedError("mine");
  EXPECT_EQ(database_->Write(Soon(),
                             [&](Transaction& transaction) {
                               EXPECT_TRUE(transaction.Execute(kInsertId, {int64_t{1}}).ok());
                               return mine;
                             }),
            mine);
  EXPECT_EQ(Number("SELECT count(*) FROM item").value_or(-1), 0);
}

TEST_P(DatabaseContract, DoesNotCommitAfterAFailedStatement) {
  ASSERT_EQ(Run(kInsertId, {int64_t{1}}), absl::OkStatus());
  EXPECT_EQ(database_
                ->Write(Soon(),
                        [&](Transaction& transaction) {
                          EXPECT_TRUE(transaction.Execute(kInsertId, {int64_t{2}}).ok());
                          EXPECT_FALSE(transaction.Execute(kInsertId, {int64_t{1}}).ok());
                          EXPECT_FALSE(transaction.Execute(kInsertId, {int64_t{3}}).ok());
                          return absl::OkStatus();
                        })
                .code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Number("SELECT count(*) FROM item").value_or(-1), 1);
}

TEST_P(DatabaseContract, EndsAQueryAtTheCallbacksError) {
  for (int64_t id = 1; id <= 5; ++id) ASSERT_EQ(Run(kInsertId, {id}), absl::OkStatus());
  const absl::Status enough = absl::CancelledError("enough");
  int rows = 0;
  EXPECT_EQ(database_->Write(Soon(),
                             [&](Transaction& transaction) {
                               rows = 0;
                               EXPECT_EQ(transaction.Query("SELECT id FROM item", {},
                                                           [&](const Row&) {
                                                             return ++rows == 2 ? enough
                                                                                : absl::OkStatus();
                                                           }),
                                         enough);
                               return transaction.Execute(kInsertId, {int64_t{6}}).status();
                             }),
            absl::OkStatus());
  EXPECT_EQ(rows, 2);
  EXPECT_EQ(Number("SELECT count(*) FROM item").value_or(-1), 6);
}

TEST_P(DatabaseContract, RefusesWritesInARead) {
  EXPECT_EQ(database_
                ->Read(Soon(),
                       [](Transaction& transaction) {
                         return transaction.Execute(kInsertId, {int64_t{1}}).status();
                       })
                .code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ(Number("SELECT count(*) FROM item").value_or(-1), 0);
}

TEST_P(DatabaseContract, ConcurrentWritersFailEachForItself) {
  constexpr int kThreads = 64, kEach = 5;
  ASSERT_EQ(Run(kInsertId, {int64_t{0}}), absl::OkStatus());
  ASSERT_EQ(Run("UPDATE item SET size = 0"), absl::OkStatus());
  std::atomic<int> written{0}, refused{0}, contended{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kEach; ++i) {
        const absl::Status status = database_->Write(Soon(), [&](Transaction& transaction) {
          const auto changed = transaction.Execute("UPDATE item SET size = size + 1", {});
          // Every fourth one fails after its write.
          if (!changed.ok() || thread % 4 != 0) return changed.status();
          return absl::DataLossError("mine");
        });
        written += status.ok();
        refused += absl::IsDataLoss(status);
        contended += status::ReasonOf(status) == error::v1::CONTENTION;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Number("SELECT size FROM item").value_or(-1), written);
  EXPECT_EQ(written + refused + contended, kThreads * kEach);
  EXPECT_GT(written, kThreads);
  EXPECT_GT(refused, 0);
  if (database_->dialect() == "sqlite") {
    EXPECT_EQ(contended, 0);
  }
}

TEST_P(DatabaseContract, CompletesAsynchronousWrites) {
  constexpr int kWrites = 200;
  absl::BlockingCounter done(kWrites);
  std::atomic<int> ok{0}, duplicates{0};
  for (int64_t i = 0; i < kWrites; ++i) {
    database_->WriteAsync(
        Soon(),
        [i](Transaction& transaction) { return transaction.Execute(kInsertId, {i / 2}).status(); },
        [&](absl::Status status) {
          ok += status.ok();
          duplicates += absl::IsAlreadyExists(status);
          done.DecrementCount();
        });
  }
  done.Wait();
  EXPECT_EQ(ok, kWrites / 2);
  EXPECT_EQ(duplicates, kWrites / 2);
  EXPECT_EQ(Number("SELECT count(*) FROM item").value_or(-1), kWrites / 2);
}

// SQLite finds the violation at the shared commit only, and must find out whose it is.
TEST_P(DatabaseContract, AFailedCommitSparesTheOthers) {
  ASSERT_EQ(Run("CREATE TABLE child (id BIGINT PRIMARY KEY, parent BIGINT REFERENCES item(id) "
                "DEFERRABLE INITIALLY DEFERRED)"),
            absl::OkStatus());
  ASSERT_EQ(Run(kInsertId, {int64_t{1}}), absl::OkStatus());
  constexpr int kWrites = 9;
  std::vector<absl::Status> results(kWrites + 1);
  absl::Notification queued;
  absl::BlockingCounter done(kWrites + 1);
  const auto write = [&](int64_t id, TransactionFn fn) {
    database_->WriteAsync(Soon(), std::move(fn), [&results, &done, id](absl::Status status) {
      results[id] = status;
      done.DecrementCount();
    });
  };
  write(0, [&](Transaction&) {
    queued.WaitForNotification();
    return absl::OkStatus();
  });
  for (int64_t id = 1; id <= kWrites; ++id) {
    write(id, [id](Transaction& transaction) {
      const int64_t parent = id == 5 ? 404 : 1;
      return transaction.Execute("INSERT INTO child VALUES ($1, $2)", {id, parent}).status();
    });
  }
  queued.Notify();
  done.Wait();
  for (int id = 0; id <= kWrites; ++id) {
    EXPECT_EQ(results[id].code(),
              id == 5 ? absl::StatusCode::kFailedPrecondition : absl::StatusCode::kOk)
        << id << " " << results[id];
  }
  EXPECT_EQ(Number("SELECT count(*) FROM child").value_or(-1), kWrites - 1);
}

TEST_P(DatabaseContract, TakesWritesFromACompletion) {
  absl::Notification done;
  absl::Status inner = absl::UnknownError("not run");
  const auto insert = [](int64_t id) {
    return [id](Transaction& transaction) { return transaction.Execute(kInsertId, {id}).status(); };
  };
  database_->WriteAsync(Soon(), insert(1), [&](absl::Status) {
    inner = database_->Write(Soon(), insert(2));
    database_->WriteAsync(Soon(), insert(3), [&](absl::Status) { done.Notify(); });
  });
  ASSERT_TRUE(done.WaitForNotificationWithTimeout(absl::Seconds(30)));
  EXPECT_EQ(inner, absl::OkStatus());
  EXPECT_EQ(Number("SELECT count(*) FROM item").value_or(-1), 3);
}

TEST_P(DatabaseContract, FinishesWhatIsQueuedAtTheEnd) {
  std::atomic<int> ok{0};
  for (int64_t i = 0; i < 100; ++i) {
    database_->WriteAsync(
        Soon(),
        [i](Transaction& transaction) { return transaction.Execute(kInsertId, {i}).status(); },
        [&](absl::Status status) { ok += status.ok(); });
  }
  database_.reset();
  EXPECT_EQ(ok, 100);
}

TEST_P(DatabaseContract, StopsAtTheDeadline) {
  const auto endless = [](Transaction& transaction) {
    return transaction.Query(kEndless, {}, [](const Row&) { return absl::OkStatus(); });
  };
  for (const bool write : {false, true}) {
    const absl::Time start = absl::Now();
    const absl::Time deadline = start + absl::Milliseconds(200);
    const absl::Status status =
        write ? database_->Write(deadline, endless) : database_->Read(deadline, endless);
    EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded) << status;
    EXPECT_EQ(status::ReasonOf(status), error::v1::DEADLINE_EXCEEDED);
    EXPECT_GE(absl::Now(), deadline - absl::Milliseconds(5));
    EXPECT_LT(absl::Now() - start, absl::Seconds(20));
  }
  EXPECT_EQ(Run(kInsertId, {int64_t{1}}), absl::OkStatus());
}

TEST_P(DatabaseContract, RunsNothingAfterTheDeadline) {
  bool ran = false;
  const auto fn = [&](Transaction&) {
    ran = true;
    return absl::OkStatus();
  };
  const absl::Time past = absl::Now() - absl::Seconds(1);
  EXPECT_TRUE(absl::IsDeadlineExceeded(database_->Write(past, fn)));
  EXPECT_TRUE(absl::IsDeadlineExceeded(database_->Read(past, fn)));
  EXPECT_FALSE(ran);
}

TEST_P(DatabaseContract, WaitsForAConnectionUntilTheDeadline) {
  absl::Notification release;
  absl::BlockingCounter held(options_.connections);
  std::vector<std::thread> readers;
  for (int i = 0; i < options_.connections; ++i) {
    readers.emplace_back([&] {
      EXPECT_EQ(database_->Read(Soon(),
                                [&](Transaction&) {
                                  held.DecrementCount();
                                  release.WaitForNotification();
                                  return absl::OkStatus();
                                }),
                absl::OkStatus());
    });
  }
  held.Wait();
  EXPECT_TRUE(absl::IsDeadlineExceeded(database_->Ping(absl::Now() + absl::Milliseconds(50))));
  release.Notify();
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(database_->Ping(Soon()), absl::OkStatus());
}

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

#endif  // PALIER_COMMON_SQL_DATABASE_CONTRACT_H_
