// SPDX-License-Identifier: Apache-2.0
// What the store asks of the database: statements whose plans hold for all values.
#include "absl/strings/match.h"
#include "common/resource/library_fixture.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

// Notes the statements that a transaction runs.
class Notebook : public sql::Transaction {
 public:
  explicit Notebook(sql::Transaction& real) : real_(real) {}
  absl::StatusOr<int64_t> Execute(absl::string_view statement,
                                  absl::Span<const sql::Value> parameters) override {
    statements.emplace_back(statement);
    return real_.Execute(statement, parameters);
  }
  absl::Status Query(absl::string_view statement, absl::Span<const sql::Value> parameters,
                     const sql::RowFn& row) override {
    statements.emplace_back(statement);
    if (absl::StartsWith(statement, "SELECT data"))
      last_list = {std::string(statement), {parameters.begin(), parameters.end()}};
    return real_.Query(statement, parameters, row);
  }
  absl::Status BulkInsert(absl::string_view table, absl::Span<const absl::string_view> columns,
                          absl::Span<const std::vector<sql::Value>> rows) override {
    return real_.BulkInsert(table, columns, rows);
  }
  absl::string_view dialect() const override { return real_.dialect(); }

  std::vector<std::string> statements;
  std::pair<std::string, std::vector<sql::Value>> last_list;

 private:
  sql::Transaction& real_;
};

class StatementsTest : public LibraryTest {
 protected:
  static ListQuery Query() {
    ListQuery query;
    query.organization = "acme";
    query.parent = kShelf;
    query.filter = "display_name = \"A\"";
    query.order_by = "year desc";
    return query;
  }
  absl::Status UseEverything(Session& session) {
    Book book = Draft("b");
    RETURN_IF_ERROR(session.Insert(book_, book));
    Book after = book, found;
    after.set_year(1999);
    RETURN_IF_ERROR(session.Replace(book_, book, after).status());
    RETURN_IF_ERROR(session.Get(book_, book.name(), &found));
    RETURN_IF_ERROR(session.List(book_, Query()).status());
    RETURN_IF_ERROR(session.FindBy(book_, "acme", "display_name", "A").status());
    RETURN_IF_ERROR(
        session.ForEach(book_, "acme", kShelf, [](absl::string_view) { return absl::OkStatus(); }));
    return session.Remove(book_, found);
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, StatementsTest, kStores, StoreName);

// SQLite prepares a statement again each time that a value is bound which decides whether a partial
// index serves.
TEST_P(StatementsTest, TheTypeIsALiteral) {
  std::vector<std::string> statements;
  ASSERT_EQ(database_->Write(Soon(),
                             [&](sql::Transaction& transaction) {
                               Notebook notebook(transaction);
                               Session session(notebook, {}, clock_.Now());
                               const absl::Status status = UseEverything(session);
                               statements = notebook.statements;
                               return status;
                             }),
            absl::OkStatus());
  int of_the_type = 0;
  for (const std::string& statement : statements)
    of_the_type += absl::StrContains(statement, TypeCondition(book_));
  EXPECT_EQ(of_the_type, 6) << "replace, get, list, find, for each, remove";
  EXPECT_THAT(statements, Each(Not(HasSubstr("type=$"))));
  EXPECT_THAT(statements, Each(Not(HasSubstr("type = $"))));
}

TEST_P(StatementsTest, ADeclaredListReadsItsIndexInOrder) {
  if (database_->dialect() != "sqlite") GTEST_SKIP() << "a small table is read as a whole";
  std::string plan;
  ASSERT_EQ(database_->Read(Soon(),
                            [&](sql::Transaction& transaction) -> absl::Status {
                              Notebook notebook(transaction);
                              Session session(notebook, {}, clock_.Now());
                              RETURN_IF_ERROR(session.List(book_, Query()).status());
                              const auto& [text, values] = notebook.last_list;
                              return transaction.Query(absl::StrCat("EXPLAIN QUERY PLAN ", text),
                                                       values,
                                                       [&](const sql::Row& row) -> absl::Status {
                                                         absl::StrAppend(&plan, row.text(3), "\n");
                                                         return absl::OkStatus();
                                                       });
                            }),
            absl::OkStatus());
  const auto column = [&](absl::string_view field) {
    return ColumnOf(book_.fields().Find(field)->column);
  };
  EXPECT_THAT(plan, HasSubstr(absl::StrCat("resource_book_", column("display_name"), "_",
                                           column("year"), "d_name")));
  EXPECT_THAT(plan, Not(HasSubstr("TEMP B-TREE")));
}

}  // namespace
}  // namespace palier::resource
