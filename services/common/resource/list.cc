// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/aip/filter.h"
#include "common/aip/order_by.h"
#include "common/aip/page_token.h"
#include "common/resource/queries.h"
#include "common/resource/rows.h"
#include "common/resource/store.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

// Clients take 4 MiB by default: a page of large resources ends early.
constexpr size_t kMaxPageBytes = 3 << 20;

// A page begins after the last row of the page before: rows that are greater in the first column
// that differs. The name comes last, so that the order is total.
struct SortKey {
  std::string column;
  bool descending;
};

std::string AfterCondition(const std::vector<SortKey>& keys, const std::vector<std::string>& values,
                           std::vector<sql::Value>& parameters) {
  std::vector<std::string> alternatives;
  std::string equal;
  for (size_t i = 0; i < keys.size(); ++i) {
    parameters.push_back(values[i]);
    const std::string hole = absl::StrCat("$", parameters.size());
    alternatives.push_back(
        absl::StrCat("(", equal, keys[i].column, keys[i].descending ? " < " : " > ", hole, ")"));
    absl::StrAppend(&equal, keys[i].column, " = ", hole, " AND ");
  }
  return absl::StrCat("(", absl::StrJoin(alternatives, " OR "), ")");
}

std::vector<sql::Value> ToValues(const std::vector<std::string>& texts) {
  return std::vector<sql::Value>(texts.begin(), texts.end());
}

}  // namespace

absl::StatusOr<ListPage> Session::List(const Type& type, const ListQuery& query) {
  ASSIGN_OR_RETURN(const std::vector<aip::OrderTerm> terms,
                   aip::ParseOrderBy(query.order_by, type.fields()));
  std::vector<SortKey> keys;
  for (const aip::OrderTerm& term : terms) keys.push_back({ColumnOf(term.column), term.descending});
  keys.push_back({"name", false});
  const auto column_name = [](const SortKey& key) { return key.column; };

  std::vector<sql::Value> parameters = {query.organization};
  std::string where = absl::StrCat("organization = $1 AND ", TypeCondition(type), " AND ");
  absl::StrAppend(&where, ParentCondition(query.parent, parameters));
  if (!query.show_deleted) absl::StrAppend(&where, " AND delete_time = 0");
  if (!query.filter.empty()) {
    ASSIGN_OR_RETURN(const aip::Filter filter, aip::ParseFilter(query.filter));
    ASSIGN_OR_RETURN(const aip::SqlFragment fragment,
                     aip::CompileFilter(filter, type.fields(), ColumnOf,
                                        static_cast<int>(parameters.size()) + 1));
    const std::vector<sql::Value> values = ToValues(fragment.parameters);
    parameters.insert(parameters.end(), values.begin(), values.end());
    absl::StrAppend(&where, " AND (", fragment.sql, ")");
  }
  if (!query.page_token.empty()) {
    ASSIGN_OR_RETURN(const std::vector<std::string> after,
                     aip::ReadPageToken(query.page_token, query.token_checksum));
    if (after.size() != keys.size()) return absl::InternalError("page token of another order");
    absl::StrAppend(&where, " AND ", AfterCondition(keys, after, parameters));
  }
  std::string order;
  for (const SortKey& key : keys) {
    absl::StrAppend(&order, order.empty() ? "" : ", ", key.column, key.descending ? " DESC" : "");
  }

  ListPage page;
  std::vector<std::string> last;
  bool more = false;
  size_t bytes = 0;
  RETURN_IF_ERROR(transaction_.Query(
      absl::StrCat(
          "SELECT data, ",
          absl::StrJoin(
              keys, ", ",
              [&](std::string* out, const SortKey& key) { out->append(column_name(key)); }),
          " FROM resource WHERE ", where, " ORDER BY ", order, " LIMIT ", query.page_size + 1),
      parameters, [&](const sql::Row& row) -> absl::Status {
        if (static_cast<int>(page.resources.size()) == query.page_size || bytes > kMaxPageBytes) {
          more = true;
          return absl::OkStatus();
        }
        page.resources.emplace_back(row.blob(0));
        bytes += page.resources.back().size();
        last.clear();
        for (size_t i = 0; i < keys.size(); ++i)
          last.emplace_back(row.text(static_cast<int>(i) + 1));
        return absl::OkStatus();
      }));
  if (more) {
    ASSIGN_OR_RETURN(page.next_page_token, aip::MakePageToken(last, query.token_checksum));
  }
  ASSIGN_OR_RETURN(page.cursor, ChangeCursor(transaction_, query.organization));
  return page;
}

}  // namespace palier::resource
