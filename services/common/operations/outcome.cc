// SPDX-License-Identifier: Apache-2.0
#include "common/operations/outcome.h"

#include <string>

namespace palier::operations {

google::rpc::Status KeepError(const absl::Status& error) {
  google::rpc::Status kept;
  kept.set_code(static_cast<int>(error.code()));
  kept.set_message(std::string(error.message()));
  kept.add_details()->PackFrom(status::DetailOf(error));
  return kept;
}

google::rpc::Status ShowError(const google::rpc::Status& kept, rpc::Language language) {
  error::v1::ErrorDetail detail;
  if (kept.details_size() > 0) kept.details(0).UnpackTo(&detail);
  const auto code = static_cast<absl::StatusCode>(kept.code());
  if (detail.reason() == error::v1::ERROR_REASON_UNSPECIFIED) {
    return rpc::ToRpc(absl::Status(code, kept.message()), language);
  }
  return rpc::ToRpc(status::WithDetail(code, kept.message(), detail), language);
}

}  // namespace palier::operations
