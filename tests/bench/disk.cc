// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/disk.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "tests/bench/load.h"

namespace palier::bench {
namespace {

constexpr char kTable[] = R"sql(
CREATE TABLE fact (tenant TEXT NOT NULL, project TEXT NOT NULL, kpi TEXT NOT NULL, ts BIGINT NOT NULL,
                   user TEXT NOT NULL, team TEXT NOT NULL, value REAL NOT NULL,
                   UNIQUE (tenant, project, kpi, ts, user)))sql";

absl::Status Failed(sqlite3* database) {
  return absl::InternalError(absl::StrCat("raw SQLite: ", sqlite3_errmsg(database)));
}

void BindText(sqlite3_stmt* statement, int at, const std::string& text) {
  sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

}  // namespace

absl::StatusOr<Sample> SyncAppends(const std::string& path, absl::Duration time) {
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
  if (file < 0) return absl::InternalError(absl::StrCat(path, ": ", std::strerror(errno)));
  const std::string bytes(128, 'x');
  Latencies latencies;
  const absl::Time start = absl::Now();
  for (absl::Time before = start; latencies.empty() || before < start + time;) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written != static_cast<ssize_t>(bytes.size()) || ::fdatasync(file) != 0) break;
    const absl::Time after = absl::Now();
    latencies.push_back(absl::ToDoubleMicroseconds(after - before));
    before = after;
  }
  ::close(file);
  return SampleOf(latencies, 1, absl::Now() - start);
}

absl::StatusOr<std::unique_ptr<RawTable>> RawTable::Create(const std::string& path) {
  sqlite3* database = nullptr;
  const int opened = sqlite3_open(path.c_str(), &database);
  std::unique_ptr<RawTable> table(new RawTable(database));
  if (opened != SQLITE_OK) return Failed(database);
  RETURN_IF_ERROR(table->Run("PRAGMA journal_mode=WAL"));
  RETURN_IF_ERROR(table->Run("PRAGMA synchronous=FULL"));
  RETURN_IF_ERROR(table->Run(kTable));
  const int prepared =
      sqlite3_prepare_v2(database, "INSERT OR IGNORE INTO fact VALUES (?1,?2,?3,?4,?5,?6,?7)", -1,
                         &table->insert_, nullptr);
  if (prepared != SQLITE_OK) return Failed(database);
  return table;
}

RawTable::~RawTable() {
  sqlite3_finalize(insert_);
  sqlite3_close(database_);
}

absl::Status RawTable::Run(const char* statement) {
  return sqlite3_exec(database_, statement, nullptr, nullptr, nullptr) == SQLITE_OK
             ? absl::OkStatus()
             : Failed(database_);
}

absl::Status RawTable::InsertBatch(Facts& facts, const std::string& project, int batch) {
  static const std::string tenant = "firm";
  RETURN_IF_ERROR(Run("BEGIN IMMEDIATE"));
  for (const Fact& fact : facts.Next(batch)) {
    BindText(insert_, 1, tenant);
    BindText(insert_, 2, project);
    BindText(insert_, 3, fact.kpi);
    sqlite3_bind_int64(insert_, 4, fact.time_us);
    BindText(insert_, 5, fact.user);
    BindText(insert_, 6, fact.team);
    sqlite3_bind_double(insert_, 7, fact.value);
    if (sqlite3_step(insert_) != SQLITE_DONE) return Failed(database_);
    sqlite3_reset(insert_);
  }
  return Run("COMMIT");
}

absl::StatusOr<Sample> RawTable::Insert(Facts& facts, const std::string& project, int batch,
                                        absl::Duration time) {
  Latencies latencies;
  const absl::Time start = absl::Now();
  for (absl::Time before = start; latencies.empty() || before < start + time;) {
    RETURN_IF_ERROR(InsertBatch(facts, project, batch));
    const absl::Time after = absl::Now();
    latencies.push_back(absl::ToDoubleMicroseconds(after - before));
    before = after;
  }
  return SampleOf(latencies, batch, absl::Now() - start);
}

}  // namespace palier::bench
