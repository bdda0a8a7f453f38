// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/xlsx_writer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/mapping/errors.h"
#include "common/mapping/formula.h"
#include "common/mapping/number.h"
#include "common/mapping/xlsx_text.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

constexpr char kXml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr char kMain[] = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr char kOffice[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr char kPackage[] = "http://schemas.openxmlformats.org/package/2006";
constexpr char kType[] = "application/vnd.openxmlformats-officedocument.spreadsheetml";

// Numbers of the styles below.
enum Style { kPlain = 0, kBold = 1, kDay = 2, kQuoted = 3 };

std::string Styles() {
  return absl::StrCat(
      kXml, "<styleSheet xmlns=\"", kMain,
      "\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
      "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
      "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
      "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
      "<borders count=\"1\"><border/></borders>"
      "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"4\"><xf xfId=\"0\"/>"
      "<xf fontId=\"1\" applyFont=\"1\" xfId=\"0\"/>"
      "<xf numFmtId=\"14\" applyNumberFormat=\"1\" xfId=\"0\"/>"
      "<xf quotePrefix=\"1\" xfId=\"0\"/></cellXfs>"
      "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
      "</styleSheet>");
}

// Of a shape `<Relationship .../>` that both relation parts have.
std::string Relations(absl::string_view entries) {
  return absl::StrCat(kXml, "<Relationships xmlns=\"", kPackage, "/relationships\">", entries,
                      "</Relationships>");
}

std::string Relation(absl::string_view id, absl::string_view type, absl::string_view target) {
  return absl::StrCat("<Relationship Id=\"", id, "\" Type=\"", kOffice, "/", type, "\" Target=\"",
                      target, "\"/>");
}

std::string ContentTypes() {
  const auto part = [](absl::string_view name, absl::string_view type) {
    return absl::StrCat("<Override PartName=\"/xl/", name, "\" ContentType=\"", kType, ".", type,
                        "+xml\"/>");
  };
  return absl::StrCat(kXml, "<Types xmlns=\"", kPackage,
                      "/content-types\"><Default Extension=\"rels\" "
                      "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                      "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
                      part("workbook.xml", "sheet.main"),
                      part("worksheets/sheet1.xml", "worksheet"), part("styles.xml", "styles"),
                      "</Types>");
}

std::string WorkbookPart(absl::string_view sheet) {
  return absl::StrCat(kXml, "<workbook xmlns=\"", kMain, "\" xmlns:r=\"", kOffice,
                      "\"><sheets><sheet name=\"", EncodeXstring(sheet),
                      "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
}

std::string SheetBegin() {
  return absl::StrCat(kXml, "<worksheet xmlns=\"", kMain,
                      "\"><sheetViews><sheetView workbookViewId=\"0\">"
                      "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
                      "state=\"frozen\"/></sheetView></sheetViews>"
                      "<sheetFormatPr defaultRowHeight=\"15\"/>"
                      "<cols><col min=\"1\" max=\"16384\" width=\"18\" customWidth=\"1\"/></cols>"
                      "<sheetData>");
}

// How long a text is for a spreadsheet.
size_t Utf16Units(absl::string_view text) {
  size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

std::string TextCell(absl::string_view open, const std::string& text, bool head) {
  const Style style = head ? kBold : Guarded(text) != text ? kQuoted : kPlain;
  return absl::StrCat(open, style == kPlain ? "" : absl::StrCat(" s=\"", style, "\""),
                      " t=\"inlineStr\"><is><t xml:space=\"preserve\">", EncodeXstring(text),
                      "</t></is></c>");
}

std::string CellXml(const Cell& cell, absl::string_view place, bool head) {
  const std::string open = absl::StrCat("<c r=\"", place, "\"");
  switch (cell.kind) {
    case CellKind::kEmpty:
    case CellKind::kError:
      return "";
    case CellKind::kBool:
      return absl::StrCat(open, " t=\"b\"><v>", cell.text == "true" ? 1 : 0, "</v></c>");
    case CellKind::kNumber:
      if (SignificantDigits(cell.text) > 15) break;
      return absl::StrCat(open, "><v>", cell.text, "</v></c>");
    case CellKind::kDate: {
      const ParsedDate date = ParseDate(cell.text, {DateFormat::kIso}, {9999, 1, 1});
      const std::optional<int64_t> serial = date.readable() ? ToSerial(date.date) : std::nullopt;
      if (!serial.has_value()) break;
      return absl::StrCat(open, " s=\"", kDay, "\"><v>", *serial, "</v></c>");
    }
    case CellKind::kDateTime:
    case CellKind::kText:
      break;
  }
  return TextCell(open, cell.text, head);
}

absl::Status TooLarge(absl::string_view subject, int64_t limit) {
  return LimitExceeded({"A workbook holds at most {limit} {subject}. Export it as CSV.",
                        "Un classeur contient au plus {limit} ({subject}). Exportez en CSV."},
                       subject, limit);
}

}  // namespace

XlsxWriter::XlsxWriter(ZipWriter::Sink sink, std::string sheet)
    : zip_(std::move(sink)), sheet_(std::move(sheet)) {}

absl::Status XlsxWriter::AddParts() {
  RETURN_IF_ERROR(zip_.Add("[Content_Types].xml", ContentTypes()));
  RETURN_IF_ERROR(
      zip_.Add("_rels/.rels", Relations(Relation("rId1", "officeDocument", "xl/workbook.xml"))));
  RETURN_IF_ERROR(zip_.Add("xl/workbook.xml", WorkbookPart(sheet_)));
  RETURN_IF_ERROR(
      zip_.Add("xl/_rels/workbook.xml.rels",
               Relations(absl::StrCat(Relation("rId1", "worksheet", "worksheets/sheet1.xml"),
                                      Relation("rId2", "styles", "styles.xml")))));
  return zip_.Add("xl/styles.xml", Styles());
}

absl::Status XlsxWriter::Head(const std::vector<std::string>& names) {
  RETURN_IF_ERROR(AddParts());
  RETURN_IF_ERROR(zip_.Begin("xl/worksheets/sheet1.xml"));
  RETURN_IF_ERROR(zip_.Append(SheetBegin()));
  std::vector<Cell> cells;
  for (const std::string& name : names) cells.push_back(Cell::Text(name));
  return AppendRow(cells, true);
}

absl::Status XlsxWriter::Row(absl::Span<const Cell> cells) {
  return AppendRow(cells, false);
}

absl::Status XlsxWriter::AppendRow(absl::Span<const Cell> cells, bool head) {
  if (++rows_ > kMaxSheetRows) return TooLarge("rows", kMaxSheetRows);
  if (cells.size() > static_cast<size_t>(kMaxSheetColumns))
    return TooLarge("columns", kMaxSheetColumns);
  buffer_ = absl::StrCat("<row r=\"", rows_, "\">");
  for (size_t i = 0; i < cells.size(); ++i) {
    if (Utf16Units(cells[i].text) > kMaxSheetText)
      return TooLarge("characters in a cell", kMaxSheetText);
    buffer_ += CellXml(cells[i], absl::StrCat(ColumnLetters(static_cast<int>(i)), rows_), head);
  }
  buffer_ += "</row>";
  return zip_.Append(buffer_);
}

absl::Status XlsxWriter::Finish() {
  RETURN_IF_ERROR(zip_.Append("</sheetData></worksheet>"));
  RETURN_IF_ERROR(zip_.End());
  return zip_.Finish();
}

}  // namespace palier::mapping
