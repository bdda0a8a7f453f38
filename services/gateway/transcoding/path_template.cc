// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/path_template.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace palier::gateway {
namespace {

// Recursive descent over
//   Template = "/" Segments [ ":" Literal ]
//   Segments = Segment { "/" Segment }
//   Segment  = "*" | "**" | Literal | "{" FieldPath [ "=" Segments ] "}"
class TemplateParser {
 public:
  explicit TemplateParser(absl::string_view text) : text_(text) {}

  absl::StatusOr<PathTemplate> Parse() {
    if (!Take('/')) return Fail("expected `/`");
    RETURN_IF_ERROR(Segments(/*inside_variable=*/false));
    if (Take(':')) {
      ASSIGN_OR_RETURN(result_.verb, Literal());
    }
    if (position_ != text_.size()) return Fail("expected the end");
    return std::move(result_);
  }

 private:
  absl::Status Segments(bool inside_variable) {
    do {
      RETURN_IF_ERROR(Segment(inside_variable));
    } while (Take('/'));
    return absl::OkStatus();
  }

  absl::Status Segment(bool inside_variable) {
    if (!result_.segments.empty() && result_.segments.back().kind == PathSegment::kRest)
      return Fail("`**` must be the last segment");
    if (Take('{')) {
      if (inside_variable) return Fail("a variable inside a variable");
      return Variable();
    }
    if (Take('*')) {
      result_.segments.push_back({Take('*') ? PathSegment::kRest : PathSegment::kAny, ""});
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(std::string literal, Literal());
    result_.segments.push_back({PathSegment::kLiteral, std::move(literal)});
    return absl::OkStatus();
  }

  absl::Status Variable() {
    PathVariable variable;
    variable.begin = result_.segments.size();
    ASSIGN_OR_RETURN(variable.field_path, FieldPath());
    if (Take('=')) {
      RETURN_IF_ERROR(Segments(/*inside_variable=*/true));
    } else {
      result_.segments.push_back({PathSegment::kAny, ""});
    }
    if (!Take('}')) return Fail("expected `}`");
    variable.end = result_.segments.size();
    for (const PathVariable& other : result_.variables) {
      if (other.field_path == variable.field_path) return Fail("a field is bound twice");
    }
    result_.variables.push_back(std::move(variable));
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> FieldPath() {
    const size_t begin = position_;
    do {
      const size_t name = position_;
      while (position_ < text_.size() && (absl::ascii_isalnum(Next()) || Next() == '_'))
        ++position_;
      if (position_ == name || absl::ascii_isdigit(text_[name])) return Fail("expected a field");
    } while (Take('.'));
    return std::string(text_.substr(begin, position_ - begin));
  }

  absl::StatusOr<std::string> Literal() {
    const size_t begin = position_;
    while (position_ < text_.size() &&
           (absl::ascii_isalnum(Next()) || absl::string_view("-_.~@").find(Next()) != text_.npos)) {
      ++position_;
    }
    if (position_ == begin) return Fail("expected a segment");
    return std::string(text_.substr(begin, position_ - begin));
  }

  char Next() const { return text_[position_]; }
  bool Take(char c) {
    if (position_ >= text_.size() || Next() != c) return false;
    ++position_;
    return true;
  }
  absl::Status Fail(absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat("path template `", text_, "`, at ", position_, ": ", what));
  }

  const absl::string_view text_;
  size_t position_ = 0;
  PathTemplate result_;
};

}  // namespace

absl::StatusOr<PathTemplate> ParsePathTemplate(absl::string_view text) {
  return TemplateParser(text).Parse();
}

}  // namespace palier::gateway
