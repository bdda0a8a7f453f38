// SPDX-License-Identifier: Apache-2.0
// Contract of sql::Database: several writers, completions and deadlines.
#ifndef PALIER_COMMON_SQL_DATABASE_CONTRACT_WRITERS_H_
#define PALIER_COMMON_SQL_DATABASE_CONTRACT_WRITERS_H_

#include <atomic>
#include <thread>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "common/sql/database_contract_fixture.h"
#include "common/status/error.h"

namespace palier::sql {

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

// Its refusal came from what never was.
TEST_P(DatabaseContract, WhoWasRefusedBecauseOfAnUndoneWriteRunsAgain) {
  ASSERT_EQ(Run("CREATE TABLE child (id BIGINT PRIMARY KEY, parent BIGINT REFERENCES item(id) "
                "DEFERRABLE INITIALLY DEFERRED)"),
            absl::OkStatus());
  ASSERT_EQ(Run(kInsertId, {int64_t{1}}), absl::OkStatus());
  absl::Notification queued;
  absl::BlockingCounter done(3);
  absl::Status orphan, refused;
  database_->WriteAsync(
      Soon(),
      [&](Transaction&) {
        queued.WaitForNotification();
        return absl::OkStatus();
      },
      [&](absl::Status) { done.DecrementCount(); });
  const auto insert = [&](int64_t parent, absl::Status& result) {
    database_->WriteAsync(
        Soon(),
        [parent](Transaction& transaction) {
          return transaction.Execute("INSERT INTO child VALUES (7, $1)", {parent}).status();
        },
        [&](absl::Status status) {
          result = status;
          done.DecrementCount();
        });
  };
  insert(404, orphan);
  insert(1, refused);
  queued.Notify();
  done.Wait();
  EXPECT_FALSE(orphan.ok());
  EXPECT_EQ(refused, absl::OkStatus());
  EXPECT_EQ(Number("SELECT parent FROM child WHERE id = 7").value_or(-1), 1);
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

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_DATABASE_CONTRACT_WRITERS_H_
