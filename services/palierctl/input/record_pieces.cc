// SPDX-License-Identifier: Apache-2.0
#include "palierctl/input/record_pieces.h"

#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/mapping/csv.h"
#include "common/status/macros.h"
#include "palierctl/errors.h"
#include "palierctl/input/pieces.h"

namespace palier::ctl {
namespace {

constexpr size_t kMaxWholeBytes = size_t{16} << 20;
constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";

class Whole : public RecordPieces {
 public:
  explicit Whole(std::string text) : text_(std::move(text)) {}
  absl::StatusOr<std::string> Next() override { return std::exchange(text_, ""); }

 private:
  std::string text_;
};

// Something of which a piece has several, behind a head that each piece has.
class Several : public RecordPieces {
 public:
  absl::StatusOr<std::string> Next() override {
    std::string piece;
    for (int records = 0; records < kDeliveryRecords; ++records) {
      if (!held_) {
        ASSIGN_OR_RETURN(held_, NextRecord());
      }
      if (!held_) break;
      if (piece.empty()) piece = head_;
      if (piece.size() > head_.size() && piece.size() + held_->size() > kDeliveryBytes) break;
      piece += *std::exchange(held_, std::nullopt);
    }
    return piece;
  }

 protected:
  // With its line end; none at the end.
  virtual absl::StatusOr<std::optional<std::string>> NextRecord() = 0;

  std::string head_;
  std::optional<std::string> held_;
};

class LinePieces : public Several {
 public:
  LinePieces(std::optional<std::string> first, Lines lines) : lines_(std::move(lines)) {
    held_ = std::move(first);
  }

 private:
  absl::StatusOr<std::optional<std::string>> NextRecord() override {
    std::string line;
    ASSIGN_OR_RETURN(const bool more, lines_.Next(&line));
    if (!more) return std::optional<std::string>();
    return std::optional<std::string>(line + "\n");
  }

  Lines lines_;
};

// A row with every field in quotes, so that each stays what it was.
std::string Quoted(const std::vector<std::string>& fields, char separator) {
  std::string row;
  for (const std::string& field : fields) {
    if (!row.empty()) row += separator;
    absl::StrAppend(&row, "\"", absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
  }
  return row + "\n";
}

class TablePieces : public Several {
 public:
  explicit TablePieces(Pieces pieces) : pieces_(std::move(pieces)) {}

 private:
  absl::StatusOr<std::optional<std::string>> NextRecord() override {
    while (rows_.empty() && !ended_) {
      ASSIGN_OR_RETURN(std::string text, pieces_.Next());
      ended_ = text.empty();
      if (ended_ && !begun_) break;
      absl::string_view rest = text;
      if (!std::exchange(begun_, true)) absl::ConsumePrefix(&rest, kByteOrderMark);
      RETURN_IF_ERROR(ended_ ? reader_.Finish() : reader_.Feed(rest));
    }
    if (rows_.empty()) return std::optional<std::string>();
    std::optional<std::string> row = std::move(rows_.front());
    rows_.pop_front();
    return row;
  }
  std::string Written(const mapping::CsvRow& row) const {
    return Quoted(row.fields, reader_.separator());
  }

  Pieces pieces_;
  mapping::CsvReader reader_{{},
                             [this](const mapping::CsvRow& header) {
                               head_ = Written(header);
                               return absl::OkStatus();
                             },
                             [this](const mapping::CsvRow& row) {
                               rows_.push_back(Written(row));
                               return absl::OkStatus();
                             }};
  std::deque<std::string> rows_;
  bool begun_ = false;
  bool ended_ = false;
};

// What follows the first line too.
absl::StatusOr<std::string> Rest(std::string text, const std::string& file, Lines& lines) {
  std::string line;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, lines.Next(&line));
    if (!more) return text;
    absl::StrAppend(&text, line, "\n");
    if (text.size() > kMaxWholeBytes) {
      return FileError(file, {"larger than 16 MiB.", "plus grand que 16 Mio."});
    }
  }
}

absl::StatusOr<std::unique_ptr<RecordPieces>> OpenEvents(const std::string& file, Lines lines) {
  std::string first;
  bool more = true;
  while (more && absl::StripAsciiWhitespace(first).empty()) {
    ASSIGN_OR_RETURN(more, lines.Next(&first));
  }
  const absl::string_view begin = absl::StripAsciiWhitespace(first);
  const bool a_line_each =
      !begin.empty() && begin.front() != '[' && nlohmann::json::accept(begin.begin(), begin.end());
  if (!more) return std::make_unique<Whole>("");
  if (a_line_each) return std::make_unique<LinePieces>(first + "\n", std::move(lines));
  ASSIGN_OR_RETURN(std::string text, Rest(first + "\n", file, lines));
  return std::make_unique<Whole>(std::move(text));
}

}  // namespace

absl::StatusOr<std::unique_ptr<RecordPieces>> RecordPieces::Open(const std::string& file,
                                                                 kpi::v1::Source::Format format) {
  if (format == kpi::v1::Source::JSON) {
    ASSIGN_OR_RETURN(std::string whole, ReadFile(file));
    return std::make_unique<Whole>(std::move(whole));
  }
  ASSIGN_OR_RETURN(Pieces pieces, Pieces::Open(file));
  if (format == kpi::v1::Source::CSV) return std::make_unique<TablePieces>(std::move(pieces));
  Lines lines(std::move(pieces));
  if (format == kpi::v1::Source::CLOUD_EVENTS) return OpenEvents(file, std::move(lines));
  return std::make_unique<LinePieces>(std::nullopt, std::move(lines));
}

}  // namespace palier::ctl
