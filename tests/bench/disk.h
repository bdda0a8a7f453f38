// SPDX-License-Identifier: Apache-2.0
// What the disk can do below any server: each durable figure means nothing without it.
#ifndef PALIER_TESTS_BENCH_DISK_H_
#define PALIER_TESTS_BENCH_DISK_H_

#include <sqlite3.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/board.h"
#include "tests/bench/facts.h"

namespace palier::bench {

// Appends 128 bytes and calls fdatasync, again and again, to a new file.
absl::StatusOr<Sample> SyncAppends(const std::string& path, absl::Duration time);

// The same facts into one table with a unique index and nothing else: SQLite, WAL,
// synchronous=FULL, one prepared INSERT OR IGNORE, one transaction a batch. Used by one thread.
class RawTable {
 public:
  static absl::StatusOr<std::unique_ptr<RawTable>> Create(const std::string& path);
  ~RawTable();

  // Rates in facts offered a second, times of batches.
  absl::StatusOr<Sample> Insert(Facts& facts, const std::string& project, int batch,
                                absl::Duration time);

 private:
  explicit RawTable(sqlite3* database) : database_(database) {}
  absl::Status Run(const char* statement);
  absl::Status InsertBatch(Facts& facts, const std::string& project, int batch);

  sqlite3* const database_;
  sqlite3_stmt* insert_ = nullptr;
};

}  // namespace palier::bench

#endif  // PALIER_TESTS_BENCH_DISK_H_
