// SPDX-License-Identifier: Apache-2.0
// The AIP-standard methods of a resource type, written once: a new type costs its proto, its checks
// and its rules.
#ifndef PALIER_COMMON_RESOURCE_STANDARD_METHODS_H_
#define PALIER_COMMON_RESOURCE_STANDARD_METHODS_H_

#include <functional>
#include <string>

#include "common/cache/cache.h"
#include "common/resource/store.h"
#include "common/rpc/service.h"

namespace palier::resource {

// What a type adds to the standard methods. Each may be empty. Those that are given a session run
// inside the transaction, and may run again.
struct Hooks {
  // Checks a Create request before the transaction; may ask other services.
  std::function<absl::Status(const rpc::Call&, const google::protobuf::Message& request)>
      before_create;
  // Checks a resource about to be created (`before` null) or updated, and fills what the server
  // owns.
  std::function<absl::Status(Session&, const rpc::Call&, const google::protobuf::Message* before,
                             google::protobuf::Message& after)>
      on_write;
  // Checks a resource about to be deleted; with `force`, removes what is kept elsewhere about it.
  std::function<absl::Status(Session&, const rpc::Call&, const google::protobuf::Message& before,
                             bool force)>
      on_delete;
  // Changes what a reader is shown (values computed from others, sentences in the caller's
  // language). Must not block: Get may run on a gRPC thread.
  std::function<void(const rpc::Call&, google::protobuf::Message&)> on_read;
};

// Which of the methods to register, by their AIP names.
struct MethodSet {
  bool get = false, list = false, create = false, update = false, remove = false, undelete = false;
  static MethodSet All() { return {true, true, true, true, true, true}; }
};

// Registers the methods of `type` in `table`; Undelete only for softly deleted types. Requests and
// responses are found by the field names of AIP-131 to 135 and 164; request_id, validate_only,
// etag, update_mask, filter, order_by, page_token, show_deleted and force mean what the AIPs say.
// `store`, `cache` and `type` must outlive the table. `plural` as in `Projects`.
void AddStandardMethods(rpc::ServiceTable& table, Store& store, cache::Cache& cache,
                        const Type& type, const std::string& plural, const MethodSet& set,
                        Hooks hooks = {});

// Key under which the bytes of a resource are cached.
std::string CacheKey(absl::string_view name);

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_STANDARD_METHODS_H_
