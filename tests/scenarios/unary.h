// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_TESTS_SCENARIOS_UNARY_H_
#define PALIER_TESTS_SCENARIOS_UNARY_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "common/rpc/method_path.h"

namespace palier::scenarios {

// Calls the method of the service that has this request.
template <typename Response>
absl::StatusOr<Response> Unary(const rpc::Client& client, const std::string& method,
                               const google::protobuf::Message& request) {
  return client.Unary<Response>(rpc::MethodPath(method, request), request);
}

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_UNARY_H_
