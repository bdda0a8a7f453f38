// SPDX-License-Identifier: Apache-2.0
#include "palierctl/input/record_pieces.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palierctl/errors.h"
#include "palierctl/input/csv_rows.h"
#include "palierctl/input/pieces.h"

namespace palier::ctl {
namespace {

constexpr size_t kMaxWholeBytes = size_t{16} << 20;

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

class TablePieces : public Several {
 public:
  explicit TablePieces(Pieces pieces) : pieces_(std::move(pieces)) {}

 private:
  absl::StatusOr<std::optional<std::string>> NextRecord() override {
    if (head_.empty()) {
      ASSIGN_OR_RETURN(const std::optional<std::string> header, NextRow());
      head_ = header.value_or("");
    }
    return NextRow();
  }
  absl::StatusOr<std::optional<std::string>> NextRow() {
    while (rows_.empty() && !ended_) {
      ASSIGN_OR_RETURN(const std::string text, pieces_.Next());
      ended_ = text.empty();
      ended_ ? rows_.Finish() : rows_.Feed(text);
      if (rows_.open_bytes() > kMaxWholeBytes) {
        return status::Error(absl::StatusCode::kResourceExhausted, error::v1::LIMIT_EXCEEDED,
                             {"A row is longer than 16 MiB; is a quote missing?",
                              "Une ligne dépasse 16 Mio ; manque-t-il un guillemet ?"});
      }
    }
    if (rows_.empty()) return std::optional<std::string>();
    return std::optional<std::string>(rows_.Take());
  }

  Pieces pieces_;
  CsvRows rows_;
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
