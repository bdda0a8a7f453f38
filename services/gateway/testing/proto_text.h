// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_TESTING_PROTO_TEXT_H_
#define PALIER_GATEWAY_TESTING_PROTO_TEXT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/transcoding/schema.h"

namespace palier::gateway {

// The API of this program and one more proto file, `palier/try/v1/try.proto`, whose text follows
// its package and its usual imports; comments included.
absl::StatusOr<std::unique_ptr<Schema>> SchemaWith(const std::string& proto);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TESTING_PROTO_TEXT_H_
