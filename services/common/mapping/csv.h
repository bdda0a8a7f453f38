// SPDX-License-Identifier: Apache-2.0
// Separated values (RFC 4180 and what spreadsheets make of it), read piece by piece within fixed
// bounds.
#ifndef PALIER_COMMON_MAPPING_CSV_H_
#define PALIER_COMMON_MAPPING_CSV_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace palier::mapping {

struct CsvOptions {
  // ',' ';' or tab; 0 takes the one of them that occurs most often outside quotes in the header.
  char separator = 0;
  size_t max_field_bytes = size_t{1} << 20;
  size_t max_row_bytes = size_t{4} << 20;
  int max_columns = 1024;
};

// How a row compares with the header. Values of a kShort row are those of its first columns; a
// kLong row has values that belong to no column. Neither is cut or filled here.
enum class RowShape { kExact, kShort, kLong };

struct CsvRow {
  // 1 for the first row after the header; 0 for the header.
  int64_t record = 0;
  // Line of the file, from 1, on which the row begins. LF, CRLF and CR each end one line, inside
  // quotes too.
  int64_t line = 0;
  std::vector<std::string> fields;
  RowShape shape = RowShape::kExact;
  // Fields in which text follows the closing quote; that text is kept.
  int stray_quotes = 0;
};

// Reads a table of UTF-8 text (encoding.h). A field that begins with a quote may hold separators,
// line ends and doubled quotes; a quote further on in an unquoted field is kept as it is. Lines
// without any character are no rows. The last line needs no line end. The first row is the header.
//
// Memory is bounded by one row (max_row_bytes), whatever is fed. Not thread-safe.
class CsvReader {
 public:
  // A status that is not OK ends the reading and is what Feed or Finish returns.
  using RowCallback = std::function<absl::Status(const CsvRow&)>;

  CsvReader(CsvOptions options, RowCallback on_header, RowCallback on_row);

  // Takes the next piece of text; it may end anywhere, even inside a character. After an error
  // returns that error. Returns LIMIT_EXCEEDED if a field, a row or the number of columns passes
  // its bound.
  absl::Status Feed(absl::string_view chunk);
  // Takes the last row. Returns UNREADABLE_FILE if a quoted field is not closed, or if there is no
  // header.
  absl::Status Finish();

  // The separator in use; 0 while the header is not complete.
  char separator() const { return separator_; }
  // Rows after the header.
  int64_t records() const { return records_; }

 private:
  enum class State { kFieldStart, kUnquoted, kQuoted, kQuoteSeen };

  void FeedHead(absl::string_view chunk);
  void ChooseSeparator();
  void Consume(absl::string_view chunk);
  size_t Step(absl::string_view chunk);
  size_t TakeUnquoted(absl::string_view chunk);
  size_t TakeQuoted(absl::string_view chunk);
  size_t TakeAfterQuote(char c);
  // Ends the field at a separator, or field and row at a line end.
  void Delimit(char c);
  void Append(absl::string_view text);
  void CountLines(absl::string_view text);
  void EndField();
  void EndRow();
  void Deliver();

  const CsvOptions options_;
  const RowCallback on_header_;
  const RowCallback on_row_;
  absl::Status status_;
  char separator_;
  std::string head_;
  bool head_in_quotes_ = false;
  State state_ = State::kFieldStart;
  bool skip_line_feed_ = false;
  bool after_carriage_return_ = false;
  bool quoted_ = false;
  int64_t line_ = 1;
  int64_t quote_line_ = 0;
  int64_t records_ = -1;
  size_t columns_ = 0;
  size_t row_bytes_ = 0;
  std::string field_;
  CsvRow row_;
};

// Reads a whole text.
absl::Status ForEachRow(absl::string_view text, CsvOptions options,
                        CsvReader::RowCallback on_header, CsvReader::RowCallback on_row);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_CSV_H_
