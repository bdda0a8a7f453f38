// SPDX-License-Identifier: Apache-2.0
#include "common/resource/list_request.h"

#include "common/aip/page_token.h"
#include "common/resource/request.h"
#include "common/status/macros.h"

namespace palier::resource {

absl::StatusOr<ListQuery> ListQueryOf(const rpc::Call& call,
                                      const google::protobuf::Message& message) {
  const Request request(message);
  ListQuery query;
  query.organization = call.organization;
  query.parent = request.Text("parent");
  ASSIGN_OR_RETURN(query.page_size, aip::EffectivePageSize(request.Number("page_size")));
  query.page_token = request.Text("page_token");
  query.filter = request.Text("filter");
  query.order_by = request.Text("order_by");
  query.show_deleted = request.Flag("show_deleted");
  query.token_checksum = aip::RequestChecksum(message, call.caller.subject());
  return query;
}

}  // namespace palier::resource
