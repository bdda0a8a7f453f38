// SPDX-License-Identifier: Apache-2.0
// Reads the pages of another service's list.
#ifndef PALIER_ROLLOUT_API_PAGES_H_
#define PALIER_ROLLOUT_API_PAGES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/rpc/client.h"
#include "common/rpc/method_path.h"
#include "common/status/limit.h"
#include "common/status/macros.h"

namespace palier::rollout {

// Bounds what one question may read.
inline constexpr int kListPageSize = 1000;
inline constexpr int kMaxListPages = 20;

// Calls `each` with one response to the request after the other, until there is no more or it
// returns false. The peer's errors; RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) past 20 pages, of 1,000
// unless the request says otherwise, as half of a list would be taken for the whole.
template <typename Response, typename Request, typename Each>
absl::Status ForEachPage(const rpc::Client& client, absl::string_view method, Request request,
                         const rpc::CallOptions& options, const Each& each) {
  if (request.page_size() == 0) request.set_page_size(kListPageSize);
  for (int page = 0; page < kMaxListPages; ++page) {
    ASSIGN_OR_RETURN(const Response response,
                     client.Unary<Response>(rpc::MethodPath(method, request), request, options));
    if (!each(response) || response.next_page_token().empty()) return absl::OkStatus();
    request.set_page_token(response.next_page_token());
  }
  return status::LimitExceeded({"A list of more than {limit} {subject} is not read.",
                                "Une liste de plus de {limit} {subject} n'est pas lue."},
                               "items", int64_t{request.page_size()} * kMaxListPages);
}

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_PAGES_H_
