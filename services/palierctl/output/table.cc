// SPDX-License-Identifier: Apache-2.0
#include "palierctl/output/table.h"

#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/mapping/csv_writer.h"

namespace palier::ctl {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 8;

// Calls `take(character, columns)` for each character; a byte that is no UTF-8 counts as one
// column.
template <typename Take>
void ForEachCharacter(absl::string_view text, const Take& take) {
  while (!text.empty()) {
    utf8proc_int32_t point = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    utf8proc_ssize_t size =
        utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &point);
    const int columns = size > 0 ? utf8proc_charwidth(point) : 1;
    if (size <= 0) size = 1;
    take(text.substr(0, size), columns);
    text.remove_prefix(size);
  }
}

// What comes from elsewhere must not move the cursor or change the colours.
std::string Harmless(absl::string_view text) {
  std::string out;
  ForEachCharacter(text, [&](absl::string_view character, int) {
    const auto first = static_cast<unsigned char>(character[0]);
    const bool control =
        first < 0x20 || first == 0x7f ||
        (first == 0xc2 && character.size() == 2 && static_cast<unsigned char>(character[1]) < 0xa0);
    out.append(control ? " " : std::string(character));
  });
  return out;
}

std::string CutTo(const std::string& text, int width) {
  if (DisplayWidth(text) <= width) return text;
  std::string out;
  int used = 0;
  bool full = false;
  ForEachCharacter(text, [&](absl::string_view character, int columns) {
    full = full || used + columns > width - 1;
    if (full) return;
    out.append(character.data(), character.size());
    used += columns;
  });
  return out + "…";
}

std::vector<int> Widths(const Table& table) {
  std::vector<int> widths;
  for (const Column& column : table.columns) widths.push_back(DisplayWidth(column.title));
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  return widths;
}

void Shrink(std::vector<int>& widths, int limit) {
  int total = static_cast<int>(widths.size() - 1) * kGap;
  for (const int width : widths) total += width;
  while (total > limit) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) return;
    --*widest;
    --total;
  }
}

void AppendLine(std::string& out, const std::vector<Column>& columns,
                const std::vector<std::string>& cells, const std::vector<int>& widths) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string cell = CutTo(cells[i], widths[i]);
    const std::string padding(std::max(0, widths[i] - DisplayWidth(cell)), ' ');
    if (i > 0) line.append(kGap, ' ');
    absl::StrAppend(&line, columns[i].right ? padding : "", cell, columns[i].right ? "" : padding);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  absl::StrAppend(&out, line, "\n");
}

// A number may begin with a sign, which a text that is no formula may not.
bool IsSignedNumber(const std::string& text) {
  return text.size() > 1 && (text[0] == '-' || text[0] == '+') &&
         text.find_first_not_of("0123456789.", 1) == std::string::npos;
}

std::string CsvLine(const std::vector<std::string>& texts) {
  std::vector<mapping::Cell> cells;
  for (const std::string& text : texts) {
    cells.push_back(IsSignedNumber(text) ? mapping::Cell::Number(text) : mapping::Cell::Text(text));
  }
  return mapping::CsvLine(cells, {});
}

std::vector<std::string> Titles(const Table& table) {
  std::vector<std::string> titles;
  for (const Column& column : table.columns) titles.push_back(column.title);
  return titles;
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int width = 0;
  ForEachCharacter(text, [&](absl::string_view, int columns) { width += columns; });
  return width;
}

Table WithoutEmptyColumns(const Table& table) {
  Table kept{{}, std::vector<std::vector<std::string>>(table.rows.size())};
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const auto says_nothing = [i](const std::vector<std::string>& row) { return row[i].empty(); };
    if (!table.rows.empty() && std::all_of(table.rows.begin(), table.rows.end(), says_nothing))
      continue;
    kept.columns.push_back(table.columns[i]);
    for (size_t r = 0; r < table.rows.size(); ++r) kept.rows[r].push_back(table.rows[r][i]);
  }
  return kept;
}

std::string RenderTable(const Table& table, int width) {
  if (table.columns.empty()) return "";
  Table harmless = table;
  for (auto& row : harmless.rows) {
    for (std::string& cell : row) cell = Harmless(cell);
  }
  std::vector<int> widths = Widths(harmless);
  if (width > 0) Shrink(widths, width);
  std::string out;
  AppendLine(out, table.columns, Titles(table), widths);
  for (const auto& row : harmless.rows) AppendLine(out, table.columns, row, widths);
  return out;
}

std::string RenderCsv(const Table& table) {
  std::string out = CsvLine(Titles(table));
  for (const auto& row : table.rows) out += CsvLine(row);
  return out;
}

int TerminalWidth(int descriptor) {
  winsize size = {};
  if (!isatty(descriptor) || ioctl(descriptor, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

}  // namespace palier::ctl
