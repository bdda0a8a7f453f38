// SPDX-License-Identifier: Apache-2.0
// Figures, and the records behind them, as tables for a spreadsheet. Pure but for the writer.
#ifndef PALIER_REPORTING_EXPORTS_FIGURE_TABLES_H_
#define PALIER_REPORTING_EXPORTS_FIGURE_TABLES_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "common/mapping/table_writer.h"
#include "common/rpc/call.h"
#include "reporting/figures/figure_book.h"

namespace palier::reporting {

// After each figure, with the rows written so far; an error ends the table and is returned.
using OnFigure = std::function<absl::Status(int64_t rows)>;

// Each figure and each of its parts in a row; of money, a row for each currency.
absl::Status WriteFigures(const FigureBook& book, rpc::Language language,
                          mapping::TableWriter& writer, const OnFigure& on_figure);

// Each record behind each figure in a row.
absl::Status WriteRecords(const FigureBook& book, rpc::Language language,
                          mapping::TableWriter& writer, const OnFigure& on_figure);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_EXPORTS_FIGURE_TABLES_H_
