// SPDX-License-Identifier: Apache-2.0
#include "reporting/workbook/book.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"

namespace palier::reporting {
namespace {

constexpr char kMoneyPattern[] = "#,##0.00;[Red]-#,##0.00";
constexpr char kPercentPattern[] = "0.0%";
// What may be changed is blue on yellow, as analysts do.
constexpr lxw_color_t kInputText = 0x0000C0, kInputFill = 0xFFF8DC, kHeaderFill = 0xDDE6F0,
                      kNoteText = 0x595959;

void Design(Look look, lxw_format* format) {
  switch (look) {
    case Look::kPlain:
      return;
    case Look::kTitle:
      format_set_bold(format);
      format_set_font_size(format, 14);
      return;
    case Look::kHeader:
    case Look::kHeaderText:
      format_set_bold(format);
      format_set_bg_color(format, kHeaderFill);
      format_set_bottom(format, LXW_BORDER_THIN);
      if (look == Look::kHeader) format_set_align(format, LXW_ALIGN_RIGHT);
      return;
    case Look::kText:
      format_set_text_wrap(format);
      format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
      return;
    case Look::kMoney:
      format_set_num_format(format, kMoneyPattern);
      return;
    case Look::kMoneyInput:
      format_set_num_format(format, kMoneyPattern);
      format_set_font_color(format, kInputText);
      format_set_bg_color(format, kInputFill);
      return;
    case Look::kPercent:
      format_set_num_format(format, kPercentPattern);
      return;
    case Look::kPercentInput:
      format_set_num_format(format, kPercentPattern);
      format_set_font_color(format, kInputText);
      format_set_bg_color(format, kInputFill);
      return;
    case Look::kYears:
      format_set_num_format(format, "0.0");
      format_set_align(format, LXW_ALIGN_RIGHT);
      return;
    case Look::kTotal:
      format_set_num_format(format, kMoneyPattern);
      format_set_bold(format);
      format_set_top(format, LXW_BORDER_THIN);
      return;
    case Look::kTotalText:
      format_set_bold(format);
      format_set_top(format, LXW_BORDER_THIN);
      return;
    case Look::kNote:
      format_set_italic(format);
      format_set_font_color(format, kNoteText);
      return;
  }
}

}  // namespace

std::string NameOf(Cell cell) {
  char name[LXW_MAX_CELL_NAME_LENGTH];
  lxw_rowcol_to_cell(name, static_cast<lxw_row_t>(cell.row), static_cast<lxw_col_t>(cell.column));
  return name;
}

std::string FixedNameOf(Cell cell) {
  char name[LXW_MAX_CELL_NAME_LENGTH];
  lxw_rowcol_to_cell_abs(name, static_cast<lxw_row_t>(cell.row),
                         static_cast<lxw_col_t>(cell.column), LXW_TRUE, LXW_TRUE);
  return name;
}

std::string RangeOf(Cell first, Cell last) {
  return absl::StrCat(NameOf(first), ":", NameOf(last));
}

std::string Sheet::Reference(Cell cell) const {
  return absl::StrCat(name_, "!", FixedNameOf(cell));
}

std::string Sheet::Reference(Cell first, Cell last) const {
  return absl::StrCat(name_, "!", FixedNameOf(first), ":", FixedNameOf(last));
}

void Sheet::Text(Cell at, const std::string& text, Look look) {
  worksheet_write_string(sheet_, static_cast<lxw_row_t>(at.row), static_cast<lxw_col_t>(at.column),
                         text.c_str(), book_->FormatOf(look));
}

void Sheet::Number(Cell at, double value, Look look) {
  worksheet_write_number(sheet_, static_cast<lxw_row_t>(at.row), static_cast<lxw_col_t>(at.column),
                         value, book_->FormatOf(look));
}

void Sheet::Formula(Cell at, const std::string& formula, double value, Look look) {
  worksheet_write_formula_num(sheet_, static_cast<lxw_row_t>(at.row),
                              static_cast<lxw_col_t>(at.column), absl::StrCat("=", formula).c_str(),
                              book_->FormatOf(look), value);
}

void Sheet::TextFormula(Cell at, const std::string& formula, const std::string& value, Look look) {
  worksheet_write_formula_str(sheet_, static_cast<lxw_row_t>(at.row),
                              static_cast<lxw_col_t>(at.column), absl::StrCat("=", formula).c_str(),
                              book_->FormatOf(look), value.c_str());
}

void Sheet::Widths(int first_column, int last_column, double width) {
  worksheet_set_column(sheet_, static_cast<lxw_col_t>(first_column),
                       static_cast<lxw_col_t>(last_column), width, nullptr);
}

void Sheet::Freeze(Cell at) {
  worksheet_freeze_panes(sheet_, static_cast<lxw_row_t>(at.row), static_cast<lxw_col_t>(at.column));
}

void Sheet::FitOnePage() {
  worksheet_set_landscape(sheet_);
  worksheet_set_paper(sheet_, 9);  // A4
  worksheet_fit_to_pages(sheet_, 1, 1);
}

absl::StatusOr<std::unique_ptr<Book>> Book::Open() {
  const int file = memfd_create("workbook", MFD_CLOEXEC);
  if (file < 0) return status::Internal("no memory file for a workbook");
  return std::unique_ptr<Book>(new Book(file));
}

Book::Book(int file)
    : file_(file), book_(workbook_new(absl::StrCat("/proc/self/fd/", file).c_str())) {}

Book::~Book() {
  if (book_ != nullptr) lxw_workbook_free(book_);
  if (file_ >= 0) close(file_);
}

Sheet Book::Add(const std::string& name) {
  return Sheet(*this, workbook_add_worksheet(book_, name.c_str()), absl::StrCat("'", name, "'"));
}

void Book::Define(const std::string& name, const std::string& reference) {
  workbook_define_name(book_, name.c_str(), absl::StrCat("=", reference).c_str());
}

void Book::Describe(const std::string& title, const std::string& subject) {
  lxw_doc_properties properties = {};
  // They are not changed.
  properties.title = const_cast<char*>(title.c_str());
  properties.subject = const_cast<char*>(subject.c_str());
  properties.company = const_cast<char*>("Palier");
  workbook_set_properties(book_, &properties);
}

lxw_chart* Book::Chart(lxw_chart_type type) {
  return workbook_add_chart(book_, static_cast<uint8_t>(type));
}

lxw_format* Book::FormatOf(Look look) {
  lxw_format*& format = formats_[static_cast<int>(look)];
  if (format == nullptr) {
    format = workbook_add_format(book_);
    Design(look, format);
  }
  return format;
}

absl::StatusOr<std::string> Book::Bytes() {
  // Frees the book too.
  const lxw_error error = workbook_close(std::exchange(book_, nullptr));
  if (error != LXW_NO_ERROR) {
    return status::Internal(absl::StrCat("a workbook cannot be assembled: ", lxw_strerror(error)));
  }
  struct stat known = {};
  if (fstat(file_, &known) != 0) return status::Internal("a workbook cannot be read back");
  std::string bytes(static_cast<size_t>(known.st_size), '\0');
  for (size_t read = 0; read < bytes.size();) {
    const ssize_t count =
        pread(file_, bytes.data() + read, bytes.size() - read, static_cast<off_t>(read));
    if (count <= 0) return status::Internal("a workbook cannot be read back");
    read += static_cast<size_t>(count);
  }
  return bytes;
}

}  // namespace palier::reporting
