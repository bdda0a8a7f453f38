// SPDX-License-Identifier: Apache-2.0
// Rows and columns, printed for people or for spreadsheets.
#ifndef PALIER_PALIERCTL_OUTPUT_TABLE_H_
#define PALIER_PALIERCTL_OUTPUT_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace palier::ctl {

struct Column {
  std::string title;
  // Numbers stand on the right.
  bool right = false;
};

struct Table {
  std::vector<Column> columns;
  // Each row has as many cells as there are columns.
  std::vector<std::vector<std::string>> rows;
};

// Aligned by what the characters take on a terminal. With a `width` in columns, the widest columns
// are cut (…) until the lines fit, or until each is down to 8; 0 is unlimited. Control characters
// are shown as spaces.
std::string RenderTable(const Table& table, int width);

// The table without the columns that are empty in every row; with no rows, the table itself.
Table WithoutEmptyColumns(const Table& table);

// RFC 4180: CRLF, quotes where needed. A cell that a spreadsheet would take for a formula (= + - @
// first, but no number) gets a ' before it.
std::string RenderCsv(const Table& table);

// Columns that `text` takes on a terminal: 0 for combining marks, 2 for wide characters.
int DisplayWidth(absl::string_view text);

// Columns of the terminal behind a descriptor; 0 when it is none.
int TerminalWidth(int descriptor);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_OUTPUT_TABLE_H_
