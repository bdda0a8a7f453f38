// SPDX-License-Identifier: Apache-2.0
// Separated values as spreadsheets open them: RFC 4180, or as Excel in French reads it.
#ifndef PALIER_COMMON_MAPPING_CSV_WRITER_H_
#define PALIER_COMMON_MAPPING_CSV_WRITER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/mapping/cell.h"

namespace palier::mapping {

struct CsvStyle {
  char separator = ',';
  // 12,5 and 31/12/2026 and vrai.
  bool french = false;
  // Excel takes a file without one for Windows-1252.
  bool byte_order_mark = false;

  static CsvStyle French() { return {';', true, true}; }
};

// What a file begins with: the byte order mark, or nothing.
absl::string_view CsvHead(const CsvStyle& style);

// One row with its CRLF. A value is quoted when it holds a quote, a line end or any separator that
// some spreadsheet splits at. Texts that begin like formulas are guarded (formula.h); numbers and
// dates are what they are. CsvReader and Bare give the texts back. Thread-safe.
std::string CsvLine(absl::Span<const Cell> cells, const CsvStyle& style);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_CSV_WRITER_H_
