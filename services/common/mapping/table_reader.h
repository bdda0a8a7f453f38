// SPDX-License-Identifier: Apache-2.0
// A table of one header and many rows, from a CSV file or a sheet of a workbook: the same to
// whoever reads it.
#ifndef PALIER_COMMON_MAPPING_TABLE_READER_H_
#define PALIER_COMMON_MAPPING_TABLE_READER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/mapping/cell.h"
#include "common/mapping/number.h"

namespace palier::mapping {

enum class TableFormat {
  kUnknown,  // told by the first bytes
  kCsv,
  kXlsx,
};

struct TableOptions {
  TableFormat format = TableFormat::kUnknown;
  // Of a workbook; empty: the first that is not hidden.
  std::string sheet;
  int64_t max_rows = 100'000;
  int max_columns = 1024;
};

struct TableHead {
  std::vector<std::string> names;
  // A CSV file with semicolons is taken for one of Excel in French (or German, ...): decimal
  // commas, and the day before the month.
  NumberStyle numbers = NumberStyle::kUnknown;
  bool day_first = false;
  // Bytes that were no character of the file's encoding; U+FFFD stands for each.
  int64_t damaged_characters = 0;
  // "UTF-8", "windows-1252" ...; "XLSX".
  std::string encoding;
};

struct TableRow {
  // As a spreadsheet numbers it: the header is row 1 of a CSV file (empty lines do not count).
  int64_t number = 0;
  // By column of the header; those missing at the end are empty.
  std::vector<Cell> cells;
  // Values beyond the last column of the header.
  int surplus = 0;
};

// Reads a whole file. The first row with a value is the header. Values of a CSV file come as texts
// without the guard of formula.h; rows without any value are left out. A callback's error ends the
// reading and is returned. Memory: the file twice, and one row. Returns UNREADABLE_FILE or
// LIMIT_EXCEEDED as csv.h, encoding.h and xlsx_reader.h do. Thread-safe.
absl::Status ForEachTableRow(std::string bytes, const TableOptions& options,
                             const std::function<absl::Status(const TableHead&)>& on_head,
                             const std::function<absl::Status(const TableRow&)>& on_row);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_TABLE_READER_H_
