// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_connection.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/sql/errors.h"
#include "common/sql/postgres_error.h"
#include "common/sql/statement_text.h"
#include "common/status/macros.h"

namespace palier::sql {
namespace {

constexpr size_t kMaxPrepared = 512;
constexpr int kSchemaAttempts = 5;

absl::Status IgnoreRow(const Row&) {
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(
    const std::string& url, const std::string& schema, Deadline deadline) {
  std::unique_ptr<PostgresConnection> connection(
      new PostgresConnection(PQconnectStart(url.c_str())));
  absl::Status status = connection->Connect(deadline);
  if (status.ok()) status = connection->Configure(schema, deadline);
  if (absl::IsDeadlineExceeded(status)) return StoreUnavailable("no answer in time");
  if (!status.ok()) return status;
  return connection;
}

absl::Status PostgresConnection::Connect(Deadline deadline) {
  if (handle_ == nullptr || PQstatus(handle_.get()) == CONNECTION_BAD) return Lost();
  // As if PQconnectPoll had just asked to write (PostgreSQL manual, 34.1).
  for (PostgresPollingStatusType state = PGRES_POLLING_WRITING; state != PGRES_POLLING_OK;
       state = PQconnectPoll(handle_.get())) {
    if (state == PGRES_POLLING_FAILED) return Lost();
    RETURN_IF_ERROR(Wait(state == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline));
  }
  return PQsetnonblocking(handle_.get(), 1) == 0 ? absl::OkStatus() : Lost();
}

absl::Status PostgresConnection::Configure(const std::string& schema, Deadline deadline) {
  PQsetNoticeReceiver(
      handle_.get(), [](void*, const PGresult*) {}, nullptr);
  // So that a query whose caller is gone ends: PostgreSQL 14 and later can tell.
  if (PQserverVersion(handle_.get()) >= 140000) {
    RETURN_IF_ERROR(Run("SET client_connection_check_interval = '1s'", deadline));
  }
  if (schema.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(EnsureSchema(schema, deadline));
  return Run(absl::StrCat("SET search_path TO ", QuotedIdentifier(schema)), deadline);
}

absl::Status PostgresConnection::EnsureSchema(const std::string& schema, Deadline deadline) {
  // Asked first, as CREATE needs a right that the user of a finished schema need not have.
  bool exists = false;
  const auto found = [&exists](const Row&) {
    exists = true;
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(
      Query("SELECT 1 FROM pg_namespace WHERE nspname = $1", {schema}, found, deadline).status());
  if (exists) return absl::OkStatus();
  absl::Status made;
  for (int attempt = 0; attempt < kSchemaAttempts; ++attempt) {
    // Two that make it at once can both try, in spite of IF NOT EXISTS.
    made = Run(absl::StrCat("CREATE SCHEMA IF NOT EXISTS ", QuotedIdentifier(schema)), deadline);
    if (!absl::IsAlreadyExists(made)) break;
  }
  return made;
}

absl::Status PostgresConnection::Lost() {
  broken_ = true;
  return StoreUnavailable(handle_ == nullptr
                              ? "out of memory"
                              : absl::StripAsciiWhitespace(PQerrorMessage(handle_.get())));
}

absl::Status PostgresConnection::Wait(short events, Deadline deadline) {
  pollfd socket{.fd = PQsocket(handle_.get()), .events = events};
  while (true) {
    const int64_t millis =
        absl::ToInt64Milliseconds(absl::Ceil(deadline.left(), absl::Milliseconds(1)));
    const int ready = poll(&socket, 1, static_cast<int>(std::min<int64_t>(millis, 1 << 30)));
    if (ready > 0) return absl::OkStatus();
    if (ready < 0 && errno != EINTR) return Lost();
    if (ready == 0 && deadline.passed()) {
      broken_ = true;
      return DeadlineExceeded();
    }
  }
}

absl::Status PostgresConnection::Flush(Deadline deadline) {
  while (true) {
    const int left = PQflush(handle_.get());
    if (left == 0) return absl::OkStatus();
    if (left < 0) return Lost();
    RETURN_IF_ERROR(Wait(POLLIN | POLLOUT, deadline));
    // The server may wait for us to read before it reads more.
    if (PQconsumeInput(handle_.get()) == 0) return Lost();
  }
}

absl::StatusOr<ResultPtr> PostgresConnection::NextResult(Deadline deadline) {
  while (PQisBusy(handle_.get()) != 0) {
    RETURN_IF_ERROR(Wait(POLLIN, deadline));
    if (PQconsumeInput(handle_.get()) == 0) return Lost();
  }
  return ResultPtr(PQgetResult(handle_.get()));
}

// Reads everything that a command answers, so that the next one can be sent.
absl::StatusOr<int64_t> PostgresConnection::Collect(const RowFn& row, Deadline deadline) {
  int64_t changed = 0;
  absl::Status status;
  while (true) {
    ASSIGN_OR_RETURN(const ResultPtr result, NextResult(deadline));
    if (result == nullptr) break;
    switch (PQresultStatus(result.get())) {
      case PGRES_SINGLE_TUPLE:
        if (status.ok()) status = row(PostgresRow(result.get()));
        break;
      case PGRES_COMMAND_OK:
        if (!absl::SimpleAtoi(PQcmdTuples(result.get()), &changed)) changed = 0;
        break;
      case PGRES_TUPLES_OK:
        break;
      case PGRES_COPY_IN:
        return 0;
      default:
        status = PostgresError(result.get());
    }
  }
  if (!status.ok()) return status;
  return changed;
}

absl::Status PostgresConnection::Sent(int ok, Deadline deadline) {
  return ok != 0 ? Flush(deadline) : Lost();
}

absl::Status PostgresConnection::Run(const std::string& statements, Deadline deadline) {
  RETURN_IF_ERROR(Sent(PQsendQuery(handle_.get(), statements.c_str()), deadline));
  return Collect(&IgnoreRow, deadline).status();
}

absl::StatusOr<std::string> PostgresConnection::Prepared(absl::string_view statement,
                                                         const PostgresParameters& parameters,
                                                         Deadline deadline) {
  // A value decides the type of its parameter, so the same text may stand for several statements.
  std::string key(statement);
  key.append(reinterpret_cast<const char*>(parameters.types().data()),
             parameters.types().size() * sizeof(Oid));
  if (const auto found = prepared_.find(key); found != prepared_.end()) return found->second;
  if (prepared_.size() >= kMaxPrepared) {
    RETURN_IF_ERROR(Run("DEALLOCATE ALL", deadline));
    prepared_.clear();
  }
  const std::string name = absl::StrCat("p", ++prepared_count_);
  RETURN_IF_ERROR(Sent(PQsendPrepare(handle_.get(), name.c_str(), std::string(statement).c_str(),
                                     parameters.size(), parameters.types().data()),
                       deadline));
  RETURN_IF_ERROR(Collect(&IgnoreRow, deadline).status());
  return prepared_[std::move(key)] = name;
}

absl::StatusOr<int64_t> PostgresConnection::Query(absl::string_view statement,
                                                  absl::Span<const Value> parameters,
                                                  const RowFn& row, Deadline deadline) {
  const PostgresParameters encoded(parameters);
  ASSIGN_OR_RETURN(const std::string name, Prepared(statement, encoded, deadline));
  RETURN_IF_ERROR(Sent(PQsendQueryPrepared(handle_.get(), name.c_str(), encoded.size(),
                                           encoded.data(), encoded.lengths(), encoded.formats(), 1),
                       deadline));
  // Rows one by one: a long result must not be held in memory.
  PQsetSingleRowMode(handle_.get());
  return Collect(row, deadline);
}

absl::Status PostgresConnection::StartCopy(const std::string& statement, Deadline deadline) {
  return Run(statement, deadline);
}

absl::Status PostgresConnection::SendCopy(absl::string_view data, Deadline deadline) {
  while (true) {
    const int queued = PQputCopyData(handle_.get(), data.data(), static_cast<int>(data.size()));
    if (queued < 0) return Lost();
    RETURN_IF_ERROR(Flush(deadline));
    if (queued > 0) return absl::OkStatus();
  }
}

absl::Status PostgresConnection::FinishCopy(Deadline deadline) {
  while (true) {
    const int queued = PQputCopyEnd(handle_.get(), nullptr);
    if (queued < 0) return Lost();
    RETURN_IF_ERROR(Flush(deadline));
    if (queued > 0) return Collect(&IgnoreRow, deadline).status();
  }
}

}  // namespace palier::sql
