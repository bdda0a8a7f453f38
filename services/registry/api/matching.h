// SPDX-License-Identifier: Apache-2.0
// Resources that fit a filter, read page by page inside one transaction.
#ifndef PALIER_REGISTRY_API_MATCHING_H_
#define PALIER_REGISTRY_API_MATCHING_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/resource/store.h"
#include "common/status/macros.h"

namespace palier::registry {

// Calls `fn` with the bytes of each undeleted resource below `parent` (whose last id may be `-`)
// that the AIP-160 `filter` fits, in name order.
absl::Status ForEachMatching(resource::Session& session, const resource::Type& type,
                             absl::string_view parent, absl::string_view filter,
                             const std::function<absl::Status(absl::string_view bytes)>& fn);

// The same as a list. RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) beyond `most`.
template <typename Resource>
absl::StatusOr<std::vector<Resource>> AllMatching(resource::Session& session,
                                                  const resource::Type& type,
                                                  absl::string_view parent,
                                                  absl::string_view filter, size_t most,
                                                  const std::function<absl::Status()>& too_many) {
  std::vector<Resource> found;
  RETURN_IF_ERROR(
      ForEachMatching(session, type, parent, filter, [&](absl::string_view bytes) -> absl::Status {
        if (found.size() == most) return too_many();
        return ReadStored(type, bytes, found.emplace_back());
      }));
  return found;
}

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_MATCHING_H_
