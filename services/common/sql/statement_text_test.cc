// SPDX-License-Identifier: Apache-2.0
#include "common/sql/statement_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::sql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(StatementTextTest, NumbersParameters) {
  const struct {
    const char *from, *to;
  } cases[] = {
      {"", ""},
      {"SELECT $2, $1", "SELECT ?2, ?1"},
      {"SELECT $12+$1", "SELECT ?12+?1"},
      {"SELECT '$1', \"$2\", $3", "SELECT '$1', \"$2\", ?3"},
      {"SELECT 'it''s $1' || $1", "SELECT 'it''s $1' || ?1"},
      {"SELECT 1 -- $1\n, $1", "SELECT 1 -- $1\n, ?1"},
      {"SELECT /* $1 ' */ $1", "SELECT /* $1 ' */ ?1"},
      {"SELECT a$1, $x, $", "SELECT a$1, $x, $"},
      {"SELECT 'open $1", "SELECT 'open $1"},
  };
  for (const auto& [from, to] : cases) EXPECT_EQ(NumberedParameters(from), to);
}

TEST(StatementTextTest, SplitsStatements) {
  EXPECT_THAT(SplitStatements(""), IsEmpty());
  EXPECT_THAT(SplitStatements(" ; -- nothing; at all\n ; /* ; */ "), IsEmpty());
  EXPECT_THAT(SplitStatements("A; B ';' \";\" ;\n-- c;\nC"),
              ElementsAre("A", "B ';' \";\"", "-- c;\nC"));
}

TEST(StatementTextTest, WritesDdlForTheDialect) {
  const struct {
    const char *from, *sqlite, *postgres;
  } cases[] = {
      {"a TEXT, b {BLOB}", "a TEXT, b BLOB", "a TEXT COLLATE \"C\", b BYTEA"},
      {"CAST(a AS TEXT)", "CAST(a AS TEXT)", "CAST(a AS TEXT)"},
      {"x TEXT DEFAULT 'TEXT'", "x TEXT DEFAULT 'TEXT'", "x TEXT COLLATE \"C\" DEFAULT 'TEXT'"},
      {"\"TEXT\" TEXTUAL", "\"TEXT\" TEXTUAL", "\"TEXT\" TEXTUAL"},
  };
  for (const auto& [from, sqlite, postgres] : cases) {
    EXPECT_EQ(DialectDdl(from, "sqlite"), sqlite);
    EXPECT_EQ(DialectDdl(from, "postgres"), postgres);
  }
}

TEST(StatementTextTest, QuotesIdentifiers) {
  EXPECT_EQ(QuotedIdentifier("a\"b"), "\"a\"\"b\"");
}

}  // namespace
}  // namespace palier::sql
