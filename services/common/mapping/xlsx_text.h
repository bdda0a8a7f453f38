// SPDX-License-Identifier: Apache-2.0
// How texts, columns and times are written inside a workbook (ECMA-376, Office Open XML).
#ifndef PALIER_COMMON_MAPPING_XLSX_TEXT_H_
#define PALIER_COMMON_MAPPING_XLSX_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/mapping/date.h"

namespace palier::mapping {

// Rows and columns that a sheet can have.
inline constexpr int64_t kMaxSheetRows = 1'048'576;
inline constexpr int kMaxSheetColumns = 16'384;
// Characters (UTF-16 units) that a cell can hold.
inline constexpr size_t kMaxSheetText = 32'767;

// `_x000D_` stands for a character that XML cannot hold (ST_Xstring); `_x005F_` for an underscore
// that would otherwise begin such an escape.
std::string DecodeXstring(absl::string_view text);
// Text as element content: with those escapes, and & < > escaped. DecodeXstring of what a parser
// makes of it gives the text back.
std::string EncodeXstring(absl::string_view text);

// "A" is 0, "AB" is 27.
std::string ColumnLetters(int column);
// The column and row of "AB12", from 0 and 1; none if it is no reference within a sheet.
struct CellPlace {
  int column = 0;
  int64_t row = 0;
};
std::optional<CellPlace> ParsePlace(absl::string_view reference);

// What a number format shows of a number: 45717.5 may be an amount, a day or a time.
struct NumberFormat {
  bool date = false;
  bool time = false;
};
// Of a format built in, by its number (14 is a date); of a code, such as `dd/mm/yyyy hh:mm`.
NumberFormat BuiltInFormat(int id);
NumberFormat ParseFormat(absl::string_view code);

// Days are counted from 1899-12-30; until 1900-02-28 from the day after, because 1900 has a
// February 29 in spreadsheets (serial 60, which is no day); or from 1904-01-01.
enum class Epoch { k1900, k1904 };

// A day and the seconds since its midnight, rounded to the second.
struct SerialTime {
  Date day;
  int second = 0;
};
// None for what is no day: before the epoch, serial 60, after the year 9999.
std::optional<SerialTime> FromSerial(double serial, Epoch epoch);
// Serial of a day, epoch 1900; none before 1900-03-01 (where spreadsheets disagree) and after 9999.
std::optional<int64_t> ToSerial(Date day);

// "08:30:05".
std::string ClockText(int second);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_XLSX_TEXT_H_
