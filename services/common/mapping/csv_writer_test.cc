// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/csv_writer.h"

#include <gtest/gtest.h>

#include "common/mapping/csv.h"
#include "common/mapping/formula.h"

namespace palier::mapping {
namespace {

// Every beginning that a spreadsheet takes for a formula, and what only looks like one.
TEST(FormulaTest, IsGuardedAndTakenBack) {
  for (const char* text : {"=1+1", "+33 1 02", "-item", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1",
                           "＋1", "－1", "＠a", "'=1", "''-", "=cmd|' /C calc'!A0"}) {
    EXPECT_EQ(Guarded(text), std::string("'") + text);
    EXPECT_EQ(Bare(Guarded(text)), text);
  }
  for (const char* text : {"", "a=1", " =1", "'quoted'", "'", "''", "1-1", "\"=1\""}) {
    EXPECT_EQ(Guarded(text), text);
    EXPECT_EQ(Bare(text), text);
  }
}

TEST(CsvWriterTest, WritesAsTheSpreadsheetReads) {
  const std::vector<Cell> cells = {Cell::Text("Coût"),
                                   Cell::Number("-12.5"),
                                   Cell::Date("2026-12-31"),
                                   Cell::Bool(false),
                                   Cell(),
                                   Cell::Text("a;b"),
                                   Cell::Text("say \"hi\"\n"),
                                   Cell::Text("=1+1")};
  EXPECT_EQ(CsvLine(cells, CsvStyle()),
            "Coût,-12.5,2026-12-31,false,,\"a;b\",\"say \"\"hi\"\"\n\",'=1+1\r\n");
  EXPECT_EQ(CsvLine(cells, CsvStyle::French()),
            "Coût;-12,5;31/12/2026;faux;;\"a;b\";\"say \"\"hi\"\"\n\";'=1+1\r\n");
  EXPECT_EQ(CsvHead(CsvStyle::French()), "\xEF\xBB\xBF");
  EXPECT_EQ(CsvHead(CsvStyle()), "");
  EXPECT_EQ(CsvLine({Cell()}, CsvStyle()), "\"\"\r\n");
}

TEST(CsvWriterTest, ReadsBackAsWritten) {
  const std::vector<std::string> texts = {"a,b",  "a;b", "a\tb", "\"", "a\r\nb", " a ",
                                          "=1,2", "'",   "é",    "-;", "'@"};
  std::vector<Cell> cells;
  for (const std::string& text : texts) cells.push_back(Cell::Text(text));
  for (const CsvStyle& style : {CsvStyle(), CsvStyle::French()}) {
    std::vector<std::string> got;
    const auto keep = [&](const CsvRow& row) {
      for (const std::string& field : row.fields) got.emplace_back(Bare(field));
      return absl::OkStatus();
    };
    CsvOptions options;
    options.separator = style.separator;
    ASSERT_EQ(ForEachRow(CsvLine(cells, style), options, keep, keep), absl::OkStatus());
    EXPECT_EQ(got, texts);
  }
}

}  // namespace
}  // namespace palier::mapping
