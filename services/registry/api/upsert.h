// SPDX-License-Identifier: Apache-2.0
// A record written by an import, under the rules of the standard methods.
#ifndef PALIER_REGISTRY_API_UPSERT_H_
#define PALIER_REGISTRY_API_UPSERT_H_

#include <google/protobuf/message.h>

#include "absl/status/statusor.h"
#include "common/resource/standard_methods.h"

namespace palier::registry {

enum class Upserted { kCreated, kUpdated, kUnchanged };

// Creates `after` (`before` null) or replaces `before` by it, if it differs. Returns what Create
// and Update of the type would: ALREADY_EXISTS, and the errors of `hooks.on_write`;
// `hooks.before_create` is not asked.
absl::StatusOr<Upserted> Upsert(resource::Session& session, const rpc::Call& call,
                                const resource::Type& type, const resource::Hooks& hooks,
                                const google::protobuf::Message* before,
                                google::protobuf::Message& after);

// Whether an error is about what was to be written, so that other records may still be; otherwise
// the store is in trouble, or the call over.
bool IsAboutTheRecord(const absl::Status& status);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_UPSERT_H_
