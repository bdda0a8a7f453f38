// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/aip/filter.h"
#include "common/aip/filter_binding.h"
#include "common/aip/text.h"
#include "common/status/macros.h"

namespace palier::aip {
namespace {

// Writes conditions and collects their parameters. Every condition is in parentheses or a single
// comparison.
class SqlWriter {
 public:
  SqlWriter(const ColumnNamer& namer, int first_parameter)
      : namer_(namer), first_parameter_(first_parameter) {}

  std::string Write(const BoundFilter& filter) {
    switch (filter.kind) {
      case Filter::Kind::kAnd:
        return filter.children.empty() ? "TRUE" : List(filter, " AND ");
      case Filter::Kind::kOr:
        return List(filter, " OR ");
      case Filter::Kind::kNot:
        return absl::StrCat("NOT (", Write(filter.children.front()), ")");
      case Filter::Kind::kRestriction:
        return Write(filter.predicate);
    }
    return "";
  }

  std::vector<std::string> TakeParameters() { return std::move(parameters_); }

 private:
  std::string List(const BoundFilter& filter, absl::string_view separator) {
    return absl::StrCat("(",
                        absl::StrJoin(filter.children, separator,
                                      [this](std::string* out, const BoundFilter& child) {
                                        absl::StrAppend(out, Write(child));
                                      }),
                        ")");
  }

  std::string Write(const Predicate& predicate) {
    std::vector<std::string> tests;
    const std::string operand = EncodeValue(predicate.fields.front()->kind, predicate.operand);
    const bool needs_operand = predicate.test != Test::kPresent && !operand.empty();
    const std::string parameter = needs_operand ? Parameter(operand) : "''";
    const std::string bound = predicate.test == Test::kPrefix ? PrefixEnd(operand) : "";
    for (const FilterField* field : predicate.fields) {
      tests.push_back(Condition(predicate, namer_(field->column), operand, parameter, bound));
    }
    const std::string any = tests.size() == 1
                                ? std::move(tests.front())
                                : absl::StrCat("(", absl::StrJoin(tests, " OR "), ")");
    if (!predicate.negated) return any;
    if (predicate.test != Test::kEquals) return absl::StrCat("NOT (", any, ")");
    return absl::StrCat(namer_(predicate.fields.front()->column), " <> ", parameter);
  }

  // The unset value '' sorts before all others, so only tests towards smaller values must leave it
  // out.
  static std::string Condition(const Predicate& predicate, const std::string& column,
                               const std::string& operand, const std::string& parameter,
                               const std::string& prefix_end) {
    switch (predicate.test) {
      case Test::kEquals:
        return absl::StrCat(column, " = ", parameter);
      case Test::kLess:
        return absl::StrCat("(", column, " <> '' AND ", column, " < ", parameter, ")");
      case Test::kLessOrEqual:
        return absl::StrCat("(", column, " <> '' AND ", column, " <= ", parameter, ")");
      case Test::kGreater:
        return absl::StrCat(column, " > ", parameter);
      case Test::kGreaterOrEqual:
        return absl::StrCat(column, operand.empty() ? " <> " : " >= ", parameter);
      case Test::kPresent:
        return absl::StrCat(column, " <> ''");
      case Test::kPrefix:
        if (prefix_end.empty()) return absl::StrCat(column, " >= ", parameter);
        return absl::StrCat("(", column, " >= ", parameter, " AND ", column, " < ", prefix_end,
                            ")");
      case Test::kSuffix: {
        // substr with a negative start and right() exist on one of the stores each.
        const int length = CountCodePoints(operand);
        return absl::StrCat("(length(", column, ") >= ", length, " AND substr(", column,
                            ", length(", column, ") - ", length - 1, ") = ", parameter, ")");
      }
      case Test::kContains:
        // LIKE would ignore the case of ASCII letters on SQLite.
        return absl::StrCat("replace(", column, ", ", parameter, ", '') <> ", column);
    }
    return "";
  }

  std::string PrefixEnd(const std::string& prefix) {
    const std::string after = AfterPrefix(prefix);
    return after.empty() ? "" : Parameter(after);
  }

  std::string Parameter(std::string value) {
    parameters_.push_back(std::move(value));
    return absl::StrCat("$", first_parameter_ + static_cast<int>(parameters_.size()) - 1);
  }

  const ColumnNamer& namer_;
  const int first_parameter_;
  std::vector<std::string> parameters_;
};

}  // namespace

absl::StatusOr<SqlFragment> CompileFilter(const Filter& filter, const FieldTable& table,
                                          const ColumnNamer& namer, int first_parameter) {
  ASSIGN_OR_RETURN(const BoundFilter bound, BindFilter(filter, table));
  SqlWriter writer(namer, first_parameter);
  SqlFragment fragment;
  fragment.sql = writer.Write(bound);
  fragment.parameters = writer.TakeParameters();
  return fragment;
}

}  // namespace palier::aip
