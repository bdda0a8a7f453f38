// SPDX-License-Identifier: Apache-2.0
// Workbooks of an independent writer are read, and ours are read by an independent reader: openpyxl
// (Debian package python3-openpyxl). Skipped where it is not installed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "common/mapping/xlsx_reader.h"
#include "common/mapping/xlsx_writer.h"
#include "common/testing/temp_dir.h"

namespace palier::mapping {
namespace {

using ::testing::ElementsAre;

class OpenpyxlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system("/usr/bin/python3 -c 'import openpyxl' 2>/dev/null") != 0)
      GTEST_SKIP() << "python3-openpyxl is not installed";
  }

  // Runs a script in the test's folder; its standard output is in `out.txt` there.
  int Python(const std::string& script) {
    std::ofstream(folder_.File("script.py")) << script;
    return std::system(
        absl::StrCat("cd ", folder_.path(), " && /usr/bin/python3 script.py > out.txt").c_str());
  }
  std::string Content(const std::string& name) {
    std::ifstream file(folder_.File(name), std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    return content.str();
  }

  testing::TempDir folder_;
};

TEST_F(OpenpyxlTest, ItsWorkbooksAreRead) {
  ASSERT_EQ(Python(R"(
import openpyxl, datetime
book = openpyxl.Workbook()
sheet = book.active
sheet.title = 'Données'
sheet.append(['name', 'cost', 'day', 'at', 'flag', 'formula'])
sheet.append(['Œuvre & <x>', 12.5, datetime.date(2026, 3, 1), datetime.datetime(2026, 3, 1, 8, 30), True, '=1+1'])
sheet.append([None, -0.1, datetime.date(1900, 1, 15), datetime.time(12, 0), False, None])

book.save('made.xlsx')
other = openpyxl.Workbook()
other.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
other.active.append([datetime.date(2026, 3, 1)])
other.save('mac.xlsx')
)"),
            0);
  std::vector<XlsxRow> rows;
  const auto keep = [&](const XlsxRow& row) {
    rows.push_back(row);
    return absl::OkStatus();
  };
  XlsxOptions options;
  options.sheet = "données";
  ASSERT_EQ(ForEachXlsxRow(Content("made.xlsx"), options, keep), absl::OkStatus());
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_THAT(rows[1].cells,
              ElementsAre(Cell::Text("Œuvre & <x>"), Cell::Number("12.5"), Cell::Date("2026-03-01"),
                          Cell{CellKind::kDateTime, "2026-03-01T08:30:00"}, Cell::Bool(true),
                          Cell{CellKind::kError, "=1+1"}));
  EXPECT_EQ(rows[2].cells[1], Cell::Number("-0.1"));
  EXPECT_EQ(rows[2].cells[2], Cell::Date("1900-01-15"));
  EXPECT_EQ(rows[2].cells[3], Cell::Text("12:00:00"));
  rows.clear();
  ASSERT_EQ(ForEachXlsxRow(Content("mac.xlsx"), XlsxOptions(), keep), absl::OkStatus());
  EXPECT_THAT(rows[0].cells, ElementsAre(Cell::Date("2026-03-01")));
}

TEST_F(OpenpyxlTest, ReadsOurWorkbooks) {
  std::ofstream file(folder_.File("ours.xlsx"), std::ios::binary);
  XlsxWriter writer(
      [&](absl::string_view piece) {
        file << piece;
        return absl::OkStatus();
      },
      "Projets & co");
  ASSERT_EQ(writer.Head({"Nom", "Coût"}), absl::OkStatus());
  ASSERT_EQ(writer.Row({Cell::Text("=1+1"), Cell::Number("-12.5"), Cell::Date("2026-02-28"),
                        Cell::Bool(false), Cell(), Cell::Text("é\n<b>")}),
            absl::OkStatus());
  ASSERT_EQ(writer.Finish(), absl::OkStatus());
  file.close();
  ASSERT_EQ(Python(R"(
import openpyxl
sheet = openpyxl.load_workbook('ours.xlsx').worksheets[0]
print(sheet.title)
for row in sheet.iter_rows():
    for cell in row:
        print(cell.data_type, repr(cell.value), cell.quotePrefix)
)"),
            0);
  EXPECT_EQ(
      Content("out.txt"),
      "Projets & co\n"
      "s 'Nom' False\ns 'Coût' False\nn None False\nn None False\nn None False\nn None False\n"
      "s '=1+1' True\nn -12.5 False\nd datetime.datetime(2026, 2, 28, 0, 0) False\n"
      "b False False\nn None False\ns 'é\\n<b>' False\n");
}

}  // namespace
}  // namespace palier::mapping
