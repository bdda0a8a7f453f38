// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/table_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/mapping/xlsx_fixture.h"
#include "common/status/error.h"

namespace palier::mapping {
namespace {

using ::testing::ElementsAre;

struct Read {
  absl::Status status;
  TableHead head;
  std::vector<TableRow> rows;
};

Read ReadTable(std::string bytes, const TableOptions& options = {}) {
  Read read;
  read.status = ForEachTableRow(
      std::move(bytes), options,
      [&](const TableHead& head) {
        read.head = head;
        return absl::OkStatus();
      },
      [&](const TableRow& row) {
        read.rows.push_back(row);
        return absl::OkStatus();
      });
  return read;
}

TEST(TableReaderTest, AFileOfFrenchExcel) {
  // As "CSV (séparateur : point-virgule)" is saved: Windows-1252, CRLF.
  const Read read = ReadTable("Nom;Co\xFBt;\r\nA;1,5;;\r\n;;\r\n\"'=B\";2;;surplus\r\n");
  ASSERT_EQ(read.status, absl::OkStatus());
  EXPECT_THAT(read.head.names, ElementsAre("Nom", "Coût"));
  EXPECT_EQ(read.head.numbers, NumberStyle::kFrench);
  EXPECT_TRUE(read.head.day_first);
  EXPECT_EQ(read.head.encoding, "windows-1252");
  ASSERT_EQ(read.rows.size(), 2u);
  EXPECT_THAT(read.rows[0].cells, ElementsAre(Cell::Text("A"), Cell::Text("1,5")));
  EXPECT_EQ(read.rows[0].surplus, 0);
  EXPECT_EQ(read.rows[1].number, 4);
  EXPECT_THAT(read.rows[1].cells, ElementsAre(Cell::Text("=B"), Cell::Text("2")));
  EXPECT_EQ(read.rows[1].surplus, 1);
}

TEST(TableReaderTest, AWorkbook) {
  const std::string bytes = Zipped(
      WorkbookParts("<row r='3'><c t='s'><v>0</v></c></row><row r='7'><c><v>2</v></c></row>"));
  for (const TableFormat format : {TableFormat::kUnknown, TableFormat::kXlsx}) {
    TableOptions options;
    options.format = format;
    const Read read = ReadTable(bytes, options);
    ASSERT_EQ(read.status, absl::OkStatus());
    EXPECT_THAT(read.head.names, ElementsAre("name"));
    EXPECT_EQ(read.head.numbers, NumberStyle::kUnknown);
    ASSERT_EQ(read.rows.size(), 1u);
    EXPECT_EQ(read.rows[0].number, 7);
    EXPECT_THAT(read.rows[0].cells, ElementsAre(Cell::Number("2")));
  }
}

TEST(TableReaderTest, Refuses) {
  EXPECT_EQ(status::ReasonOf(ReadTable("").status), error::v1::UNREADABLE_FILE);
  EXPECT_EQ(status::ReasonOf(ReadTable(Zipped(WorkbookParts(""))).status),
            error::v1::UNREADABLE_FILE);
  TableOptions options;
  options.max_rows = 2;
  EXPECT_EQ(ReadTable("a\n1\n2\n", options).status, absl::OkStatus());
  EXPECT_EQ(status::ReasonOf(ReadTable("a\n1\n2\n3\n", options).status), error::v1::LIMIT_EXCEEDED);
}

}  // namespace
}  // namespace palier::mapping
