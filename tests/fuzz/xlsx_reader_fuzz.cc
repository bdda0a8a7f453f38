// SPDX-License-Identifier: Apache-2.0
// A workbook of any bytes: an archive as it is, or one part of a good workbook replaced, so that
// checksums do not hide the readers of XML. Bounds hold, whatever comes.
#include <cstddef>
#include <cstdint>
#include <string>

#include "common/mapping/encoding.h"
#include "common/mapping/xlsx_fixture.h"
#include "common/mapping/xlsx_reader.h"
#include "tests/fuzz/check.h"

using namespace palier::mapping;  // NOLINT

namespace {

XlsxOptions Bounds() {
  XlsxOptions options;
  options.archive.max_archive_bytes = 1 << 20;
  options.archive.max_total_bytes = 4 << 20;
  options.archive.max_entries = 64;
  options.max_rows = 10'000;
  options.max_columns = 100;
  options.max_cells = 5'000;
  options.max_shared_strings = 1'000;
  options.max_shared_bytes = 1 << 16;
  options.max_cell_bytes = 4096;
  options.max_row_bytes = 1 << 16;
  return options;
}

void Read(std::string bytes) {
  const XlsxOptions options = Bounds();
  int64_t last = 0;
  ForEachXlsxRow(std::move(bytes), options, [&](const XlsxRow& row) {
    FUZZ_CHECK(row.number > last && row.number <= options.max_rows);
    FUZZ_CHECK(!row.cells.empty() && !row.cells.back().empty());
    FUZZ_CHECK(static_cast<int>(row.cells.size()) <= options.max_columns);
    for (const Cell& cell : row.cells) {
      FUZZ_CHECK(cell.text.size() <= options.max_cell_bytes);
      FUZZ_CHECK(IsUtf8(cell.text));
    }
    last = row.number;
    return absl::OkStatus();
  }).IgnoreError();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::string kRow =
      "<row r='1'><c t='s'><v>0</v></c><c s='1'><v>46082</v></c><c t='s'><v>2</v></c></row>";
  if (size == 0) return 0;
  std::string rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  Parts parts = WorkbookParts(kRow);
  switch (data[0]) {
    case 'r':
      parts = WorkbookParts(rest);
      break;
    case 'w':
      parts["xl/worksheets/sheet1.xml"] = rest;
      break;
    case 's':
      parts["xl/sharedStrings.xml"] = rest;
      break;
    case 'f':
      parts["xl/styles.xml"] = rest;
      break;
    case 'b':
      parts["xl/workbook.xml"] = rest;
      break;
    case 'l':
      parts["xl/_rels/workbook.xml.rels"] = rest;
      break;
    default:
      Read(std::string(reinterpret_cast<const char*>(data), size));
      return 0;
  }
  Read(Zipped(parts));
  return 0;
}
