// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/aip/filter.h"
#include "common/aip/filter_lexer.h"
#include "common/aip/text.h"
#include "common/status/macros.h"

namespace palier::aip {
namespace {

using Kind = FilterToken::Kind;

bool IsFieldName(absl::string_view name) {
  return !name.empty() && (absl::ascii_isalpha(name.front()) || name.front() == '_') &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return absl::ascii_isalnum(c) || c == '_'; });
}

bool IsPlace(absl::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), absl::ascii_isdigit);
}

// Names, and places in lists behind the first.
bool IsFieldPath(absl::string_view path) {
  const std::vector<absl::string_view> names = absl::StrSplit(path, '.');
  return IsFieldName(names.front()) &&
         std::all_of(names.begin(), names.end(),
                     [](absl::string_view name) { return IsFieldName(name) || IsPlace(name); });
}

// `a AND (b AND c)` is `a AND b AND c`, and a list of one is that one.
Filter Join(Filter::Kind kind, std::vector<Filter> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  Filter joined;
  joined.kind = kind;
  for (Filter& part : parts) {
    if (part.kind == kind) {
      std::move(part.children.begin(), part.children.end(), std::back_inserter(joined.children));
    } else {
      joined.children.push_back(std::move(part));
    }
  }
  return joined;
}

Filter Not(Filter part) {
  Filter negation;
  negation.kind = Filter::Kind::kNot;
  negation.children.push_back(std::move(part));
  return negation;
}

// Recursive descent over the grammar of AIP-160; one token of look-ahead.
class FilterParser {
 public:
  explicit FilterParser(absl::string_view text) : lexer_(text) {}

  absl::StatusOr<Filter> Parse() {
    RETURN_IF_ERROR(Advance());
    if (token_.kind == Kind::kEnd) return Filter();
    ASSIGN_OR_RETURN(Filter filter, Expression());
    if (token_.kind != Kind::kEnd) return Unexpected();
    return filter;
  }

 private:
  // expression: sequence {AND sequence}, where sequence: factor {factor}.
  absl::StatusOr<Filter> Expression() {
    std::vector<Filter> parts;
    while (true) {
      ASSIGN_OR_RETURN(Filter part, Factor());
      parts.push_back(std::move(part));
      if (token_.IsKeyword("AND")) {
        RETURN_IF_ERROR(Advance());
      } else if (token_.kind == Kind::kEnd || token_.kind == Kind::kRightParen) {
        return Join(Filter::Kind::kAnd, std::move(parts));
      }
    }
  }

  // factor: term {OR term}.
  absl::StatusOr<Filter> Factor() {
    std::vector<Filter> parts;
    while (true) {
      ASSIGN_OR_RETURN(Filter part, Term());
      parts.push_back(std::move(part));
      if (!token_.IsKeyword("OR")) return Join(Filter::Kind::kOr, std::move(parts));
      RETURN_IF_ERROR(Advance());
    }
  }

  // term: [NOT | -] simple.
  absl::StatusOr<Filter> Term() {
    if (token_.kind != Kind::kMinus && !token_.IsKeyword("NOT")) return Simple();
    RETURN_IF_ERROR(Advance());
    ASSIGN_OR_RETURN(Filter part, Simple());
    return Not(std::move(part));
  }

  // simple: restriction | ( expression ).
  absl::StatusOr<Filter> Simple() {
    if (token_.kind != Kind::kLeftParen) return RestrictionTerm();
    if (++depth_ > kMaxFilterDepth) return TooMuch(kMaxFilterDepth);
    RETURN_IF_ERROR(Advance());
    ASSIGN_OR_RETURN(Filter filter, Expression());
    if (token_.kind != Kind::kRightParen) return Unexpected();
    --depth_;
    RETURN_IF_ERROR(Advance());
    return filter;
  }

  // restriction: text | field comparator text.
  absl::StatusOr<Filter> RestrictionTerm() {
    if (!IsOperand() || token_.IsKeyword("AND") || token_.IsKeyword("OR") ||
        token_.IsKeyword("NOT")) {
      return Unexpected();
    }
    if (++restrictions_ > kMaxFilterRestrictions) return TooMuch(kMaxFilterRestrictions);
    const FilterToken first = std::move(token_);
    RETURN_IF_ERROR(Advance());
    if (token_.kind == Kind::kLeftParen && first.kind == Kind::kWord &&
        token_.position == first.end) {
      return FilterError(
          first.position,
          {"Position {position}: functions are not supported in filters.",
           "Position {position} : les fonctions ne sont pas admises dans un filtre."});
    }
    Filter filter;
    filter.kind = Filter::Kind::kRestriction;
    filter.restriction.position = first.position;
    if (token_.kind != Kind::kComparator) {
      SetValue(filter.restriction, first);
      return filter;
    }
    RETURN_IF_ERROR(Compared(filter.restriction, first));
    return filter;
  }

