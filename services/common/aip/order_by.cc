// SPDX-License-Identifier: Apache-2.0
#include "common/aip/order_by.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "common/aip/text.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::aip {
namespace {

absl::Status Invalid(absl::string_view part, const FieldTable& table) {
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_ORDER_BY,
                       {"\"{field}\" cannot be ordered by. Write each field once, with ` desc` "
                        "behind it for descending order, separated by commas; fields: {allowed}.",
                        "Tri impossible par « {field} ». Écrivez chaque champ une fois, suivi de "
                        "` desc` pour l'ordre décroissant, séparés par des virgules ; champs : "
                        "{allowed}."})
      .With("allowed", table.Paths())
      .With("field", Excerpt(part));
}

absl::StatusOr<OrderTerm> ParseTerm(absl::string_view part, const FieldTable& table) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(part, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
  if (words.empty() || words.size() > 2) return Invalid(part, table);
  const FilterField* field = table.Find(words[0]);
  if (field == nullptr) return Invalid(words[0], table);
  if (words.size() == 2 && words[1] != "desc" && words[1] != "asc") return Invalid(part, table);
  return OrderTerm{field->column, words.size() == 2 && words[1] == "desc"};
}

}  // namespace

absl::StatusOr<std::vector<OrderTerm>> ParseOrderBy(absl::string_view text,
                                                    const FieldTable& table) {
  std::vector<OrderTerm> terms;
  if (absl::StripAsciiWhitespace(text).empty()) return terms;
  if (text.size() > kMaxOrderByBytes) return Invalid(text, table);
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    ASSIGN_OR_RETURN(const OrderTerm term, ParseTerm(part, table));
    const bool repeated = std::any_of(terms.begin(), terms.end(), [&term](const OrderTerm& other) {
      return other.column == term.column;
    });
    if (repeated) return Invalid(part, table);
    terms.push_back(term);
  }
  return terms;
}

}  // namespace palier::aip
