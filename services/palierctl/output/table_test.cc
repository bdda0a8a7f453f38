// SPDX-License-Identifier: Apache-2.0
#include "palierctl/output/table.h"

#include <gtest/gtest.h>

namespace palier::ctl {
namespace {

TEST(DisplayWidthTest, CountsWhatATerminalShows) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("Élodie"), 6);
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1);  // e and a combining acute
  EXPECT_EQ(DisplayWidth("日本"), 4);
  EXPECT_EQ(DisplayWidth("\xFF"), 1);  // no UTF-8
}

TEST(RenderTableTest, AlignsByWidth) {
  const Table table{{{"name"}, {"people", true}}, {{"Équipe", "4"}, {"日本", "12"}, {"x", ""}}};
  EXPECT_EQ(RenderTable(table, 0),
            "name    people\n"
            "Équipe       4\n"
            "日本        12\n"
            "x\n");
}

TEST(RenderTableTest, FitsTheTerminal) {
  const Table table{{{"id"}, {"text"}}, {{"a", "one long sentence that does not fit"}}};
  const std::string out = RenderTable(table, 20);
  EXPECT_EQ(out, "id  text\na   one long senten…\n");
}

TEST(RenderTableTest, LetsNothingMoveTheCursor) {
  const Table table{{{"a"}}, {{"x\n\x1B[31my\xC2\x9B"}}};
  EXPECT_EQ(RenderTable(table, 0), "a\nx  [31my\n");
}

TEST(WithoutEmptyColumnsTest, KeepsWhatSaysSomething) {
  EXPECT_EQ(
      RenderTable(WithoutEmptyColumns({{{"a"}, {"b"}, {"c"}}, {{"1", "", ""}, {"2", "", "x"}}}), 0),
      "a  c\n1\n2  x\n");
  EXPECT_EQ(WithoutEmptyColumns({{{"a"}, {"b"}}, {}}).columns.size(), 2u);
}

TEST(RenderCsvTest, FollowsRfc4180) {
  const Table table{{{"a"}, {"b"}}, {{"plain", "with, comma"}, {"say \"hi\"", "two\nlines"}}};
  EXPECT_EQ(RenderCsv(table),
            "a,b\r\nplain,\"with, comma\"\r\n\"say \"\"hi\"\"\",\"two\nlines\"\r\n");
}

TEST(RenderCsvTest, DisarmsFormulas) {
  const std::pair<const char*, const char*> cases[] = {{"=1+1", "'=1+1"},
                                                       {"+cmd", "'+cmd"},
                                                       {"-2+3", "'-2+3"},
                                                       {"@SUM(A1)", "'@SUM(A1)"},
                                                       {"\tx", "\"'\tx\""},
                                                       {"-3.5", "-3.5"},
                                                       {"+12", "+12"},
                                                       {"-", "'-"},
                                                       {"a=b", "a=b"},
                                                       {"", "\"\""},
                                                       {"=\"x\"", "\"'=\"\"x\"\"\""}};
  for (const auto& [cell, csv] : cases) {
    EXPECT_EQ(RenderCsv({{{"h"}}, {{cell}}}), std::string("h\r\n") + csv + "\r\n") << cell;
  }
}

}  // namespace
}  // namespace palier::ctl
