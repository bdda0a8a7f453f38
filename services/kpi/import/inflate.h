// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_KPI_IMPORT_INFLATE_H_
#define PALIER_KPI_IMPORT_INFLATE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace palier::kpi {

// The content of a gzip file (RFC 1952, of one or several members), or the bytes themselves when
// they do not begin as one. UNREADABLE_FILE for a file that is cut or damaged, LIMIT_EXCEEDED for
// more than `limit` bytes of content; never holds more than that.
absl::StatusOr<std::string> Inflate(std::string bytes, size_t limit);

}  // namespace palier::kpi

#endif  // PALIER_KPI_IMPORT_INFLATE_H_
