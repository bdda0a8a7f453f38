// SPDX-License-Identifier: Apache-2.0
// The stores on which the contract of sql::Database is tested.
#ifndef PALIER_COMMON_SQL_DATABASE_CONTRACT_FIXTURE_H_
#define PALIER_COMMON_SQL_DATABASE_CONTRACT_FIXTURE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "common/sql/database.h"

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

inline constexpr char kInsertId[] = "INSERT INTO item (id) VALUES ($1)";
// Runs for minutes unless it is stopped.
inline constexpr char kEndless[] =
    "WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 2000000000) "
    "SELECT count(*) FROM step";

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_DATABASE_CONTRACT_FIXTURE_H_
