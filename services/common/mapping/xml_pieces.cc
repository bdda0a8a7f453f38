// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/xml_pieces.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "common/mapping/errors.h"

namespace palier::mapping {
namespace {

absl::Status NoXml(absl::string_view detail) {
  return UnreadableFile({"A part of the workbook is no XML that Palier reads ({detail}).",
                         "Une partie du classeur n'est pas du XML que Palier lit ({detail})."},
                        detail);
}

absl::Status TooLong(size_t limit) {
  return LimitExceeded({"A row of the workbook has more than {limit} bytes.",
                        "Une ligne du classeur fait plus de {limit} octets."},
                       "bytes in a row", static_cast<int64_t>(limit));
}

bool IsComment(absl::string_view markup) {
  return absl::StartsWith(markup, "<!--");
}

bool IsCdata(absl::string_view markup) {
  return absl::StartsWith(markup, "<![CDATA[");
}

// `x:row r="1"` gives `row`.
absl::string_view LocalName(absl::string_view inside) {
  absl::string_view name = inside.substr(0, inside.find_first_of(" \t\r\n/"));
  const size_t colon = name.rfind(':');
  return colon == absl::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

XmlPieces::XmlPieces(XmlOptions options, OnPiece on_piece)
    : options_(std::move(options)), on_piece_(std::move(on_piece)) {}

absl::Status XmlPieces::Feed(absl::string_view chunk) {
  while (!chunk.empty() && status_.ok()) {
    if (markup_.empty()) {
      TakeText(chunk);
    } else {
      TakeMarkup(chunk);
    }
  }
  return status_;
}

void XmlPieces::TakeText(absl::string_view& chunk) {
  const size_t end = chunk.find('<');
  const absl::string_view text = chunk.substr(0, end);
  if (in_piece_) {
    piece_.append(text.data(), text.size());
  } else if (!any_ && text.find('\0') != absl::string_view::npos) {
    status_ = NoXml("UTF-16");
  }
  if (piece_.size() > options_.max_piece_bytes) status_ = TooLong(options_.max_piece_bytes);
  chunk.remove_prefix(text.size());
  if (chunk.empty()) return;
  markup_.assign(1, '<');
  chunk.remove_prefix(1);
}

void XmlPieces::TakeMarkup(absl::string_view& chunk) {
  size_t taken = 0;
  bool ended = false;
  while (taken < chunk.size() && !ended) {
    const char c = chunk[taken++];
    markup_ += c;
    ended = MarkupEnds(c);
    if (markup_.size() > options_.max_piece_bytes) {
      status_ = TooLong(options_.max_piece_bytes);
      return;
    }
  }
  chunk.remove_prefix(taken);
  if (ended) EndMarkup();
}

// A `>` ends a tag unless it is quoted; comments, CDATA and instructions have ends of their own.
bool XmlPieces::MarkupEnds(char c) {
  if (markup_[1] == '!') {
    if (IsComment(markup_)) return markup_.size() >= 7 && absl::EndsWith(markup_, "-->");
    if (IsCdata(markup_)) return absl::EndsWith(markup_, "]]>");
  }
  if (markup_[1] == '?') return markup_.size() >= 4 && absl::EndsWith(markup_, "?>");
  if (quote_ != 0) {
    if (c == quote_) quote_ = 0;
    return false;
  }
  if (c == '"' || c == '\'') quote_ = c;
  return c == '>';
}

absl::Status XmlPieces::CheckStart(absl::string_view markup) const {
  const std::string declaration = absl::AsciiStrToLower(markup);
  const size_t at = declaration.find("encoding");
  if (!absl::StartsWith(declaration, "<?xml") || at == std::string::npos) return absl::OkStatus();
  const std::string encoding = declaration.substr(at);
  if (absl::StrContains(encoding, "utf-8") || absl::StrContains(encoding, "utf8") ||
      absl::StrContains(encoding, "ascii")) {
    return absl::OkStatus();
  }
  return NoXml("encoding");
}

void XmlPieces::EndMarkup() {
  const std::string markup = std::exchange(markup_, {});
  const absl::string_view view = markup;
  if (IsComment(view)) return;
  if (absl::StartsWith(view, "<?")) {
    status_ = CheckStart(view);
    return;
  }
  if (in_piece_) piece_ += markup;
  if (IsCdata(view)) return;
  if (absl::StartsWith(view, "<!")) {
    status_ = NoXml("document type");
    return;
  }
  any_ = true;
  if (absl::StartsWith(view, "</")) {
    CloseTag();
    return;
  }
  const bool closed = absl::EndsWith(view, "/>");
  const absl::string_view name = LocalName(view.substr(1, view.size() - 2));
  if (!in_piece_ && name == options_.element) {
    in_piece_ = true;
    piece_depth_ = depth_;
    piece_ = markup;
  }
  OpenTag(name, closed);
}

void XmlPieces::OpenTag(absl::string_view name, bool closed) {
  if (name.empty()) {
    status_ = NoXml("tag");
    return;
  }
  if (closed) {
    if (in_piece_ && depth_ == piece_depth_) Deliver();
    return;
  }
  if (++depth_ > options_.max_depth) status_ = NoXml("depth");
}

void XmlPieces::CloseTag() {
  if (--depth_ < 0) {
    status_ = NoXml("end tag");
    return;
  }
  if (in_piece_ && depth_ == piece_depth_) Deliver();
}

void XmlPieces::Deliver() {
  in_piece_ = false;
  if (piece_.size() > options_.max_piece_bytes) {
    status_ = TooLong(options_.max_piece_bytes);
  } else {
    status_ = on_piece_(piece_);
  }
  piece_.clear();
}

absl::Status XmlPieces::Finish() {
  if (status_.ok() && (!markup_.empty() || depth_ != 0)) status_ = NoXml("cut off");
  if (status_.ok() && !any_) status_ = NoXml("empty");
  return status_;
}

}  // namespace palier::mapping
