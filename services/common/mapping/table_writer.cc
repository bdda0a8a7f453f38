// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/table_writer.h"

#include <utility>

#include "common/mapping/csv_writer.h"
#include "common/mapping/xlsx_writer.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

class CsvTable : public TableWriter {
 public:
  CsvTable(Sink sink, bool french)
      : sink_(std::move(sink)), style_(french ? CsvStyle::French() : CsvStyle()) {}

  absl::Status Head(const std::vector<std::string>& names) override {
    RETURN_IF_ERROR(sink_(CsvHead(style_)));
    std::vector<Cell> cells;
    for (const std::string& name : names) cells.push_back(Cell::Text(name));
    return Row(cells);
  }
  absl::Status Row(absl::Span<const Cell> cells) override { return sink_(CsvLine(cells, style_)); }
  absl::Status Finish() override { return absl::OkStatus(); }

 private:
  const Sink sink_;
  const CsvStyle style_;
};

class XlsxTable : public TableWriter {
 public:
  XlsxTable(Sink sink, std::string sheet) : writer_(std::move(sink), std::move(sheet)) {}

  absl::Status Head(const std::vector<std::string>& names) override { return writer_.Head(names); }
  absl::Status Row(absl::Span<const Cell> cells) override { return writer_.Row(cells); }
  absl::Status Finish() override { return writer_.Finish(); }

 private:
  XlsxWriter writer_;
};

}  // namespace

std::unique_ptr<TableWriter> MakeCsvTable(TableWriter::Sink sink, bool french) {
  return std::make_unique<CsvTable>(std::move(sink), french);
}

std::unique_ptr<TableWriter> MakeXlsxTable(TableWriter::Sink sink, std::string sheet) {
  return std::make_unique<XlsxTable>(std::move(sink), std::move(sheet));
}

}  // namespace palier::mapping
