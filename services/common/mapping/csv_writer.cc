// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/csv_writer.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/mapping/formula.h"

namespace palier::mapping {
namespace {

// 2026-12-31 as 31/12/2026, with the time that may follow.
std::string FrenchDate(absl::string_view iso) {
  if (iso.size() < 10) return std::string(iso);
  const std::string day =
      absl::StrCat(iso.substr(8, 2), "/", iso.substr(5, 2), "/", iso.substr(0, 4));
  return iso.size() == 10 ? day : absl::StrCat(day, " ", iso.substr(11));
}

std::string Written(const Cell& cell, const CsvStyle& style) {
  switch (cell.kind) {
    case CellKind::kText:
      return Guarded(cell.text);
    case CellKind::kNumber:
      return style.french ? absl::StrReplaceAll(cell.text, {{".", ","}}) : cell.text;
    case CellKind::kDate:
    case CellKind::kDateTime:
      return style.french ? FrenchDate(cell.text) : cell.text;
    case CellKind::kBool:
      if (!style.french) return cell.text;
      return cell.text == "true" ? "vrai" : "faux";
    case CellKind::kEmpty:
    case CellKind::kError:
      return "";
  }
  return "";
}

// A number in French has a comma without needing quotes.
bool NeedsQuotes(const Cell& cell, absl::string_view text, const CsvStyle& style) {
  if (cell.kind != CellKind::kText) return text.find(style.separator) != absl::string_view::npos;
  return text.find_first_of(",;\t\"\r\n") != absl::string_view::npos || text.front() == ' ' ||
         text.back() == ' ';
}

}  // namespace

absl::string_view CsvHead(const CsvStyle& style) {
  return style.byte_order_mark ? "\xEF\xBB\xBF" : "";
}

std::string CsvLine(absl::Span<const Cell> cells, const CsvStyle& style) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += style.separator;
    const std::string text = Written(cells[i], style);
    if (text.empty() || !NeedsQuotes(cells[i], text, style)) {
      line += text;
    } else {
      absl::StrAppend(&line, "\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
    }
  }
  // A row of one empty value would be an empty line, which is no row.
  if (line.empty()) line = "\"\"";
  return line + "\r\n";
}

}  // namespace palier::mapping
