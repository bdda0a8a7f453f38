// SPDX-License-Identifier: Apache-2.0
// One value of a table, whatever file it came from or goes to.
#ifndef PALIER_COMMON_MAPPING_CELL_H_
#define PALIER_COMMON_MAPPING_CELL_H_

#include <string>
#include <utility>

namespace palier::mapping {

enum class CellKind {
  kEmpty,
  kText,      // as it stands; from a CSV file every value is one
  kNumber,    // "-12.5": digits with a point, no exponent, no group marks
  kBool,      // "true" or "false"
  kDate,      // "2026-03-01"
  kDateTime,  // "2026-03-01T08:30:00": without offset, as spreadsheets keep times
  kError,     // "#N/A"; "=" and a formula that was never calculated
};

struct Cell {
  CellKind kind = CellKind::kEmpty;
  std::string text;

  // An empty text is an empty cell.
  static Cell Text(std::string text) {
    if (text.empty()) return {};
    return {CellKind::kText, std::move(text)};
  }
  static Cell Number(std::string text) { return {CellKind::kNumber, std::move(text)}; }
  static Cell Bool(bool value) { return {CellKind::kBool, value ? "true" : "false"}; }
  static Cell Date(std::string iso) { return {CellKind::kDate, std::move(iso)}; }

  bool empty() const { return kind == CellKind::kEmpty; }
  friend bool operator==(const Cell&, const Cell&) = default;
};

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_CELL_H_
