// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/sql/database.h"
#include "common/sql/errors.h"
#include "common/sql/statement_text.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::sql {
namespace {

// Another process may be building an index under the lock.
constexpr absl::Duration kPatience = absl::Minutes(10);
constexpr int kCreationAttempts = 5;

constexpr char kTable[] =
    "CREATE TABLE IF NOT EXISTS schema_migration (component TEXT NOT NULL, number BIGINT NOT NULL, "
    "name TEXT NOT NULL, applied_time BIGINT NOT NULL, PRIMARY KEY (component, number))";

absl::Status CheckNumbers(absl::string_view component, absl::Span<const Migration> migrations) {
  for (size_t i = 0; i < migrations.size(); ++i) {
    if (migrations[i].number != static_cast<int>(i) + 1) {
      return status::Internal(absl::StrCat("migrations of ", component, " have a hole at ", i + 1));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> TableExists(Transaction& transaction) {
  bool exists = false;
  RETURN_IF_ERROR(transaction.Query(
      transaction.dialect() == "postgres"
          ? "SELECT 1 WHERE to_regclass('schema_migration') IS NOT NULL"
          : "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'",
      {}, [&](const Row&) {
        exists = true;
        return absl::OkStatus();
      }));
  return exists;
}

absl::StatusOr<std::set<int64_t>> Applied(Transaction& transaction, absl::string_view component) {
  std::set<int64_t> numbers;
  RETURN_IF_ERROR(transaction.Query("SELECT number FROM schema_migration WHERE component = $1",
                                    {std::string(component)}, [&](const Row& row) {
                                      numbers.insert(row.int64(0));
                                      return absl::OkStatus();
                                    }));
  return numbers;
}

absl::Status Check(Database& database, absl::string_view component,
                   absl::Span<const Migration> migrations) {
  return database.Read(absl::Now() + kPatience, [&](Transaction& transaction) -> absl::Status {
    std::set<int64_t> applied;
    ASSIGN_OR_RETURN(const bool exists, TableExists(transaction));
    if (exists) {
      ASSIGN_OR_RETURN(applied, Applied(transaction, component));
    }
    for (const Migration& migration : migrations) {
      if (!applied.contains(migration.number)) return SchemaTooOld(component, migration.number);
    }
    return absl::OkStatus();
  });
}

// In PostgreSQL two that create the same table at once can both try, and the later one fails: then
// it is there.
absl::Status CreateTable(Database& database) {
  absl::Status status;
  for (int attempt = 0; attempt < kCreationAttempts; ++attempt) {
    status = database.Write(absl::Now() + kPatience, [](Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(const bool exists, TableExists(transaction));
      if (exists) return absl::OkStatus();
      return transaction.Execute(DialectDdl(kTable, transaction.dialect()), {}).status();
    });
    if (!absl::IsAlreadyExists(status)) break;
  }
  return status;
}

absl::Status Apply(Transaction& transaction, absl::string_view component,
                   const Migration& migration) {
  for (const std::string& statement : SplitStatements(migration.statements)) {
    RETURN_IF_ERROR(transaction.Execute(DialectDdl(statement, transaction.dialect()), {}).status());
  }
  return transaction
      .Execute(
          "INSERT INTO schema_migration (component, number, name, applied_time) "
          "VALUES ($1, $2, $3, $4)",
          {std::string(component), int64_t{migration.number}, std::string(migration.name),
           absl::ToUnixMicros(absl::Now())})
      .status();
}

absl::Status ApplyMissing(Transaction& transaction, absl::string_view component,
                          absl::Span<const Migration> migrations) {
  // Not an advisory lock: calling its function would fix the snapshot before the lock is granted,
  // and hide what the holder before us did. LOCK TABLE as the first statement does not. SQLite has
  // one writer anyway.
  if (transaction.dialect() == "postgres") {
    RETURN_IF_ERROR(
        transaction.Execute("LOCK TABLE schema_migration IN EXCLUSIVE MODE", {}).status());
  }
  ASSIGN_OR_RETURN(const std::set<int64_t> applied, Applied(transaction, component));
  for (const Migration& migration : migrations) {
    if (!applied.contains(migration.number)) {
      RETURN_IF_ERROR(Apply(transaction, component, migration));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Migrate(Database& database, absl::string_view component,
                     absl::Span<const Migration> migrations, MigrateMode mode) {
  RETURN_IF_ERROR(CheckNumbers(component, migrations));
  // Nothing to do is the usual case, and needs neither the lock nor the right to change the schema.
  const absl::Status checked = Check(database, component, migrations);
  if (mode == MigrateMode::kCheck || !absl::IsFailedPrecondition(checked)) return checked;
  RETURN_IF_ERROR(CreateTable(database));
  return database.Write(absl::Now() + kPatience, [&](Transaction& transaction) {
    return ApplyMissing(transaction, component, migrations);
  });
}

}  // namespace palier::sql
