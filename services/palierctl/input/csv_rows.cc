// SPDX-License-Identifier: Apache-2.0
#include "palierctl/input/csv_rows.h"

#include <algorithm>
#include <utility>

#include "absl/strings/strip.h"

namespace palier::ctl {
namespace {

constexpr absl::string_view kMark = "\xef\xbb\xbf";
constexpr absl::string_view kSeparators = ",;\t";

}  // namespace

void CsvRows::Feed(absl::string_view text) {
  if (std::exchange(at_begin_, text.empty() && at_begin_)) absl::ConsumePrefix(&text, kMark);
  for (const char c : text) Step(c);
}

std::string CsvRows::Take() {
  std::string row = std::move(rows_.front());
  rows_.pop_front();
  return row;
}

void CsvRows::Step(char c) {
  const bool in_quotes = state_ == State::kQuoted;
  if (!in_quotes && (c == '\n' || c == '\r')) return EndRow();
  row_ += c;
  if (in_quotes) {
    if (c == '"') state_ = State::kQuoteSeen;
  } else if (IsSeparator(c)) {
    state_ = State::kFieldStart;
  } else if (c == '"' && state_ != State::kUnquoted) {
    // A doubled quote is one of the text.
    state_ = State::kQuoted;
  } else {
    state_ = State::kUnquoted;
  }
}

void CsvRows::EndRow() {
  state_ = State::kFieldStart;
  if (row_.empty()) return;
  if (separator_ == 0) ChooseSeparator();
  row_ += '\n';
  rows_.push_back(std::exchange(row_, ""));
}

bool CsvRows::IsSeparator(char c) const {
  return separator_ == 0 ? kSeparators.find(c) != absl::string_view::npos : c == separator_;
}

// The one that is most often outside quotes.
void CsvRows::ChooseSeparator() {
  size_t most = 0;
  separator_ = kSeparators[0];
  for (const char candidate : kSeparators) {
    size_t count = 0;
    bool in_quotes = false;
    for (const char c : row_) {
      if (c == '"') in_quotes = !in_quotes;
      if (c == candidate && !in_quotes) ++count;
    }
    if (count > most) separator_ = candidate;
    most = std::max(most, count);
  }
}

}  // namespace palier::ctl
