// SPDX-License-Identifier: Apache-2.0
#include "registry/api/matching.h"

#include "common/aip/page_token.h"

namespace palier::registry {

absl::Status ForEachMatching(resource::Session& session, const resource::Type& type,
                             absl::string_view parent, absl::string_view filter,
                             const std::function<absl::Status(absl::string_view bytes)>& fn) {
  resource::ListQuery query;
  query.organization = resource::OrganizationOf(parent);
  query.parent = std::string(parent);
  query.filter = std::string(filter);
  query.page_size = aip::kMaxPageSize;
  do {
    ASSIGN_OR_RETURN(const resource::ListPage page, session.List(type, query));
    for (const std::string& bytes : page.resources) RETURN_IF_ERROR(fn(bytes));
    query.page_token = page.next_page_token;
  } while (!query.page_token.empty());
  return absl::OkStatus();
}

}  // namespace palier::registry
