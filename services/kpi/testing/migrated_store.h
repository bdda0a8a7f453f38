// SPDX-License-Identifier: Apache-2.0
// For tests only: an empty database of the kpi service, in memory and on a PostgreSQL of the tests.
#ifndef PALIER_KPI_TESTING_MIGRATED_STORE_H_
#define PALIER_KPI_TESTING_MIGRATED_STORE_H_

#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/resource/store.h"
#include "common/sql/database.h"
#include "common/testing/private_postgres.h"
#include "kpi/storage/migrations.h"

namespace palier::kpi {

enum class StoreKind { kSqlite, kPostgres };

inline std::string TextOf(StoreKind kind) {
  return kind == StoreKind::kSqlite ? "Sqlite" : "Postgres";
}
inline void PrintTo(StoreKind kind, std::ostream* out) {
  *out << TextOf(kind);
}
inline std::string NameOf(const ::testing::TestParamInfo<StoreKind>& info) {
  return TextOf(info.param);
}

class MigratedStoreTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override {
    sql::OpenOptions options;
    options.url = "sqlite::memory:";
    if (GetParam() == StoreKind::kPostgres) {
      if (const auto reason = testing::PrivatePostgres::WhyNot()) GTEST_SKIP() << *reason;
      static int schemas = 0;
      auto server = testing::PrivatePostgres::Shared();
      ASSERT_TRUE(server.ok()) << server.status();
      options.url = (*server)->url();
      options.schema = absl::StrCat("kpi_test_", ++schemas);
    }
    auto opened = sql::Open(options);
    ASSERT_EQ(opened.status(), absl::OkStatus());
    database_ = *std::move(opened);
    ASSERT_EQ(sql::Migrate(*database_, "resource", resource::Migrations(), sql::MigrateMode::kAuto),
              absl::OkStatus());
    ASSERT_EQ(sql::Migrate(*database_, "kpi", Migrations(), sql::MigrateMode::kAuto),
              absl::OkStatus());
  }
  absl::Status Write(const sql::TransactionFn& fn) {
    return database_->Write(absl::Now() + absl::Seconds(60), fn);
  }

  std::unique_ptr<sql::Database> database_;
};

inline auto BothStores() {
  return ::testing::Values(StoreKind::kSqlite, StoreKind::kPostgres);
}

}  // namespace palier::kpi

#endif  // PALIER_KPI_TESTING_MIGRATED_STORE_H_
