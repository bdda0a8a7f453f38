// SPDX-License-Identifier: Apache-2.0
// A bounded set of connections to one PostgreSQL server, opened when first needed.
#ifndef PALIER_COMMON_SQL_POSTGRES_POOL_H_
#define PALIER_COMMON_SQL_POSTGRES_POOL_H_

#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/sql/database.h"
#include "common/sql/postgres_connection.h"

namespace palier::sql {

// Thread-safe. Outlives what it lends.
class PostgresPool {
 public:
  explicit PostgresPool(const OpenOptions& options) : options_(options) {}

  // DEADLINE_EXCEEDED when all are in use until then; UNAVAILABLE when a new one cannot be opened.
  absl::StatusOr<std::unique_ptr<PostgresConnection>> Borrow(absl::Time deadline);
  // A broken or null one makes room for a new one.
  void GiveBack(std::unique_ptr<PostgresConnection> connection);
  // Closes the idle ones: the server has been away.
  void DropIdle();

 private:
  const OpenOptions options_;
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<PostgresConnection>> idle_ ABSL_GUARDED_BY(mutex_);
  int lent_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_POSTGRES_POOL_H_
