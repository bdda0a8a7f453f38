// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/xlsx_reader.h"

#include <cstdlib>
#include <pugixml.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/charconv.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/mapping/encoding.h"
#include "common/mapping/errors.h"
#include "common/mapping/number.h"
#include "common/mapping/text.h"
#include "common/mapping/xlsx_workbook.h"
#include "common/mapping/xml_pieces.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

// Cells of one sheet, from XML to values.
class SheetReader {
 public:
  SheetReader(const Workbook& workbook, const XlsxOptions& options,
              const std::function<absl::Status(const XlsxRow&)>& on_row)
      : workbook_(workbook), options_(options), on_row_(on_row) {}

  absl::Status TakeRow(absl::string_view xml) {
    pugi::xml_document document;
    const pugi::xml_parse_result result = document.load_buffer(
        xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single,
        pugi::encoding_utf8);
    if (!result) return Bad(absl::StrCat("row ", row_ + 1), result.description());
    const pugi::xml_node node = document.document_element();
    RETURN_IF_ERROR(NumberRow(node));
    XlsxRow row{row_, {}};
    next_column_ = 0;
    for (const pugi::xml_node& cell : node.children()) {
      if (LocalName(cell) == "c") RETURN_IF_ERROR(TakeCell(cell, row));
    }
    return row.cells.empty() ? absl::OkStatus() : on_row_(row);
  }

 private:
  absl::Status Bad(absl::string_view place, absl::string_view what) const {
    return UnreadableFile(
        {"The workbook is damaged at {detail}.", "Le classeur est abîmé à {detail}."},
        absl::StrCat(Excerpt(workbook_.sheet, 100), "!", place, ": ", Excerpt(what, 100)));
  }

  // A row without a number comes after the one before.
  absl::Status NumberRow(const pugi::xml_node& node) {
    const std::string text = node.attribute("r").value();
    int64_t number = row_ + 1;
    if (!text.empty() && !absl::SimpleAtoi(text, &number)) return Bad("row", text);
    if (number <= row_) return Bad(absl::StrCat("row ", number), "order");
    row_ = number;
    if (number > options_.max_rows) {
      return LimitExceeded(
          {"The sheet has more than {limit} rows.", "La feuille a plus de {limit} lignes."}, "rows",
          options_.max_rows);
    }
    return absl::OkStatus();
  }

