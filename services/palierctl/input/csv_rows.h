// SPDX-License-Identifier: Apache-2.0
// Where the rows of separated values end, so that a file can be sent in pieces.
#ifndef PALIER_PALIERCTL_INPUT_CSV_ROWS_H_
#define PALIER_PALIERCTL_INPUT_CSV_ROWS_H_

#include <cstddef>
#include <deque>
#include <string>

#include "absl/strings/string_view.h"

namespace palier::ctl {

// Splits what it is fed into rows, each as it was written and with one LF. A field that begins with
// a quote may hold line ends; a quote further on is a character like any other. Lines without any
// character are no rows. Memory: what was fed and not taken. Not thread-safe.
class CsvRows {
 public:
  void Feed(absl::string_view text);
  // The last row needs no line end.
  void Finish() { EndRow(); }

  bool empty() const { return rows_.empty(); }
  std::string Take();
  // Bytes of the row that has not ended.
  size_t open_bytes() const { return row_.size(); }

 private:
  enum class State { kFieldStart, kUnquoted, kQuoted, kQuoteSeen };

  void Step(char c);
  void EndRow();
  bool IsSeparator(char c) const;
  void ChooseSeparator();

  std::deque<std::string> rows_;
  std::string row_;
  State state_ = State::kFieldStart;
  // 0 while the header has not ended: any of those that are known.
  char separator_ = 0;
  bool at_begin_ = true;
};

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_INPUT_CSV_ROWS_H_
