// SPDX-License-Identifier: Apache-2.0
// How this service asks another one.
#ifndef PALIER_REPORTING_API_PEER_CLIENT_H_
#define PALIER_REPORTING_API_PEER_CLIENT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/client.h"
#include "common/rpc/method_path.h"
#include "common/status/macros.h"

namespace palier::reporting {

// Asks until the caller's deadline. Returns UNAVAILABLE with PEER_UNAVAILABLE when the peer does
// not answer, and else its errors as they are. Thread-safe. Blocking.
class PeerClient {
 public:
  // With whose rights: what only the caller sees may be made with the caller's, what all share must
  // not be.
  enum class Account { kCaller, kService };

  // Client and call must outlive it.
  PeerClient(const rpc::Client& peer, const rpc::Call& call, Account account);

  // `method` as `GetProject`: the service is that of the request.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(absl::string_view method, const Request& request) const {
    return peer_.Unary<Response>(rpc::MethodPath(method, request), request, options_);
  }

  // Calls `each`, which returns absl::Status, with one page after the other until the last one or
  // an error. Pages are asked for of `page_size`; one that does not fit in a message is asked for
  // again in halves.
  template <typename Response, typename Request, typename Each>
  absl::Status ForEachPage(absl::string_view method, Request request, int page_size,
                           const Each& each) const {
    request.set_page_size(page_size);
    while (true) {
      auto page = Ask<Response>(method, request);
      if (IsTooLarge(page.status()) && request.page_size() > 1) {
        request.set_page_size(request.page_size() / 2);
        continue;
      }
      RETURN_IF_ERROR(page.status());
      request.set_page_token(page->next_page_token());
      RETURN_IF_ERROR(each(*page));
      if (request.page_token().empty()) return absl::OkStatus();
    }
  }

 private:
  static bool IsTooLarge(const absl::Status& status);

  const rpc::Client& peer_;
  const rpc::CallOptions options_;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_PEER_CLIENT_H_
