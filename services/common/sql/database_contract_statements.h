// SPDX-License-Identifier: Apache-2.0
// Contract of sql::Database: values, statements and errors in one transaction.
#ifndef PALIER_COMMON_SQL_DATABASE_CONTRACT_STATEMENTS_H_
#define PALIER_COMMON_SQL_DATABASE_CONTRACT_STATEMENTS_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "common/sql/database_contract_fixture.h"

namespace palier::sql {

TEST_P(DatabaseContract, KeepsEveryKindOfValue) {
  const std::string bytes("\0\xff\0z", 4);
  ASSERT_EQ(Run("INSERT INTO item (id, label, size, content) VALUES ($1, $2, $3, $4)",
                {int64_t{-1} << 62, std::string("été"), 0.1, Blob{bytes}}),
            absl::OkStatus());
  ASSERT_EQ(Run("INSERT INTO item (id, label, size, content) VALUES ($1, $2, $3, $4)",
                {int64_t{7}, std::monostate(), std::monostate(), std::monostate()}),
            absl::OkStatus());
  ASSERT_EQ(Run("INSERT INTO item (id, label, size, content) VALUES ($1, $2, $3, $4)",
                {int64_t{8}, std::string(), -0.5, Blob{}}),
            absl::OkStatus());
  int rows = 0;
  const auto check = [&](const Row& row) {
    EXPECT_EQ(row.size(), 4);
    const int64_t id = row.int64(0);
    ++rows;
    for (int i = 1; i < 4; ++i) EXPECT_EQ(row.is_null(i), id == 7) << id << " " << i;
    EXPECT_EQ(row.text(1), id < 0 ? "été" : "");
    EXPECT_EQ(row.real(2), id < 0 ? 0.1 : id == 8 ? -0.5 : 0.0);
    EXPECT_EQ(row.blob(3), absl::string_view(id < 0 ? bytes : ""));
    EXPECT_EQ(row.text(0), absl::StrCat(id));
    return absl::OkStatus();
  };
  EXPECT_EQ(database_->Read(Soon(),
                            [&](Transaction& transaction) {
                              return transaction.Query("SELECT id, label, size, content FROM item",
                                                       {}, check);
                            }),
            absl::OkStatus());
  EXPECT_EQ(rows, 3);
}

TEST_P(DatabaseContract, BindsParametersByNumber) {
  ASSERT_EQ(
      Run("INSERT INTO item (id, label) VALUES ($2, '$1' || $1)", {std::string("one"), int64_t{2}}),
      absl::OkStatus());
  const auto count = Number("SELECT count(*) FROM item WHERE id = 2 AND label = '$1one' -- $9");
  EXPECT_EQ(count.value_or(-1), 1);
}

TEST_P(DatabaseContract, CountsChangedRows) {
  for (int64_t id = 1; id <= 3; ++id) ASSERT_EQ(Run(kInsertId, {id}), absl::OkStatus());
  EXPECT_EQ(
      database_->Write(
          Soon(),
          [](Transaction& transaction) {
            EXPECT_EQ(transaction.Execute("UPDATE item SET size = 1 WHERE id > $1", {int64_t{1}})
                          .value_or(-1),
                      2);
            EXPECT_EQ(transaction.Execute("DELETE FROM item WHERE id > 9", {}).value_or(-1), 0);
            EXPECT_EQ(transaction.Execute("CREATE TABLE other (id BIGINT)", {}).value_or(-1), 0);
            return absl::OkStatus();
          }),
      absl::OkStatus());
}

TEST_P(DatabaseContract, AddsUp) {
  for (int64_t id = 1; id <= 4; ++id)
    ASSERT_EQ(Run(kInsertId, {id * 1000000007}), absl::OkStatus());
  EXPECT_EQ(Number("SELECT sum(id) FROM item").value_or(-1), 10000000070);
  EXPECT_EQ(Number("SELECT -sum(id) FROM item").value_or(-1), -10000000070);
  EXPECT_EQ(Number("SELECT sum(id) FROM item WHERE id < 0").value_or(-1), 0);
  EXPECT_EQ(Number("SELECT count(*) > 3 FROM item").value_or(-1), 1);
}

TEST_P(DatabaseContract, ComparesTextByBytes) {
  const char* labels[] = {"b", "B", "é", "a", "_"};
  int64_t id = 0;
  for (const char* label : labels) {
    ASSERT_EQ(Run("INSERT INTO item (id, label) VALUES ($1, $2)", {++id, std::string(label)}),
              absl::OkStatus());
  }
  std::string order;
  EXPECT_EQ(database_->Read(Soon(),
                            [&](Transaction& transaction) {
                              return transaction.Query("SELECT label FROM item ORDER BY label", {},
                                                       [&](const Row& row) {
                                                         absl::StrAppend(&order, row.text(0));
                                                         return absl::OkStatus();
                                                       });
                            }),
            absl::OkStatus());
  EXPECT_EQ(order, "B_abé");
}

TEST_P(DatabaseContract, TellsErrorsApart) {
  ASSERT_EQ(Run("CREATE TABLE part (id BIGINT PRIMARY KEY REFERENCES item(id), n BIGINT NOT NULL "
                "CHECK (n > 0), u TEXT UNIQUE)"),
            absl::OkStatus());
  ASSERT_EQ(Run(kInsertId, {int64_t{1}}), absl::OkStatus());
  const struct {
    const char* statement;
    absl::StatusCode code;
  } cases[] = {
      {"INSERT INTO item (id) VALUES (1)", absl::StatusCode::kAlreadyExists},
      {"INSERT INTO part VALUES (5, 1, 'x')", absl::StatusCode::kFailedPrecondition},
      {"INSERT INTO part VALUES (1, NULL, 'x')", absl::StatusCode::kFailedPrecondition},
      {"INSERT INTO part VALUES (1, -1, 'x')", absl::StatusCode::kFailedPrecondition},
      {"INSERT INTO nothing VALUES (1)", absl::StatusCode::kInternal},
      {"NONSENSE", absl::StatusCode::kInternal},
      {"INSERT INTO part VALUES (1, 1, 'x')", absl::StatusCode::kOk},
  };
  for (const auto& [statement, code] : cases) EXPECT_EQ(Run(statement).code(), code) << statement;
}

TEST_P(DatabaseContract, RollsBackAnError) {
  const absl::Status mine = absl::UnauthenticatedError("mine");
  EXPECT_EQ(database_->Write(Soon(),
                             [&](Transaction& transaction) {
                               EXPECT_TRUE(transaction.Execute(kInsertId, {int64_t{1}}).ok());
                               return mine;
                             }),
            mine);
  EXPECT_EQ(Number("SELECT count(*) FROM item").value_or(-1), 0);
}

TEST_P(DatabaseContract, DoesNotCommitAfterAFailedStatement) {
  ASSERT_EQ(Run(kInsertId, {int64_t{1}}), absl::OkStatus());
  EXPECT_EQ(database_
                ->Write(Soon(),
                        [&](Transaction& transaction) {
                          EXPECT_TRUE(transaction.Execute(kInsertId, {int64_t{2}}).ok());
                          EXPECT_FALSE(transaction.Execute(kInsertId, {int64_t{1}}).ok());
                          EXPECT_FALSE(transaction.Execute(kInsertId, {int64_t{3}}).ok());
                          return absl::OkStatus();
                        })
                .code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Number("SELECT count(*) FROM item").value_or(-1), 1);
}

TEST_P(DatabaseContract, EndsAQueryAtTheCallbacksError) {
  for (int64_t id = 1; id <= 5; ++id) ASSERT_EQ(Run(kInsertId, {id}), absl::OkStatus());
  const absl::Status enough = absl::CancelledError("enough");
  int rows = 0;
  EXPECT_EQ(database_->Write(Soon(),
                             [&](Transaction& transaction) {
                               rows = 0;
                               EXPECT_EQ(transaction.Query("SELECT id FROM item", {},
                                                           [&](const Row&) {
                                                             return ++rows == 2 ? enough
                                                                                : absl::OkStatus();
                                                           }),
                                         enough);
                               return transaction.Execute(kInsertId, {int64_t{6}}).status();
                             }),
            absl::OkStatus());
  EXPECT_EQ(rows, 2);
  EXPECT_EQ(Number("SELECT count(*) FROM item").value_or(-1), 6);
}

TEST_P(DatabaseContract, RefusesWritesInARead) {
  EXPECT_EQ(database_
                ->Read(Soon(),
                       [](Transaction& transaction) {
                         return transaction.Execute(kInsertId, {int64_t{1}}).status();
                       })
                .code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ(Number("SELECT count(*) FROM item").value_or(-1), 0);
}

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_DATABASE_CONTRACT_STATEMENTS_H_
