// SPDX-License-Identifier: Apache-2.0
// One table on its way out.
#ifndef PALIER_REGISTRY_API_TABLE_EXPORT_H_
#define PALIER_REGISTRY_API_TABLE_EXPORT_H_

#include <functional>

#include "absl/status/status.h"
#include "palier/registry/v1/table_service.pb.h"
#include "registry/api/context.h"

namespace palier::registry {

// Writes the records that the request asks for to `sink`, page by page: memory is bounded by one
// page. A table of entries has the columns of the kinds that occur. The sink's error ends it and is
// returned.
absl::Status ExportRecords(Context& context, const rpc::Call& call,
                           const v1::ExportTableRequest& request,
                           const std::function<absl::Status(absl::string_view bytes)>& sink);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_TABLE_EXPORT_H_
