// SPDX-License-Identifier: Apache-2.0
// The words of a filter. Used by the parser only.
#ifndef PALIER_COMMON_AIP_FILTER_LEXER_H_
#define PALIER_COMMON_AIP_FILTER_LEXER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/aip/filter.h"
#include "common/status/error.h"

namespace palier::aip {

// INVALID_ARGUMENT with INVALID_FILTER; `{position}` in the text is filled. Further metadata is
// added by the caller.
status::Error FilterError(size_t position, status::Text text);

struct FilterToken {
  enum class Kind { kEnd, kWord, kQuoted, kComparator, kLeftParen, kRightParen, kMinus };

  Kind kind = Kind::kEnd;
  size_t position = 1;  // Bytes from 1.
  size_t end = 1;       // Position just behind it.
  std::string text;     // Of a word or quoted text, without quotes, escapes and wildcards.
  bool star_before = false;
  bool star_after = false;
  Comparator comparator = Comparator::kHas;

  bool IsKeyword(absl::string_view keyword) const {
    return kind == Kind::kWord && text == keyword && !star_before && !star_after;
  }
};

// Cuts valid UTF-8 into tokens. A word ends at a space, a parenthesis, a quote or a comparator; the
// word behind a comparator may hold `:` and begin with `-`, as times and negative numbers do.
class FilterLexer {
 public:
  explicit FilterLexer(absl::string_view text) : text_(text) {}

  // The next token; kEnd at the end and ever after.
  absl::StatusOr<FilterToken> Next();

 private:
  absl::StatusOr<FilterToken> Quoted(FilterToken token);
  absl::StatusOr<FilterToken> Word(FilterToken token);
  absl::StatusOr<FilterToken> Operator(FilterToken token);

  absl::string_view text_;
  size_t at_ = 0;
  bool after_comparator_ = false;
};

}  // namespace palier::aip

#endif  // PALIER_COMMON_AIP_FILTER_LEXER_H_
