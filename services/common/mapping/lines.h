// SPDX-License-Identifier: Apache-2.0
// Text line by line, as newline-delimited JSON comes, within a bound on the length of a line.
#ifndef PALIER_COMMON_MAPPING_LINES_H_
#define PALIER_COMMON_MAPPING_LINES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace palier::mapping {

struct TextLine {
  // From 1; empty lines count.
  int64_t number = 0;
  // Without its line end (LF or CRLF); valid during the call only. The first max_line_bytes of a
  // line that is too long.
  absl::string_view text;
  bool too_long = false;
};

// Splits what it is fed into lines. Empty lines are not reported. A line that is too long is
// reported as such when it ends, and the reading goes on: it spoils no other line. Memory is
// bounded by one line. Not thread-safe.
class LineReader {
 public:
  // A status that is not OK ends the reading and is what Feed or Finish returns.
  using LineCallback = std::function<absl::Status(const TextLine&)>;

  LineReader(size_t max_line_bytes, LineCallback on_line);

  absl::Status Feed(absl::string_view chunk);
  // Takes the last line, if it has no line end.
  absl::Status Finish();

 private:
  void Append(absl::string_view text);
  void EndLine();

  const size_t max_line_bytes_;
  const LineCallback on_line_;
  absl::Status status_;
  std::string line_;
  bool too_long_ = false;
  int64_t number_ = 0;
};

// Reads a whole text.
absl::Status ForEachLine(absl::string_view text, size_t max_line_bytes,
                         LineReader::LineCallback on_line);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_LINES_H_
