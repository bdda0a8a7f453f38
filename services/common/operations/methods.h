// SPDX-License-Identifier: Apache-2.0
// The methods of a service's OperationService, written once.
#ifndef PALIER_COMMON_OPERATIONS_METHODS_H_
#define PALIER_COMMON_OPERATIONS_METHODS_H_

#include "common/operations/operations.h"
#include "common/rpc/service.h"

namespace palier::operations {

// Registers GetOperation, ListOperations, WaitOperation, CancelOperation and DeleteOperation. Their
// requests have the fields of those of google.longrunning.Operations, with `parent` in a list.
// `operations` must outlive the table.
void AddOperationMethods(rpc::ServiceTable& table, Operations& operations);

}  // namespace palier::operations

#endif  // PALIER_COMMON_OPERATIONS_METHODS_H_
