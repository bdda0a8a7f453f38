// SPDX-License-Identifier: Apache-2.0
#include "common/aip/filter_lexer.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace palier::aip {
namespace {

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool IsQuote(char c) {
  return c == '"' || c == '\'';
}

bool EndsWord(char c, bool value) {
  return IsSpace(c) || IsQuote(c) || absl::StrContains("()=<>!,", c) || (c == ':' && !value);
}

// Sets the token's text from `raw`, in which the bytes at `stars` are wildcards.
absl::StatusOr<FilterToken> WithStars(FilterToken token, std::string raw,
                                      const std::vector<size_t>& stars) {
  for (const size_t star : stars) {
    if (star != 0 && star + 1 != raw.size()) {
      return FilterError(token.position,
                         {"Position {position}: `*` is a wildcard only at the beginning or the "
                          "end of a text; inside quotes, write \\* for the character.",
                          "Position {position} : `*` n'est un joker qu'au début ou à la fin d'un "
                          "texte ; entre guillemets, écrivez \\* pour le caractère."});
    }
    (star == 0 ? token.star_before : token.star_after) = true;
  }
  if (token.star_after) raw.pop_back();
  if (token.star_before) raw.erase(0, 1);
  token.text = std::move(raw);
  return token;
}

bool Unescape(char escaped, std::string& raw) {
  switch (escaped) {
    case 'n':
      raw.push_back('\n');
      return true;
    case 't':
      raw.push_back('\t');
      return true;
    case '"':
    case '\'':
    case '\\':
    case '*':
      raw.push_back(escaped);
      return true;
    default:
      return false;
  }
}

}  // namespace

status::Error FilterError(size_t position, status::Text text) {
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_FILTER,
                       std::move(text))
      .With("position", static_cast<int64_t>(position));
}

absl::StatusOr<FilterToken> FilterLexer::Next() {
  while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
  FilterToken token;
  token.position = token.end = at_ + 1;
  if (at_ == text_.size()) return token;
  const char c = text_[at_];
  if (IsQuote(c)) return Quoted(std::move(token));
  if (absl::StrContains("()=<>!:,", c) || (c == '-' && !after_comparator_)) {
    return Operator(std::move(token));
  }
  return Word(std::move(token));
}

absl::StatusOr<FilterToken> FilterLexer::Quoted(FilterToken token) {
  const char quote = text_[at_++];
  std::string raw;
  std::vector<size_t> stars;
  for (; at_ < text_.size() && text_[at_] != quote; ++at_) {
    if (text_[at_] == '*') stars.push_back(raw.size());
    if (text_[at_] != '\\') {
      raw.push_back(text_[at_]);
    } else if (++at_ == text_.size()) {
      break;
    } else if (!Unescape(text_[at_], raw)) {
      return FilterError(at_,
                         {"Position {position}: after a backslash stands one of \" ' \\ * n t.",
                          "Position {position} : une barre oblique inverse est suivie de l'un de "
                          "\" ' \\ * n t."});
    }
  }
  if (at_ == text_.size()) {
    return FilterError(token.position,
                       {"Position {position}: the quoted text does not end. Add the closing quote.",
                        "Position {position} : le texte entre guillemets n'est pas fermé. Ajoutez "
                        "le guillemet fermant."});
  }
  token.kind = FilterToken::Kind::kQuoted;
  token.end = ++at_ + 1;
  after_comparator_ = false;
  return WithStars(std::move(token), std::move(raw), stars);
}

absl::StatusOr<FilterToken> FilterLexer::Word(FilterToken token) {
  std::string raw;
  std::vector<size_t> stars;
  for (; at_ < text_.size() && !EndsWord(text_[at_], after_comparator_); ++at_) {
    if (absl::ascii_iscntrl(text_[at_])) {
      return FilterError(at_ + 1, {"Position {position}: a control character is not allowed.",
                                   "Position {position} : caractère de contrôle interdit."});
    }
    if (text_[at_] == '*') stars.push_back(raw.size());
    raw.push_back(text_[at_]);
  }
  token.kind = FilterToken::Kind::kWord;
  token.end = at_ + 1;
  after_comparator_ = false;
  return WithStars(std::move(token), std::move(raw), stars);
}

absl::StatusOr<FilterToken> FilterLexer::Operator(FilterToken token) {
  static constexpr struct {
    absl::string_view text;
    FilterToken::Kind kind;
    Comparator comparator;
  } kOperators[] = {
      // Longer ones first.
      {"!=", FilterToken::Kind::kComparator, Comparator::kNotEqual},
      {"<=", FilterToken::Kind::kComparator, Comparator::kLessOrEqual},
      {">=", FilterToken::Kind::kComparator, Comparator::kGreaterOrEqual},
      {"=", FilterToken::Kind::kComparator, Comparator::kEqual},
      {"<", FilterToken::Kind::kComparator, Comparator::kLess},
      {">", FilterToken::Kind::kComparator, Comparator::kGreater},
      {":", FilterToken::Kind::kComparator, Comparator::kHas},
      {"(", FilterToken::Kind::kLeftParen, Comparator::kHas},
      {")", FilterToken::Kind::kRightParen, Comparator::kHas},
      {"-", FilterToken::Kind::kMinus, Comparator::kHas},
  };
  for (const auto& op : kOperators) {
    if (!absl::StartsWith(text_.substr(at_), op.text)) continue;
    at_ += op.text.size();
    token.kind = op.kind;
    token.end = at_ + 1;
    token.comparator = op.comparator;
    after_comparator_ = op.kind == FilterToken::Kind::kComparator;
    return token;
  }
  return FilterError(token.position, {"Position {position}: `{text}` has no meaning here.",
                                      "Position {position} : `{text}` n'a pas de sens ici."})
      .With("text", text_.substr(at_, 1));
}

}  // namespace palier::aip
