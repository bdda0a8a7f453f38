// SPDX-License-Identifier: Apache-2.0
// Whether the change log is what was written, and the resources are what the log says.
#ifndef PALIER_COMMON_RESOURCE_AUDIT_VERIFY_H_
#define PALIER_COMMON_RESOURCE_AUDIT_VERIFY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/resource/type.h"
#include "common/sql/database.h"
#include "common/status/error.h"

namespace palier::resource {

// A link that was noted down earlier, outside the store: the chain must run through it.
struct NotedLink {
  int64_t sequence = 0;
  std::string hash;  // 32 bytes
};

struct AuditReport {
  bool intact = true;
  // Changes that the chain seals, and those that still wait for it.
  int64_t sealed_count = 0;
  int64_t unsealed_count = 0;
  // Where the chain breaks, else the last change of the first resource that is not what it left, 0
  // when what is wrong is no change; and the resource that it is about, as far as that can be told.
  int64_t broken_sequence = 0;
  std::string broken_resource;
  // What is wrong; empty when intact.
  status::Text explanation;
  // Hash of the last sealed change, 32 bytes.
  std::string head_hash;
};

// Walks the log of the organisation once, oldest first, in bounded memory, inside the transaction's
// snapshot. Finds: a changed, missing, inserted or moved change or seal; an end that was cut off
// below the counter or below one of `noted`; a resource that is not what its last change left
// (message, name, revision, parent, columns of its filterable fields), is missing or has no change;
// content erased without an erasure; on SQLite, an index that disagrees with its table. A column
// that is empty is not held against a row: the field may have become filterable after it was
// written. What is not yet sealed is only compared with the resources.
//
// `types`: those whose columns are compared. Errors are the store's; a finding is no error.
absl::StatusOr<AuditReport> VerifyAudit(sql::Transaction& transaction,
                                        absl::string_view organization, absl::string_view key,
                                        absl::Span<const Type* const> types,
                                        const std::vector<NotedLink>& noted = {});

// The report of a walk that ended with DATA_LOSS: the store itself found its file damaged, and can
// read no further.
AuditReport DamagedReport(const absl::Status& data_loss);

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_AUDIT_VERIFY_H_
