// SPDX-License-Identifier: Apache-2.0
// An Excel workbook that is written in memory, by libxlsxwriter.
#ifndef PALIER_REPORTING_WORKBOOK_BOOK_H_
#define PALIER_REPORTING_WORKBOOK_BOOK_H_

#include <xlsxwriter.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"

namespace palier::reporting {

// A cell by its row and column, both from 0.
struct Cell {
  int row = 0, column = 0;
};

// `B3`, and `$B$3` for one that stays when a formula is copied.
std::string NameOf(Cell cell);
std::string FixedNameOf(Cell cell);
// `B3:D3`.
std::string RangeOf(Cell first, Cell last);

// How a cell looks. Inputs stand out, as what one may change.
enum class Look {
  kPlain,
  kTitle,
  kHeader,
  kHeaderText,
  kText,
  kMoney,
  kMoneyInput,
  kPercent,
  kPercentInput,
  kYears,
  kTotal,
  kTotalText,
  kNote
};

class Book;

// One sheet; lives as long as its book.
class Sheet {
 public:
  // As written in formulas: in quotes.
  const std::string& name() const { return name_; }
  // `'Inputs'!$B$3`.
  std::string Reference(Cell cell) const;
  std::string Reference(Cell first, Cell last) const;

  void Text(Cell at, const std::string& text, Look look = Look::kPlain);
  void Number(Cell at, double value, Look look);
  // `formula` without `=`, in English with commas; `value` is what it comes to, for programs that
  // show without computing.
  void Formula(Cell at, const std::string& formula, double value, Look look);
  void TextFormula(Cell at, const std::string& formula, const std::string& value, Look look);
  // In characters.
  void Widths(int first_column, int last_column, double width);
  // Rows above, and columns left of it, stay in sight.
  void Freeze(Cell at);
  // On one page, landscape.
  void FitOnePage();
  lxw_worksheet* raw() const { return sheet_; }

 private:
  friend class Book;
  Sheet(Book& book, lxw_worksheet* sheet, std::string name)
      : book_(&book), sheet_(sheet), name_(std::move(name)) {}

  Book* book_;
  lxw_worksheet* sheet_;
  std::string name_;
};

// Not thread-safe.
class Book {
 public:
  // INTERNAL when the machine gives no memory file.
  static absl::StatusOr<std::unique_ptr<Book>> Open();
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;
  ~Book();

  // At most 31 characters without []:*?/\.
  Sheet Add(const std::string& name);
  // A name for cells, usable in every formula.
  void Define(const std::string& name, const std::string& reference);
  void Describe(const std::string& title, const std::string& subject);
  lxw_chart* Chart(lxw_chart_type type);
  lxw_format* FormatOf(Look look);
  // Closes the book: nothing can be written any more. INTERNAL when it cannot be assembled.
  absl::StatusOr<std::string> Bytes();

 private:
  explicit Book(int file);

  int file_ = -1;
  lxw_workbook* book_ = nullptr;
  lxw_format* formats_[static_cast<int>(Look::kNote) + 1] = {};
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_WORKBOOK_BOOK_H_
