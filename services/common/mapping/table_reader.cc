// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/table_reader.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/mapping/csv.h"
#include "common/mapping/encoding.h"
#include "common/mapping/errors.h"
#include "common/mapping/formula.h"
#include "common/mapping/xlsx_reader.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

// What both formats have in common once a row is read.
class Rows {
 public:
  Rows(const TableOptions& options, const std::function<absl::Status(const TableHead&)>& on_head,
       const std::function<absl::Status(const TableRow&)>& on_row)
      : options_(options), on_head_(on_head), on_row_(on_row) {}

  TableHead& head() { return head_; }
  bool has_head() const { return has_head_; }

  absl::Status TakeHead(std::vector<std::string> names) {
    while (!names.empty() && names.back().empty()) names.pop_back();
    head_.names = std::move(names);
    has_head_ = true;
    return on_head_(head_);
  }

  absl::Status TakeRow(TableRow row) {
    const size_t width = head_.names.size();
    for (size_t i = width; i < row.cells.size(); ++i) row.surplus += row.cells[i].empty() ? 0 : 1;
    row.cells.resize(width);
    bool any = row.surplus > 0;
    for (const Cell& cell : row.cells) any = any || !cell.empty();
    if (!any) return absl::OkStatus();
    if (++rows_ > options_.max_rows) {
      return LimitExceeded({"A table may have at most {limit} rows. Split the file.",
                            "Une table peut avoir au plus {limit} lignes. Scindez le fichier."},
                           "rows", options_.max_rows);
    }
    return on_row_(row);
  }

 private:
  const TableOptions& options_;
  const std::function<absl::Status(const TableHead&)>& on_head_;
  const std::function<absl::Status(const TableRow&)>& on_row_;
  TableHead head_;
  bool has_head_ = false;
  int64_t rows_ = 0;
};

absl::Status ReadCsv(std::string bytes, const TableOptions& options, Rows& rows) {
  ASSIGN_OR_RETURN(const DecodedText text, Decode(std::move(bytes)));
  rows.head().damaged_characters = text.defect_count;
  rows.head().encoding = std::string(EncodingName(text.encoding));
  CsvOptions csv;
  csv.max_columns = options.max_columns;
  const CsvReader* reading = nullptr;
  CsvReader reader(
      csv,
      [&](const CsvRow& row) {
        if (reading->separator() == ';') {
          rows.head().numbers = NumberStyle::kFrench;
          rows.head().day_first = true;
        }
        return rows.TakeHead(row.fields);
      },
      [&](const CsvRow& row) {
        TableRow made{row.record + 1, {}, 0};
        for (const std::string& field : row.fields)
          made.cells.push_back(Cell::Text(std::string(Bare(field))));
        return rows.TakeRow(std::move(made));
      });
  reading = &reader;
  RETURN_IF_ERROR(reader.Feed(text.text));
  return reader.Finish();
}

absl::Status ReadXlsx(std::string bytes, const TableOptions& options, Rows& rows) {
  rows.head().encoding = "XLSX";
  XlsxOptions xlsx;
  xlsx.sheet = options.sheet;
  xlsx.max_columns = options.max_columns;
  RETURN_IF_ERROR(ForEachXlsxRow(std::move(bytes), xlsx, [&](const XlsxRow& row) -> absl::Status {
    if (rows.has_head()) return rows.TakeRow({row.number, row.cells, 0});
    std::vector<std::string> names;
    for (const Cell& cell : row.cells) names.push_back(cell.text);
    return rows.TakeHead(std::move(names));
  }));
  if (rows.has_head()) return absl::OkStatus();
  return UnreadableFile({"The sheet is empty.", "La feuille est vide."}, "empty");
}

// Every XLSX file is a ZIP archive; an old or locked workbook is sent to the same reader, which
// says so.
bool LooksLikeWorkbook(absl::string_view bytes) {
  return absl::StartsWith(bytes, "PK\x03\x04") || absl::StartsWith(bytes, "\xD0\xCF\x11\xE0");
}

}  // namespace

absl::Status ForEachTableRow(std::string bytes, const TableOptions& options,
                             const std::function<absl::Status(const TableHead&)>& on_head,
                             const std::function<absl::Status(const TableRow&)>& on_row) {
  Rows rows(options, on_head, on_row);
  const bool workbook = options.format == TableFormat::kXlsx ||
                        (options.format == TableFormat::kUnknown && LooksLikeWorkbook(bytes));
  return workbook ? ReadXlsx(std::move(bytes), options, rows)
                  : ReadCsv(std::move(bytes), options, rows);
}

}  // namespace palier::mapping
