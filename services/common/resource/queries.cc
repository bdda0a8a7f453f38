// SPDX-License-Identifier: Apache-2.0
#include "common/resource/queries.h"

#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

// The one number that a query answers; 0 without a row.
absl::StatusOr<int64_t> NumberOf(sql::Transaction& transaction, const std::string& query,
                                 const std::vector<sql::Value>& parameters) {
  int64_t number = 0;
  RETURN_IF_ERROR(transaction.Query(query, parameters, [&](const sql::Row& row) -> absl::Status {
    number = row.int64(0);
    return absl::OkStatus();
  }));
  return number;
}

}  // namespace

absl::StatusOr<int64_t> ChangeCursor(sql::Transaction& transaction,
                                     absl::string_view organization) {
  return NumberOf(transaction, "SELECT sequence FROM change_counter WHERE organization=$1",
                  {std::string(organization)});
}

absl::StatusOr<int64_t> CountBelow(Session& session, const Type& type, absl::string_view parent) {
  std::vector<sql::Value> parameters = {OrganizationOf(parent)};
  const std::string below = ParentCondition(parent, parameters);
  return NumberOf(session.sql(),
                  absl::StrCat("SELECT COUNT(*) FROM resource WHERE organization=$1 AND ",
                               TypeCondition(type), " AND ", below, " AND delete_time=0"),
                  parameters);
}

absl::StatusOr<std::vector<std::string>> AllNames(Session& session, const Type& type) {
  std::vector<std::string> names;
  RETURN_IF_ERROR(session.sql().Query(
      absl::StrCat("SELECT name FROM resource WHERE ", TypeCondition(type), " ORDER BY name"), {},
      [&](const sql::Row& row) -> absl::Status {
        names.emplace_back(row.text(0));
        return absl::OkStatus();
      }));
  return names;
}

}  // namespace palier::resource
