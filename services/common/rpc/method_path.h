// SPDX-License-Identifier: Apache-2.0
// Which service a call goes to.
#ifndef PALIER_COMMON_RPC_METHOD_PATH_H_
#define PALIER_COMMON_RPC_METHOD_PATH_H_

#include <google/protobuf/message.h>

#include <string>

#include "absl/strings/string_view.h"

namespace palier::rpc {

// `palier.registry.v1.RegistryService/GetProject` for `GetProject`: requests are declared in the
// file of their service. `method` itself when it names its service or no service there has it; the
// call then fails with UNIMPLEMENTED.
std::string MethodPath(absl::string_view method, const google::protobuf::Message& request);

}  // namespace palier::rpc

#endif  // PALIER_COMMON_RPC_METHOD_PATH_H_
