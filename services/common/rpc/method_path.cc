// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/method_path.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"

namespace palier::rpc {

std::string MethodPath(absl::string_view method, const google::protobuf::Message& request) {
  const google::protobuf::FileDescriptor& file = *request.GetDescriptor()->file();
  for (int i = 0; i < file.service_count(); ++i) {
    if (file.service(i)->FindMethodByName(std::string(method)) != nullptr)
      return absl::StrCat(file.service(i)->full_name(), "/", method);
  }
  return std::string(method);
}

}  // namespace palier::rpc
