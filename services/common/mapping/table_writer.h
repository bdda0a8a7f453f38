// SPDX-License-Identifier: Apache-2.0
// A table into a file, row by row, in whichever format was asked for.
#ifndef PALIER_COMMON_MAPPING_TABLE_WRITER_H_
#define PALIER_COMMON_MAPPING_TABLE_WRITER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/mapping/cell.h"

namespace palier::mapping {

// Head, then rows, then Finish. Returns the sink's errors and LIMIT_EXCEEDED (XlsxWriter). Memory:
// one row. Not thread-safe.
class TableWriter {
 public:
  using Sink = std::function<absl::Status(absl::string_view bytes)>;

  virtual ~TableWriter() = default;
  virtual absl::Status Head(const std::vector<std::string>& names) = 0;
  virtual absl::Status Row(absl::Span<const Cell> cells) = 0;
  virtual absl::Status Finish() = 0;
};

// `french`: separated and written as Excel in French opens it.
std::unique_ptr<TableWriter> MakeCsvTable(TableWriter::Sink sink, bool french);
// `sheet` as in XlsxWriter.
std::unique_ptr<TableWriter> MakeXlsxTable(TableWriter::Sink sink, std::string sheet);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_TABLE_WRITER_H_
