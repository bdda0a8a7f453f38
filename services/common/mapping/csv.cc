// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/csv.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/mapping/errors.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

bool IsLineEnd(char c) {
  return c == '\n' || c == '\r';
}

char MostFrequentSeparator(absl::string_view header) {
  constexpr char kSeparators[] = {',', ';', '\t'};
  int64_t counts[3] = {};
  bool quoted = false;
  for (const char c : header) {
    if (c == '"') quoted = !quoted;
    for (int i = 0; i < 3; ++i) counts[i] += !quoted && c == kSeparators[i] ? 1 : 0;
  }
  return kSeparators[std::max_element(counts, counts + 3) - counts];
}

absl::Status TooLong(absl::string_view en, absl::string_view fr, int64_t line, size_t limit) {
  return LimitExceeded({absl::StrCat("Line ", line, ": ", en, " is longer than {limit} bytes."),
                        absl::StrCat("Ligne ", line, " : ", fr, " dépasse {limit} octets.")},
                       absl::StrCat(en, " at line ", line), static_cast<int64_t>(limit));
}

absl::Status TooManyColumns(int64_t line, int limit) {
  return LimitExceeded({absl::StrCat("Line ", line, ": more than {limit} columns."),
                        absl::StrCat("Ligne ", line, " : plus de {limit} colonnes.")},
                       absl::StrCat("columns at line ", line), limit);
}

absl::Status OpenQuote(int64_t line) {
  return UnreadableFile(
      {"The file ends inside a quoted value that begins on {detail}; it may be cut off.",
       "Le fichier se termine à l'intérieur d'une valeur entre guillemets (commencée ici : "
       "{detail}) ; il est "
       "peut-être tronqué."},
      absl::StrCat("line ", line));
}

absl::Status NoHeader() {
  return UnreadableFile({"The file has no header line.", "Le fichier n'a pas de ligne d'en-tête."},
                        "no header");
}

}  // namespace

CsvReader::CsvReader(CsvOptions options, RowCallback on_header, RowCallback on_row)
    : options_(options),
      on_header_(std::move(on_header)),
      on_row_(std::move(on_row)),
      separator_(options.separator) {}

absl::Status CsvReader::Feed(absl::string_view chunk) {
  if (separator_ == 0 && status_.ok()) {
    FeedHead(chunk);
  } else {
    Consume(chunk);
  }
  return status_;
}

// The header is held back until it is complete; past the bound of a row whatever separator is found
// leads to the same refusal.
void CsvReader::FeedHead(absl::string_view chunk) {
  size_t taken = 0;
  bool complete = false;
  while (taken < chunk.size() && !complete) {
    const char c = chunk[taken++];
    if (c == '"') head_in_quotes_ = !head_in_quotes_;
    if (IsLineEnd(c) && !head_in_quotes_) complete = !head_.empty();
    if (!IsLineEnd(c) || head_in_quotes_ || complete) head_.push_back(c);
    if (IsLineEnd(c) && !head_in_quotes_ && !complete) CountLines(absl::string_view(&c, 1));
    complete = complete || head_.size() > options_.max_row_bytes;
  }
  if (!complete) return;
  ChooseSeparator();
  Consume(chunk.substr(taken));
}

void CsvReader::ChooseSeparator() {
  separator_ = MostFrequentSeparator(head_);
  after_carriage_return_ = false;
  Consume(std::exchange(head_, {}));
}

void CsvReader::Consume(absl::string_view chunk) {
  while (!chunk.empty() && status_.ok()) chunk.remove_prefix(Step(chunk));
}

size_t CsvReader::Step(absl::string_view chunk) {
  if (std::exchange(skip_line_feed_, false) && chunk[0] == '\n') return 1;
  switch (state_) {
    case State::kFieldStart:
      if (row_.line == 0) row_.line = line_;
      if (chunk[0] != '"') {
        state_ = State::kUnquoted;
        return 0;
      }
      state_ = State::kQuoted;
      quoted_ = true;
      quote_line_ = line_;
      return 1;
    case State::kUnquoted:
      return TakeUnquoted(chunk);
    case State::kQuoted:
      return TakeQuoted(chunk);
    case State::kQuoteSeen:
      return TakeAfterQuote(chunk[0]);
  }
  return chunk.size();
}

