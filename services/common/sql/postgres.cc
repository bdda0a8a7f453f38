// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/sql/errors.h"
#include "common/sql/postgres_pool.h"
#include "common/sql/postgres_transaction.h"
#include "common/sql/strict_transaction.h"
#include "common/sql/work_queue.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::sql {
namespace {

constexpr int kRetries = 8;
constexpr absl::Duration kFirstPause = absl::Milliseconds(1);
// Between two tries to reach a server at the start.
constexpr absl::Duration kFirstStartPause = absl::Milliseconds(100);
constexpr absl::Duration kLongestStartPause = absl::Seconds(2);
// Time for the server's answer to come back after the deadline.
constexpr absl::Duration kGrace = absl::Milliseconds(150);

class PostgresDatabase : public Database {
 public:
  explicit PostgresDatabase(const OpenOptions& options)
      : statement_timeout_(options.statement_timeout),
        pool_(options),
        work_(std::max(1, options.connections / 2)) {}

  absl::Status Read(absl::Time deadline, const TransactionFn& fn) override {
    return WithRetries("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", deadline, fn);
  }
  absl::Status Write(absl::Time deadline, const TransactionFn& fn) override {
    return WithRetries("BEGIN ISOLATION LEVEL SERIALIZABLE", deadline, fn);
  }
  void WriteAsync(absl::Time deadline, TransactionFn fn,
                  std::function<void(absl::Status)> done) override;
  absl::Status Ping(absl::Time deadline) override;
  absl::string_view dialect() const override { return "postgres"; }

 private:
  struct Attempt {
    absl::Status status;
    bool contended = false;
  };

  absl::Status WithRetries(absl::string_view begin, absl::Time deadline, const TransactionFn& fn);
  Attempt Once(absl::string_view begin, absl::Time deadline, const TransactionFn& fn);
  absl::StatusOr<std::unique_ptr<PostgresConnection>> Begin(absl::string_view begin,
                                                            absl::Time deadline);

  const absl::Duration statement_timeout_;
  PostgresPool pool_;
  WorkQueue work_;  // ends first: it uses the pool
};

void PostgresDatabase::WriteAsync(absl::Time deadline, TransactionFn fn,
                                  std::function<void(absl::Status)> done) {
  const bool added =
      work_.Add([this, deadline, fn = std::move(fn), done] { done(Write(deadline, fn)); });
  if (!added) done(Overloaded());
}

absl::Status PostgresDatabase::WithRetries(absl::string_view begin, absl::Time deadline,
                                           const TransactionFn& fn) {
  absl::Duration pause = kFirstPause;
  for (int attempt = 0; attempt <= kRetries; ++attempt, pause *= 2) {
    if (absl::Now() >= deadline) return DeadlineExceeded();
    const Attempt result = Once(begin, deadline, fn);
    if (!result.contended) return result.status;
    absl::InsecureBitGen random;  // here, as making one costs more than a transaction's bookkeeping
    absl::SleepFor(std::min(absl::Uniform(random, 0.0, 1.0) * pause, deadline - absl::Now()));
  }
  return Contention();
}

// Begins a transaction whose statements the server itself ends at the deadline.
absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresDatabase::Begin(absl::string_view begin,
                                                                            absl::Time deadline) {
  absl::Status status;
  // The second try is for connections that broke while they were idle: nothing has run yet.
  for (int attempt = 0; attempt < 2; ++attempt) {
    ASSIGN_OR_RETURN(auto connection, pool_.Borrow(deadline));
    const Deadline limit = Deadline(deadline).Within(statement_timeout_);
    const int64_t millis = std::max<int64_t>(1, absl::ToInt64Milliseconds(limit.left()));
    status = connection->Run(absl::StrCat(begin, "; SET LOCAL statement_timeout = ", millis),
                             limit.After(kGrace));
    if (status.ok()) return connection;
    const bool broken = connection->broken();
    pool_.GiveBack(std::move(connection));
    if (!broken) return status;
    pool_.DropIdle();
    if (absl::IsDeadlineExceeded(status)) return status;
  }
  return status;
}

PostgresDatabase::Attempt PostgresDatabase::Once(absl::string_view begin, absl::Time deadline,
                                                 const TransactionFn& fn) {
  auto begun = Begin(begin, deadline);
  if (!begun.ok()) return {begun.status()};
  std::unique_ptr<PostgresConnection> connection = *std::move(begun);
  const absl::Cleanup give_back = [&] { pool_.GiveBack(std::move(connection)); };
  const Deadline limit(deadline);
  PostgresTransaction statements(*connection, limit, statement_timeout_);
  const absl::Status status = StrictTransaction(statements, limit).Run(fn);
  const Deadline end = limit.Within(statement_timeout_).After(kGrace);
  if (!status.ok()) {
    if (!connection->broken()) connection->Run("ROLLBACK", end).IgnoreError();
    return {status, statements.contended()};
  }
  const absl::Status committed = connection->Run("COMMIT", end);
  return {committed, status::ReasonOf(committed) == error::v1::CONTENTION};
}

absl::Status PostgresDatabase::Ping(absl::Time deadline) {
  return Read(deadline, [](Transaction& transaction) {
    return transaction.Query("SELECT 1", {}, [](const Row&) { return absl::OkStatus(); });
  });
}

bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

void TellRetry(const OpenOptions& options, const absl::Status& why) {
  if (options.on_retry) return options.on_retry(why);
  std::fprintf(stderr, "%s Trying again.\n", std::string(why.message()).c_str());
}

absl::Status AwaitServer(Database& database, const OpenOptions& options) {
  const Deadline patience(options.start_patience);
  for (absl::Duration pause = kFirstStartPause;; pause = std::min(2 * pause, kLongestStartPause)) {
    absl::Status status = database.Ping(absl::Now() + 2 * options.connect_timeout);
    if (!MayPass(status) || patience.left() < pause) return status;
    TellRetry(options, status);
    absl::SleepFor(pause);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> OpenPostgres(const OpenOptions& options) {
  auto database = std::make_unique<PostgresDatabase>(options);
  RETURN_IF_ERROR(AwaitServer(*database, options));
  return database;
}

}  // namespace palier::sql