  absl::Status Compared(Restriction& restriction, const FilterToken& field) {
    if (field.kind != Kind::kWord || field.star_before || field.star_after ||
        !IsFieldPath(field.text)) {
      return FilterError(field.position,
                         {"Position {position}: a field name stands before the comparison, not "
                          "\"{field}\".",
                          "Position {position} : un nom de champ précède la comparaison, pas "
                          "« {field} »."})
          .With("field", Excerpt(field.text));
    }
    restriction.field = field.text;
    restriction.comparator = token_.comparator;
    RETURN_IF_ERROR(Advance());
    if (!IsOperand()) {
      return FilterError(token_.position,
                         {"Position {position}: a value is missing after the comparison.",
                          "Position {position} : il manque une valeur après la comparaison."});
    }
    SetValue(restriction, token_);
    return Advance();
  }

  static void SetValue(Restriction& restriction, const FilterToken& token) {
    restriction.text = token.text;
    restriction.star_before = token.star_before;
    restriction.star_after = token.star_after;
    restriction.value_position = token.position;
  }

  bool IsOperand() const { return token_.kind == Kind::kWord || token_.kind == Kind::kQuoted; }

  absl::Status Advance() {
    ASSIGN_OR_RETURN(token_, lexer_.Next());
    return absl::OkStatus();
  }

  absl::Status Unexpected() const {
    if (token_.kind == Kind::kEnd) {
      return FilterError(token_.position,
                         {"Position {position}: the filter ends where a condition or a closing "
                          "parenthesis is expected.",
                          "Position {position} : le filtre s'arrête là où une condition ou une "
                          "parenthèse fermante est attendue."});
    }
    return FilterError(token_.position,
                       {"Position {position}: a condition is expected here, for example "
                        "`field = \"value\"`.",
                        "Position {position} : une condition est attendue ici, par exemple "
                        "`champ = \"valeur\"`."});
  }

  absl::Status TooMuch(int limit) const {
    return FilterError(token_.position,
                       {"Position {position}: the filter has too many conditions or levels of "
                        "parentheses, at most {limit}. Shorten it.",
                        "Position {position} : trop de conditions ou de niveaux de parenthèses, "
                        "{limit} au plus. Raccourcissez le filtre."})
        .With("limit", int64_t{limit});
  }

  FilterLexer lexer_;
  FilterToken token_;
  int depth_ = 0;
  int restrictions_ = 0;
};

std::string Quote(const Restriction& restriction) {
  std::string quoted = restriction.star_before ? "\"*" : "\"";
  for (const char c : restriction.text) {
    if (c == '"' || c == '\\' || c == '*') quoted.push_back('\\');
    if (c == '\n' || c == '\t') {
      quoted.append(c == '\n' ? "\\n" : "\\t");
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + (restriction.star_after ? "*\"" : "\"");
}

std::string Nested(const Filter& filter) {
  const bool list = filter.kind == Filter::Kind::kAnd || filter.kind == Filter::Kind::kOr;
  return list ? absl::StrCat("(", ToString(filter), ")") : ToString(filter);
}

}  // namespace

absl::string_view ComparatorText(Comparator comparator) {
  switch (comparator) {
    case Comparator::kEqual:
      return "=";
    case Comparator::kNotEqual:
      return "!=";
    case Comparator::kLess:
      return "<";
    case Comparator::kLessOrEqual:
      return "<=";
    case Comparator::kGreater:
      return ">";
    case Comparator::kGreaterOrEqual:
      return ">=";
    case Comparator::kHas:
      return ":";
  }
  return "";
}

absl::StatusOr<Filter> ParseFilter(absl::string_view text) {
  if (text.size() > kMaxFilterBytes) {
    return FilterError(kMaxFilterBytes + 1,
                       {"The filter has {bytes} bytes, at most {limit}. Shorten it.",
                        "Le filtre fait {bytes} octets, {limit} au plus. Raccourcissez-le."})
        .With("bytes", static_cast<int64_t>(text.size()))
        .With("limit", static_cast<int64_t>(kMaxFilterBytes));
  }
  if (!IsValidUtf8(text)) {
    return FilterError(1, {"The filter is not valid UTF-8.", "Le filtre n'est pas en UTF-8."});
  }
  return FilterParser(text).Parse();
}

std::string ToString(const Filter& filter) {
  const auto nested = [](std::string* out, const Filter& child) {
    absl::StrAppend(out, Nested(child));
  };
  switch (filter.kind) {
    case Filter::Kind::kAnd:
      return absl::StrJoin(filter.children, " AND ", nested);
    case Filter::Kind::kOr:
      return absl::StrJoin(filter.children, " OR ", nested);
    case Filter::Kind::kNot: {
      const Filter& child = filter.children.front();
      const std::string text = Nested(child);
      return child.kind == Filter::Kind::kNot ? absl::StrCat("NOT (", text, ")")
                                              : absl::StrCat("NOT ", text);
    }
    case Filter::Kind::kRestriction:
      break;
  }
  const Restriction& restriction = filter.restriction;
  const std::string value = Quote(restriction);
  if (restriction.field.empty()) return value;
  return absl::StrCat(restriction.field, " ", ComparatorText(restriction.comparator), " ", value);
}

}  // namespace palier::aip
