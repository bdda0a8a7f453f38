// SPDX-License-Identifier: Apache-2.0
// What records of the map add to the standard methods.
#ifndef PALIER_REGISTRY_API_LANDSCAPE_HOOKS_H_
#define PALIER_REGISTRY_API_LANDSCAPE_HOOKS_H_

#include "common/resource/standard_methods.h"
#include "registry/api/landscape_removal.h"
#include "registry/storage/types.h"

namespace palier::registry {

template <typename Record>
using RecordCheck = absl::Status (*)(resource::Session&, const Types&, const Record&);

// `check` says whether a record may be written. The types must outlive the hooks.
template <typename Record>
resource::Hooks Checked(const Types& types, RecordCheck<Record> check) {
  resource::Hooks hooks;
  hooks.on_write = [&types, check](resource::Session& session, const rpc::Call&,
                                   const google::protobuf::Message*,
                                   google::protobuf::Message& after) {
    return check(session, types, static_cast<const Record&>(after));
  };
  return hooks;
}

// The same of a node, which is not deleted from under its synergies.
template <typename Record>
resource::Hooks NodeHooks(const Types& types, RecordCheck<Record> check) {
  resource::Hooks hooks = Checked<Record>(types, check);
  hooks.on_delete = [&types](resource::Session& session, const rpc::Call&,
                             const google::protobuf::Message& before, bool force) {
    return ReleaseNode(session, types, static_cast<const Record&>(before).name(), force);
  };
  return hooks;
}

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_LANDSCAPE_HOOKS_H_
