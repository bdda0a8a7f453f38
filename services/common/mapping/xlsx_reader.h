// SPDX-License-Identifier: Apache-2.0
// Workbooks as Excel, LibreOffice and Google Sheets write them (.xlsx), read row by row within
// fixed bounds.
#ifndef PALIER_COMMON_MAPPING_XLSX_READER_H_
#define PALIER_COMMON_MAPPING_XLSX_READER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/mapping/cell.h"
#include "common/mapping/zip_archive.h"

namespace palier::mapping {

struct XlsxOptions {
  // Empty: the first sheet that is not hidden. Compared folded (mapping::Fold).
  std::string sheet;
  ZipLimits archive;
  int max_sheets = 256;
  int64_t max_rows = 1'048'576;
  // Cells without a value beyond it are left out.
  int max_columns = 1024;
  // Cells with a value.
  int64_t max_cells = 20'000'000;
  int64_t max_shared_strings = 2'000'000;
  int64_t max_shared_bytes = int64_t{128} << 20;
  // 32,767 characters is what a spreadsheet can hold.
  size_t max_cell_bytes = size_t{128} << 10;
  size_t max_row_bytes = size_t{16} << 20;
};

struct XlsxRow {
  // As the spreadsheet numbers it, from 1.
  int64_t number = 0;
  // From column A on, without the empty ones at the end.
  std::vector<Cell> cells;
};

// Calls `on_row` for each row with a value, in the order of the sheet; its error ends the reading
// and is returned. Rows before a defect have been reported when it is found.
//
// Read: shared and inline strings (rich texts as their text), numbers, booleans, errors, dates and
// times by their number format (epochs 1900, with its February 29, and 1904), the cached values of
// formulas. A time of day without a day is a text. Nothing outside the file is ever opened; macros,
// links, styles and pictures are not looked at.
//
// Memory is bounded by the file, its shared strings and one row. Returns UNREADABLE_FILE if the
// file is no workbook, has no such sheet, or is damaged, naming sheet and cell; LIMIT_EXCEEDED if
// it passes a bound. Thread-safe.
absl::Status ForEachXlsxRow(std::string bytes, const XlsxOptions& options,
                            const std::function<absl::Status(const XlsxRow&)>& on_row);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_XLSX_READER_H_
