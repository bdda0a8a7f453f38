// SPDX-License-Identifier: Apache-2.0
// A workbook of one sheet, written row by row as a stream.
#ifndef PALIER_COMMON_MAPPING_XLSX_WRITER_H_
#define PALIER_COMMON_MAPPING_XLSX_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/mapping/cell.h"
#include "common/mapping/zip_writer.h"

namespace palier::mapping {

// Texts are cells of type text, never formulas; those that look like one are marked as quoted, so
// that editing them makes none either. Numbers with more digits than a spreadsheet keeps (15), and
// dates before 1900-03-01, are written as texts: nothing is rounded. Memory: one row. Not
// thread-safe.
class XlsxWriter {
 public:
  // `sheet` has at most 31 characters and none of []:*?/\.
  XlsxWriter(ZipWriter::Sink sink, std::string sheet);

  // The header: bold, and in view while the rows below are scrolled. Comes first.
  absl::Status Head(const std::vector<std::string>& names);
  // Returns LIMIT_EXCEEDED for a cell of more than 32,767 characters, more than 16,384 columns or
  // 1,048,576 rows, or a file above 4 GiB.
  absl::Status Row(absl::Span<const Cell> cells);
  absl::Status Finish();

 private:
  absl::Status AddParts();
  absl::Status AppendRow(absl::Span<const Cell> cells, bool head);

  ZipWriter zip_;
  const std::string sheet_;
  int64_t rows_ = 0;
  std::string buffer_;
};

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_XLSX_WRITER_H_
