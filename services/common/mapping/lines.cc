// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/lines.h"

#include <algorithm>
#include <utility>

#include "absl/strings/strip.h"
#include "common/status/macros.h"

namespace palier::mapping {

LineReader::LineReader(size_t max_line_bytes, LineCallback on_line)
    : max_line_bytes_(max_line_bytes), on_line_(std::move(on_line)) {}

absl::Status LineReader::Feed(absl::string_view chunk) {
  while (!chunk.empty() && status_.ok()) {
    const size_t end = chunk.find('\n');
    Append(chunk.substr(0, end));
    if (end == absl::string_view::npos) break;
    EndLine();
    chunk.remove_prefix(end + 1);
  }
  return status_;
}

absl::Status LineReader::Finish() {
  if (status_.ok() && (!line_.empty() || too_long_)) EndLine();
  return status_;
}

// One byte more than the bound is kept, for the carriage return that is no part of the line.
void LineReader::Append(absl::string_view text) {
  const size_t room = max_line_bytes_ + 1 - line_.size();
  too_long_ = too_long_ || text.size() > room;
  line_.append(text.data(), std::min(room, text.size()));
}

void LineReader::EndLine() {
  TextLine line;
  line.number = ++number_;
  line.text = line_;
  if (!too_long_) line.text = absl::StripSuffix(line.text, "\r");
  line.too_long = too_long_ || line.text.size() > max_line_bytes_;
  line.text = line.text.substr(0, max_line_bytes_);
  if (!line.text.empty() || line.too_long) status_ = on_line_(line);
  line_.clear();
  too_long_ = false;
}

absl::Status ForEachLine(absl::string_view text, size_t max_line_bytes,
                         LineReader::LineCallback on_line) {
  LineReader reader(max_line_bytes, std::move(on_line));
  RETURN_IF_ERROR(reader.Feed(text));
  return reader.Finish();
}

}  // namespace palier::mapping
