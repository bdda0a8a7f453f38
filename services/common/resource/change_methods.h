// SPDX-License-Identifier: Apache-2.0
// ListChanges and WatchChanges, the same for every service.
#ifndef PALIER_COMMON_RESOURCE_CHANGE_METHODS_H_
#define PALIER_COMMON_RESOURCE_CHANGE_METHODS_H_

#include "common/resource/store.h"
#include "common/rpc/service.h"

namespace palier::resource {

// Registers `ListChanges` (fields parent, page_size, page_token, resource, after_sequence ->
// changes, next_page_token) and `WatchChanges` (parent, cursor -> stream of changes, cursor) as far
// as the proto declares them. A watcher that is behind is sent pages; one that is up to date waits
// for the next commit here, or a moment for those of other replicas.
void AddChangeMethods(rpc::ServiceTable& table, const Store& store);

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_CHANGE_METHODS_H_
