// SPDX-License-Identifier: Apache-2.0
#include "common/resource/read_through.h"

#include <memory>

#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

absl::StatusOr<cache::Entry> Stored(const Store& store, const Type& type, const std::string& name,
                                    absl::Time deadline) {
  const std::unique_ptr<google::protobuf::Message> found(type.New(nullptr));
  RETURN_IF_ERROR(store.Read(deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(const bool exists, session.Find(type, name, found.get()));
    return exists ? absl::OkStatus() : status::NotFound(name);
  }));
  return cache::Entry{found->SerializeAsString(), RevisionOf(StandardString(*found, "etag"))};
}

}  // namespace

absl::StatusOr<cache::Entry> ReadThrough(const Store& store, cache::Cache& cache, const Type& type,
                                         const std::string& name, absl::Time deadline) {
  if (store.IsBeingWritten(name)) return Stored(store, type, name, deadline);
  return cache.Get(OrganizationOf(name), CacheKey(name),
                   [&] { return Stored(store, type, name, deadline); });
}

std::optional<cache::Entry> ReadNear(const Store& store, cache::Cache& cache,
                                     const std::string& name) {
  if (store.IsBeingWritten(name)) return std::nullopt;
  return cache.Near(OrganizationOf(name), CacheKey(name));
}

}  // namespace palier::resource