  absl::Status TakeCell(const pugi::xml_node& node, XlsxRow& row) {
    const std::string reference = node.attribute("r").value();
    CellPlace place{next_column_, row_};
    if (!reference.empty()) {
      const std::optional<CellPlace> given = ParsePlace(reference);
      if (!given.has_value() || given->row != row_ || given->column < next_column_)
        return Bad(reference, "place");
      place = *given;
    }
    next_column_ = place.column + 1;
    const std::string name = absl::StrCat(ColumnLetters(place.column), row_);
    ASSIGN_OR_RETURN(Cell cell, ReadCell(node, name));
    if (cell.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(CheckCell(cell, place, name));
    row.cells.resize(static_cast<size_t>(place.column) + 1);
    row.cells.back() = std::move(cell);
    return absl::OkStatus();
  }

  absl::Status CheckCell(const Cell& cell, const CellPlace& place, const std::string& name) {
    if (place.column >= options_.max_columns) {
      return LimitExceeded(
          {"The sheet has more than {limit} columns.", "La feuille a plus de {limit} colonnes."},
          "columns", options_.max_columns);
    }
    if (++cells_ > options_.max_cells) {
      return LimitExceeded(
          {"The sheet has more than {limit} cells.", "La feuille a plus de {limit} cellules."},
          "cells", options_.max_cells);
    }
    if (cell.text.size() > options_.max_cell_bytes) {
      return LimitExceeded({"Too long, more than {limit} bytes: {subject}.",
                            "Trop long, plus de {limit} octets : {subject}."},
                           absl::StrCat(Excerpt(workbook_.sheet, 100), "!", name),
                           static_cast<int64_t>(options_.max_cell_bytes));
    }
    return IsUtf8(cell.text) ? absl::OkStatus() : Bad(name, "UTF-8");
  }

  absl::StatusOr<Cell> ReadCell(const pugi::xml_node& node, const std::string& name) const {
    const absl::string_view type = node.attribute("t").value();
    if (type == "inlineStr") {
      for (const pugi::xml_node& child : node.children()) {
        if (LocalName(child) == "is") return Cell::Text(StringItem(child));
      }
      return Cell();
    }
    std::string value, formula;
    for (const pugi::xml_node& child : node.children()) {
      if (LocalName(child) == "f") formula = absl::StrCat("=", child.child_value());
      if (LocalName(child) == "v") value = child.child_value();
    }
    // What a formula comes to is unknown before a spreadsheet has calculated it; only a text may be
    // empty.
    if (!formula.empty() && value.empty() && type != "str")
      return Cell{CellKind::kError, std::string(Excerpt(formula, 200))};
    if (type == "str") return Cell::Text(DecodeXstring(value));
    value = std::string(absl::StripAsciiWhitespace(value));
    if (value.empty()) return Cell();
    if (type == "s") return SharedText(value, name);
    if (type == "b") return Cell::Bool(value == "1" || value == "true");
    if (type == "e") return Cell{CellKind::kError, value};
    if (type == "d") return IsoDate(value, name);
    if (type.empty() || type == "n") return Number(value, node.attribute("s").as_int(), name);
    return Bad(name, type);
  }

  absl::StatusOr<Cell> SharedText(const std::string& value, const std::string& name) const {
    int64_t index = -1;
    if (!absl::SimpleAtoi(value, &index) || index < 0 || index >= workbook_.strings.size())
      return Bad(name, value);
    return Cell::Text(std::string(workbook_.strings.at(index)));
  }

  absl::StatusOr<Cell> IsoDate(const std::string& value, const std::string& name) const {
    const absl::string_view text = value;
    const ParsedDate date = ParseDate(text.substr(0, 10), {DateFormat::kIso}, {9999, 1, 1});
    if (!date.readable()) return Bad(name, value);
    if (text.size() < 19 || text[10] != 'T') return Cell::Date(ToIso(date.date));
    return Cell{CellKind::kDateTime, std::string(text.substr(0, 19))};
  }

  absl::StatusOr<Cell> Number(const std::string& value, int style, const std::string& name) const {
    double number = 0;
    const char* end = value.data() + value.size();
    const absl::from_chars_result result = absl::from_chars(value.data(), end, number);
    const std::string text = ToDecimal(number);
    if (result.ptr != end || result.ec != std::errc() || text.empty()) return Bad(name, value);
    const bool known = style >= 0 && style < static_cast<int>(workbook_.formats.size());
    const NumberFormat format = known ? workbook_.formats[style] : NumberFormat();
    if (!format.date && !format.time) return Cell::Number(text);
    if (!format.date && number >= 0 && number < 1) {
      const auto second = static_cast<int>(number * 86'400 + 0.5);
      return Cell::Text(ClockText(second % 86'400));
    }
    if (!format.date) return Cell::Number(text);  // an elapsed time
    const std::optional<SerialTime> time = FromSerial(number, workbook_.epoch);
    if (!time.has_value()) return Cell{CellKind::kError, text};
    const std::string day = ToIso(time->day);
    if (!format.time) return Cell::Date(day);
    return Cell{CellKind::kDateTime, absl::StrCat(day, "T", ClockText(time->second))};
  }

  const Workbook& workbook_;
  const XlsxOptions& options_;
  const std::function<absl::Status(const XlsxRow&)>& on_row_;
  int64_t row_ = 0;
  int next_column_ = 0;
  int64_t cells_ = 0;
};

}  // namespace

absl::Status ForEachXlsxRow(std::string bytes, const XlsxOptions& options,
                            const std::function<absl::Status(const XlsxRow&)>& on_row) {
  ASSIGN_OR_RETURN(ZipArchive archive, ZipArchive::Open(std::move(bytes), options.archive));
  ASSIGN_OR_RETURN(const Workbook workbook, OpenWorkbook(archive, options));
  SheetReader reader(workbook, options, on_row);
  XmlPieces rows({"row", options.max_row_bytes},
                 [&](absl::string_view xml) { return reader.TakeRow(xml); });
  RETURN_IF_ERROR(
      archive.Read(workbook.sheet_part, [&](absl::string_view piece) { return rows.Feed(piece); }));
  return rows.Finish();
}

}  // namespace palier::mapping