size_t CsvReader::TakeUnquoted(absl::string_view chunk) {
  const char ends[] = {separator_, '\r', '\n'};
  const size_t end = chunk.find_first_of(absl::string_view(ends, 3));
  Append(chunk.substr(0, end));
  if (end == absl::string_view::npos) return chunk.size();
  Delimit(chunk[end]);
  return end + 1;
}

size_t CsvReader::TakeQuoted(absl::string_view chunk) {
  const size_t end = chunk.find('"');
  Append(chunk.substr(0, end));
  CountLines(chunk.substr(0, end));
  if (end == absl::string_view::npos) return chunk.size();
  state_ = State::kQuoteSeen;
  return end + 1;
}

size_t CsvReader::TakeAfterQuote(char c) {
  after_carriage_return_ = false;
  if (c == '"') {
    Append("\"");
    state_ = State::kQuoted;
    return 1;
  }
  if (c == separator_ || IsLineEnd(c)) {
    Delimit(c);
    return 1;
  }
  ++row_.stray_quotes;
  state_ = State::kUnquoted;
  return 0;
}

void CsvReader::Delimit(char c) {
  EndField();
  if (!IsLineEnd(c)) return;
  EndRow();
  ++line_;
  skip_line_feed_ = c == '\r';
}

// The bounds are checked before anything is stored: a line without end is refused, not buffered.
void CsvReader::Append(absl::string_view text) {
  if (!status_.ok()) return;
  if (text.size() > options_.max_field_bytes - std::min(field_.size(), options_.max_field_bytes)) {
    status_ = TooLong("a value", "une valeur", row_.line, options_.max_field_bytes);
    return;
  }
  row_bytes_ += text.size();
  if (row_bytes_ > options_.max_row_bytes) {
    status_ = TooLong("a row", "un enregistrement", row_.line, options_.max_row_bytes);
    return;
  }
  field_.append(text.data(), text.size());
}

void CsvReader::CountLines(absl::string_view text) {
  for (const char c : text) {
    if (c == '\r' || (c == '\n' && !after_carriage_return_)) ++line_;
    after_carriage_return_ = c == '\r';
  }
}

void CsvReader::EndField() {
  state_ = State::kFieldStart;
  if (!status_.ok()) return;
  if (static_cast<int>(row_.fields.size()) >= options_.max_columns) {
    status_ = TooManyColumns(row_.line, options_.max_columns);
    return;
  }
  row_.fields.push_back(std::exchange(field_, {}));
}

void CsvReader::EndRow() {
  const bool blank = row_.fields.size() == 1 && row_.fields[0].empty() && !quoted_;
  if (status_.ok() && !blank) Deliver();
  row_ = CsvRow();
  row_bytes_ = 0;
  quoted_ = false;
}

void CsvReader::Deliver() {
  row_.record = ++records_;
  if (records_ == 0) {
    columns_ = row_.fields.size();
    status_ = on_header_(row_);
    return;
  }
  if (row_.fields.size() < columns_) row_.shape = RowShape::kShort;
  if (row_.fields.size() > columns_) row_.shape = RowShape::kLong;
  status_ = on_row_(row_);
}

absl::Status CsvReader::Finish() {
  if (separator_ == 0 && status_.ok()) ChooseSeparator();
  if (status_.ok() && state_ == State::kQuoted) status_ = OpenQuote(quote_line_);
  if (status_.ok() && row_.line != 0) {
    EndField();
    EndRow();
  }
  if (status_.ok() && records_ < 0) status_ = NoHeader();
  records_ = std::max<int64_t>(records_, 0);
  return status_;
}

absl::Status ForEachRow(absl::string_view text, CsvOptions options,
                        CsvReader::RowCallback on_header, CsvReader::RowCallback on_row) {
  CsvReader reader(options, std::move(on_header), std::move(on_row));
  RETURN_IF_ERROR(reader.Feed(text));
  return reader.Finish();
}

}  // namespace palier::mapping
