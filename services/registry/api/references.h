// SPDX-License-Identifier: Apache-2.0
// Fields that name another resource.
#ifndef PALIER_REGISTRY_API_REFERENCES_H_
#define PALIER_REGISTRY_API_REFERENCES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/resource/store.h"

namespace palier::registry {

// OK when `value` is empty, or names an existing resource of one of the types in the organisation
// of `owner` (a resource name). Otherwise INVALID_ARGUMENT about `field`.
absl::Status CheckReference(resource::Session& session,
                            const std::vector<const resource::Type*>& types,
                            absl::string_view field, absl::string_view value,
                            absl::string_view owner);

// The same for each of a list, which may hold no empty one; the error names the one by its index.
absl::Status CheckReferences(resource::Session& session,
                             const std::vector<const resource::Type*>& types,
                             absl::string_view field,
                             const google::protobuf::RepeatedPtrField<std::string>& names,
                             absl::string_view owner);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_REFERENCES_H_
