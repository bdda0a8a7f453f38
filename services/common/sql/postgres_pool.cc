// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_pool.h"

#include <algorithm>
#include <utility>

#include "common/sql/errors.h"

namespace palier::sql {

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresPool::Borrow(absl::Time deadline) {
  {
    absl::MutexLock lock(&mutex_);
    const auto some = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return lent_ < std::max(1, options_.connections);
    };
    if (!mutex_.AwaitWithDeadline(absl::Condition(&some), deadline)) return DeadlineExceeded();
    ++lent_;
    if (!idle_.empty()) {
      std::unique_ptr<PostgresConnection> connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  auto connection = PostgresConnection::Open(options_.url, options_.schema,
                                             Deadline(deadline).Within(options_.connect_timeout));
  if (!connection.ok()) GiveBack(nullptr);
  return connection;
}

void PostgresPool::GiveBack(std::unique_ptr<PostgresConnection> connection) {
  absl::MutexLock lock(&mutex_);
  --lent_;
  if (connection != nullptr && !connection->broken()) idle_.push_back(std::move(connection));
}

void PostgresPool::DropIdle() {
  std::vector<std::unique_ptr<PostgresConnection>> dropped;
  absl::MutexLock lock(&mutex_);
  dropped.swap(idle_);
}

}  // namespace palier::sql
