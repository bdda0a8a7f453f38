// SPDX-License-Identifier: Apache-2.0
// A CSV file gives the same rows however it is cut, and rows that are written are read back.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "common/mapping/csv.h"
#include "common/mapping/csv_writer.h"
#include "common/mapping/formula.h"
#include "common/mapping/table_reader.h"
#include "tests/fuzz/check.h"

using namespace palier::mapping;  // NOLINT

namespace {

using Table = std::vector<std::vector<std::string>>;

CsvOptions Bounds() {
  CsvOptions options;
  options.max_field_bytes = 4096;
  options.max_row_bytes = 16384;
  options.max_columns = 64;
  return options;
}

absl::Status Read(absl::string_view text, size_t chunk, Table& table) {
  const auto keep = [&](const CsvRow& row) {
    table.push_back(row.fields);
    return absl::OkStatus();
  };
  CsvReader reader(Bounds(), keep, keep);
  for (size_t at = 0; at < text.size(); at += chunk) {
    const absl::Status status = reader.Feed(text.substr(at, chunk));
    if (!status.ok()) return status;
  }
  return reader.Finish();
}

void CheckWritten(const std::vector<std::string>& fields) {
  std::vector<Cell> cells;
  for (const std::string& field : fields) cells.push_back(Cell::Text(field));
  for (const CsvStyle& style : {CsvStyle(), CsvStyle::French()}) {
    CsvOptions options;
    options.separator = style.separator;
    std::vector<std::string> got;
    const auto keep = [&](const CsvRow& row) {
      for (const std::string& field : row.fields) got.emplace_back(Bare(field));
      return absl::OkStatus();
    };
    FUZZ_CHECK(ForEachRow(CsvLine(cells, style), options, keep, keep).ok());
    FUZZ_CHECK(got == fields);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const size_t chunk = 1 + data[0] % 17;
  const absl::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  Table whole, pieces;
  const absl::Status status = Read(text, text.size() + 1, whole);
  FUZZ_CHECK(Read(text, chunk, pieces).code() == status.code());
  if (status.ok()) FUZZ_CHECK(whole == pieces);
  for (const std::vector<std::string>& row : whole) CheckWritten(row);
  TableOptions options;
  options.format = TableFormat::kCsv;
  options.max_rows = 1000;
  size_t width = 0;
  ForEachTableRow(
      std::string(text), options,
      [&](const TableHead& head) {
        width = head.names.size();
        return absl::OkStatus();
      },
      [&](const TableRow& row) {
        FUZZ_CHECK(row.cells.size() == width);
        return absl::OkStatus();
      })
      .IgnoreError();
  return 0;
}
