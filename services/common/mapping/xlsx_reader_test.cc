// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/xlsx_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/mapping/xlsx_fixture.h"
#include "common/mapping/xlsx_writer.h"
#include "common/status/error.h"

namespace palier::mapping {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

absl::StatusOr<std::vector<XlsxRow>> Read(std::string bytes, const XlsxOptions& options = {}) {
  std::vector<XlsxRow> rows;
  const absl::Status status = ForEachXlsxRow(std::move(bytes), options, [&](const XlsxRow& row) {
    rows.push_back(row);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return rows;
}

absl::StatusOr<Cell> OneCell(const std::string& cell, const std::string& properties = "") {
  const auto rows = Read(Zipped(WorkbookParts(absl::StrCat("<row>", cell, "</row>"), properties)));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return Cell();
  return rows->at(0).cells.at(0);
}

struct Case {
  std::string cell;
  Cell want;
};

TEST(XlsxReaderTest, ReadsEveryKindOfCell) {
  const Case cases[] = {
      {"<c t='s'><v>0</v></c>", Cell::Text("name")},
      {"<c t='s'><v> 1 </v></c>", Cell::Text("rich text ")},
      {"<c t='s'><v>2</v></c>", Cell::Text("tab\t&_x0041_")},
      {"<c t='s'><v>3</v></c>", Cell()},
      {"<c t='inlineStr'><is><t xml:space='preserve'> é &lt;b&gt; </t></is></c>",
       Cell::Text(" é <b> ")},
      {"<x:c t='inlineStr'><x:is><x:t>prefixed</x:t></x:is></x:c>", Cell::Text("prefixed")},
      {"<c><v>12.50</v></c>", Cell::Number("12.5")},
      {"<c t='n'><v>1E3</v></c>", Cell::Number("1000")},
      {"<c><v>-0.000001</v></c>", Cell::Number("-0.000001")},
      {"<c s='5'><v>45000</v></c>", Cell::Number("45000")},
      {"<c s='99'><v>45000</v></c>", Cell::Number("45000")},
      {"<c t='b'><v>1</v></c>", Cell::Bool(true)},
      {"<c t='b'><v>0</v></c>", Cell::Bool(false)},
      {"<c t='e'><v>#N/A</v></c>", {CellKind::kError, "#N/A"}},
      {"<c t='d'><v>2026-03-01</v></c>", Cell::Date("2026-03-01")},
      {"<c s='1'><v>46082</v></c>", Cell::Date("2026-03-01")},
      {"<c s='1'><v>46082.75</v></c>", Cell::Date("2026-03-01")},
      {"<c s='2'><v>46082.354166666664</v></c>", {CellKind::kDateTime, "2026-03-01T08:30:00"}},
      {"<c s='2'><v>46081.999999999</v></c>", {CellKind::kDateTime, "2026-03-01T00:00:00"}},
      {"<c s='3'><v>0.5</v></c>", Cell::Text("12:00:00")},
      {"<c s='4'><v>1.5</v></c>", Cell::Number("1.5")},
      {"<c t='str'><f>A1&amp;\"x\"</f><v>ax</v></c>", Cell::Text("ax")},
      {"<c><f>1+1</f><v>2</v></c>", Cell::Number("2")},
      {"<c><f>1+1</f></c>", {CellKind::kError, "=1+1"}},
      {"<c><f>1+1</f><v></v></c>", {CellKind::kError, "=1+1"}},
      {"<c t='str'><f>A9</f><v></v></c>", Cell()},
      {"<c s='1'/>", Cell()},
      {"<c t='inlineStr'><is><t><![CDATA[<row>]]></t></is></c>", Cell::Text("<row>")},
  };
  for (const Case& c : cases) {
    const auto got = OneCell(c.cell);
    ASSERT_EQ(got.status(), absl::OkStatus()) << c.cell;
    EXPECT_EQ(*got, c.want) << c.cell << " gave " << got->text;
  }
}

TEST(XlsxReaderTest, CountsDaysAsSpreadsheetsDo) {
  // Serial 60 is 1900-02-29, which was never; the days before it are counted from another origin.
  const Case cases[] = {{"<c s='1'><v>1</v></c>", Cell::Date("1900-01-01")},
                        {"<c s='1'><v>59</v></c>", Cell::Date("1900-02-28")},
                        {"<c s='1'><v>60</v></c>", {CellKind::kError, "60"}},
                        {"<c s='1'><v>61</v></c>", Cell::Date("1900-03-01")},
                        {"<c s='1'><v>2958465</v></c>", Cell::Date("9999-12-31")},
                        {"<c s='1'><v>2958466</v></c>", {CellKind::kError, "2958466"}},
                        {"<c s='1'><v>-1</v></c>", {CellKind::kError, "-1"}}};
  for (const Case& c : cases) EXPECT_EQ(*OneCell(c.cell), c.want) << c.cell;
  EXPECT_EQ(*OneCell("<c s='1'><v>0</v></c>", "<workbookPr date1904='1'/>"),
            Cell::Date("1904-01-01"));
  EXPECT_EQ(*OneCell("<c s='1'><v>44620</v></c>", "<workbookPr date1904='true'/>"),
            Cell::Date("2026-03-01"));
}

TEST(XlsxReaderTest, PlacesCellsAndSkipsWhatIsEmpty) {
  const auto rows = Read(Zipped(WorkbookParts(
      "<row r='2'><c r='B2'><v>1</v></c><c r='D2' t='b'><v>1</v></c><c r='XFD2' s='1'/></row>"
      "<!-- <row><c><v>9</v></c></row> --><row r='3'><c r='A3'/></row><row/>"
      "<row spans='1:2'><c><v>5</v></c><c><v>6</v></c></row>")));
  ASSERT_EQ(rows.status(), absl::OkStatus());
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ(rows->at(0).number, 2);
  EXPECT_THAT(rows->at(0).cells, ElementsAre(Cell(), Cell::Number("1"), Cell(), Cell::Bool(true)));
  EXPECT_EQ(rows->at(1).number, 5);
  EXPECT_THAT(rows->at(1).cells, ElementsAre(Cell::Number("5"), Cell::Number("6")));
}

TEST(XlsxReaderTest, FindsASheetByName) {
  XlsxOptions options;
  options.sheet = "DATA";
  EXPECT_EQ(Read(Zipped(WorkbookParts("")), options).status(), absl::OkStatus());
  options.sheet = "Other";
  const absl::Status status = Read(Zipped(WorkbookParts("")), options).status();
  EXPECT_EQ(status::ReasonOf(status), error::v1::UNREADABLE_FILE);
  EXPECT_THAT(status.message(), HasSubstr("Secret, Data"));
}

struct Bad {
  std::string what;
  std::string bytes;
  error::v1::ErrorReason reason;
  std::string message;
};

Parts With(Parts parts, const std::string& name, const std::string& content) {
  parts[name] = content;
  return parts;
}

std::vector<Bad> BadFiles() {
  const auto unreadable = error::v1::UNREADABLE_FILE;
  const Parts good = WorkbookParts("<row><c><v>1</v></c></row>");
  const std::string sheet = "xl/worksheets/sheet1.xml";
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  std::string damaged = Zipped(good);
  // Inside the packed data of the first part.
  damaged[60] = static_cast<char>(damaged[60] ^ 0x55);
  return {
      {"nothing", "", unreadable, "no ZIP"},
      {"text", "name;budget\n", unreadable, "no ZIP"},
      {"old workbook", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", unreadable, ".xls"},
      {"truncated", Zipped(good).substr(0, 900), unreadable, ""},
      {"damaged part", damaged, unreadable, "damaged"},
      {"other archive", Zipped({{"a.txt", "a"}}), unreadable, "no workbook"},
      {"ods", Zipped({{"content.xml", "<a/>"}}), unreadable, "OpenDocument"},
      {"no sheet part", Zipped([&] {
         Parts parts = good;
         parts.erase(sheet);
         return parts;
       }()),
       unreadable, "sheet1.xml"},
      {"entities", Zipped(With(good, sheet, "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>")),
       unreadable, "document type"},
      {"entities in the workbook",
       Zipped(With(good, "xl/workbook.xml", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>")),
       unreadable, "document type"},
      {"UTF-16", Zipped(With(good, sheet, std::string("<\0w\0/\0>\0", 8))), unreadable, ""},
      {"Latin-1", Zipped(With(good, sheet, "<?xml version='1.0' encoding='latin1'?><w/>")),
       unreadable, "encoding"},
      {"cut off XML", Zipped(With(good, sheet, "<worksheet><sheetData><row><c>")), unreadable,
       "cut off"},
      {"deep XML", Zipped(With(good, sheet, deep)), unreadable, "depth"},
      {"mismatched XML", Zipped(WorkbookParts("<row><c><v></c></v></row>")), unreadable,
       "Data!row 1"},
      {"string that is not there", Zipped(WorkbookParts("<row><c r='A1' t='s'><v>7</v></c></row>")),
       unreadable, "Data!A1"},
      {"no number",
       Zipped(WorkbookParts("<row><c r='A1'><v>1</v></c><c r='B1'><v>1,5</v></c></row>")),
       unreadable, "Data!B1"},
      {"infinite number", Zipped(WorkbookParts("<row><c><v>1e999</v></c></row>")), unreadable,
       "Data!A1"},
      {"unknown type", Zipped(WorkbookParts("<row><c t='z'><v>1</v></c></row>")), unreadable,
       "Data!A1"},
      {"cell twice", Zipped(WorkbookParts("<row><c r='A1'/><c r='A1'/></row>")), unreadable,
       "Data!A1"},
      {"cell of another row", Zipped(WorkbookParts("<row><c r='A2'/></row>")), unreadable,
       "Data!A2"},
      {"rows in disorder", Zipped(WorkbookParts("<row r='2'/><row r='1'/>")), unreadable,
       "Data!row 1"},
      {"bytes that are no UTF-8",
       Zipped(WorkbookParts("<row><c t='inlineStr'><is><t>\xFF</t></is></c></row>")), unreadable,
       "Data!A1"},
  };
}

TEST(XlsxReaderTest, SaysWhatIsWrongWithAFile) {
  for (const Bad& bad : BadFiles()) {
    const absl::Status status = Read(bad.bytes).status();
    EXPECT_EQ(status::ReasonOf(status), bad.reason) << bad.what << ": " << status;
    EXPECT_THAT(status.message(), HasSubstr(bad.message)) << bad.what;
    EXPECT_FALSE(status::DetailOf(status).fr().empty()) << bad.what;
  }
}

TEST(XlsxReaderTest, RefusesBombs) {
  // 64 MiB of blanks: packed about a thousandfold.
  const std::string bomb = Zipped(With(WorkbookParts(""), "xl/worksheets/sheet1.xml",
                                       absl::StrCat("<worksheet>", std::string(64 << 20, ' '))));
  ASSERT_LT(bomb.size(), size_t{100'000});
  const absl::Status status = Read(bomb).status();
  EXPECT_EQ(status::ReasonOf(status), error::v1::LIMIT_EXCEEDED) << status;
  EXPECT_THAT(status.message(), HasSubstr("200 times"));
}

struct Limit {
  std::string what;
  std::string rows;
  std::function<void(XlsxOptions&, int step)> set;  // step 0: just enough; 1: one too few
};

TEST(XlsxReaderTest, HoldsItsBounds) {
  const std::string three = "<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>";
  const Limit limits[] = {
      {"columns", three, [](XlsxOptions& o, int step) { o.max_columns = 3 - step; }},
      {"cells", three, [](XlsxOptions& o, int step) { o.max_cells = 3 - step; }},
      {"rows", absl::StrCat(three, three), [](XlsxOptions& o, int step) { o.max_rows = 2 - step; }},
      {"row bytes", three,
       [&](XlsxOptions& o, int step) {
         o.max_row_bytes = 100;  // of the texts' items too
         if (step == 1) o.max_row_bytes = three.size() - 1;
       }},
      {"cell bytes", "<row><c t='inlineStr'><is><t>abcdé</t></is></c></row>",
       [](XlsxOptions& o, int step) { o.max_cell_bytes = 6 - step; }},
      {"strings", three, [](XlsxOptions& o, int step) { o.max_shared_strings = 4 - step; }},
      {"sheets", three, [](XlsxOptions& o, int step) { o.max_sheets = 2 - step; }},
      {"parts", three, [](XlsxOptions& o, int step) { o.archive.max_entries = 6 - step; }},
  };
  for (const Limit& limit : limits) {
    for (const int step : {0, 1}) {
      XlsxOptions options;
      limit.set(options, step);
      const absl::Status status = Read(Zipped(WorkbookParts(limit.rows)), options).status();
      const auto want = step == 0 ? error::v1::ERROR_REASON_UNSPECIFIED : error::v1::LIMIT_EXCEEDED;
      EXPECT_EQ(status::ReasonOf(status), want) << limit.what << " " << step << ": " << status;
    }
  }
}

TEST(XlsxReaderTest, ReadsWhatTheWriterWrites) {
  const std::vector<Cell> cells = {
      Cell::Text("=1+1"),
      Cell::Text(" two\r\nlines\x01 _x0041_ \xEF\xBF\xBF & <é> \xF0\x9F\x98\x80 "),
      Cell::Number("-12.5"),
      Cell::Number("0.1"),
      Cell::Bool(true),
      Cell(),
      Cell::Date("2026-02-28"),
      Cell::Date("1900-03-01"),
  };
  std::string bytes;
  XlsxWriter writer(
      [&](absl::string_view piece) {
        bytes.append(piece.data(), piece.size());
        return absl::OkStatus();
      },
      "A & B");
  ASSERT_EQ(writer.Head({"a", "<b>"}), absl::OkStatus());
  ASSERT_EQ(writer.Row(cells), absl::OkStatus());
  // More than a spreadsheet can keep as a number or a date.
  ASSERT_EQ(writer.Row({Cell::Number("1234567890123.4567"), Cell::Date("1815-06-18")}),
            absl::OkStatus());
  ASSERT_EQ(writer.Finish(), absl::OkStatus());
  const auto rows = Read(bytes);
  ASSERT_EQ(rows.status(), absl::OkStatus());
  ASSERT_EQ(rows->size(), 3u);
  EXPECT_THAT(rows->at(0).cells, ElementsAre(Cell::Text("a"), Cell::Text("<b>")));
  EXPECT_EQ(rows->at(1).cells, cells);
  EXPECT_THAT(rows->at(2).cells,
              ElementsAre(Cell::Text("1234567890123.4567"), Cell::Text("1815-06-18")));
}

TEST(XlsxWriterTest, RefusesWhatASpreadsheetCannotHold) {
  XlsxWriter writer([](absl::string_view) { return absl::OkStatus(); }, "s");
  ASSERT_EQ(writer.Head({"a"}), absl::OkStatus());
  EXPECT_EQ(writer.Row({Cell::Text(std::string(32'767, 'x'))}), absl::OkStatus());
  EXPECT_EQ(status::ReasonOf(writer.Row({Cell::Text(std::string(32'768, 'x'))})),
            error::v1::LIMIT_EXCEEDED);
}

}  // namespace
}  // namespace palier::mapping
